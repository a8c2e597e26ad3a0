import { availableParallelism, totalmem } from "node:os";
import { bytesText } from "../../byte-size.js";
import { MemoryLimitError } from "../../errors.js";
import { groupLimits } from "./control-groups.js";

/** 60 % of the memory that this process may use: the machine's, or its container's (control groups 1 and 2) if less. */
export function defaultMemoryLimit(): number {
  const container = process.constrainedMemory() || Number.POSITIVE_INFINITY;
  return Math.floor(0.6 * Math.min(totalmem(), container, groupLimits().memory));
}

/** The processors that this process may use: the machine's, or as many as its container is given, rounded up. */
export function defaultWorkers(): number {
  return Math.min(availableParallelism(), Math.ceil(groupLimits().processors));
}

/** The least heap that a worker gets, however small the memory limit: Node itself needs some. */
const leastHeap = 64 * 2 ** 20;

/** Bytes that the heap of each of so many workers may take; shared memory is not part of it. */
export function workerHeap(memoryLimit: number, nWorkers: number): number {
  return Math.max(leastHeap, memoryLimit / nWorkers);
}

/** The error of a value that no file can help: it is greater than all values together may be. */
export function memoryLimitError(label: string, bytes: number, limit: number, title = `"${label}"`): MemoryLimitError {
  return new MemoryLimitError(
    `The value of ${title} takes ${bytesText(bytes)}, but all values of the cluster together may take ${bytesText(limit)}. Give the client a greater memoryLimit, or make the value in several parts.`,
    { task: label, bytes, memoryLimit: limit },
  );
}
