import { totalmem } from "node:os";
import { bytesText } from "../../byte-size.js";
import { MemoryLimitError } from "../../errors.js";

/** 60 % of the memory that this process may use: the machine's, or its container's (control groups 1 and 2) if less. */
export function defaultMemoryLimit(): number {
  const machine = totalmem();
  const container = process.constrainedMemory() ?? 0;
  return Math.floor(0.6 * (container > 0 ? Math.min(container, machine) : machine));
}

/** The error of a value that no file can help: it is greater than all values together may be. */
export function memoryLimitError(label: string, bytes: number, limit: number): MemoryLimitError {
  return new MemoryLimitError(
    `The value of "${label}" takes ${bytesText(bytes)}, but all values of the cluster together may take ${bytesText(limit)}. Give the client a greater memoryLimit, or make the value in several parts.`,
    { task: label, bytes, memoryLimit: limit },
  );
}
