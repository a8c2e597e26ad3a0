import type { Plan } from "./plan.js";

/**
 * About how many bytes a plan's rows take at most, from what its sources take: the text of CSV files, the bytes of rows
 * in memory. Filters are not foreseen. Undefined where it is not known without a task.
 */
export function estimatedBytes(plan: Plan): number | undefined {
  switch (plan.op) {
    case "csv":
      return plan.source.blocks.reduce((sum, { start, end }) => sum + end - start, 0);
    case "memory":
      return plan.partitions.reduce((sum, bytes) => sum + bytes.length, 0);
    case "stored":
      return undefined;
    case "zip":
    case "concat":
    case "join": {
      const sizes = plan.inputs.map(estimatedBytes);
      return sizes.reduce((sum, size) => (sum === undefined || size === undefined ? undefined : sum + size), 0);
    }
    default:
      return estimatedBytes(plan.input);
  }
}
