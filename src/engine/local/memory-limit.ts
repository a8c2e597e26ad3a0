import { totalmem } from "node:os";

/** 60 % of the memory that this process may use: the machine's, or its container's (control groups 1 and 2) if less. */
export function defaultMemoryLimit(): number {
  const machine = totalmem();
  const container = process.constrainedMemory() ?? 0;
  return Math.floor(0.6 * (container > 0 ? Math.min(container, machine) : machine));
}
