import type { Source } from "../io/source.js";
import type { Plan } from "./plan.js";

/** How many rows of a group are guessed, where only tasks could tell. */
const rowsOfGroup = 16;

/**
 * About how many bytes a plan's rows take at most, from what its sources take: the bytes of files and of rows in
 * memory, eight for each value of a Parquet file. Filters are not foreseen; of groups it is guessed that there are few.
 * Undefined where it is not known without a task.
 */
export function estimatedBytes(plan: Plan): number | undefined {
  switch (plan.op) {
    case "read":
      return sourceBytes(plan.source);
    case "memory":
      return plan.partitions.reduce((sum, bytes) => sum + bytes.length, 0);
    case "stored":
      return undefined;
    case "group": {
      const bytes = estimatedBytes(plan.input);
      return bytes === undefined ? undefined : bytes / rowsOfGroup;
    }
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

function sourceBytes(source: Source): number {
  if (source.reader === "parquet") {
    return 8 * source.schema.length * source.lengths.reduce((sum, length) => sum + length, 0);
  }
  return source.files.reduce((sum, { size }) => sum + size, 0);
}
