import type { Plan } from "./plan.js";
import { countMasked } from "./row-mask.js";
import { runPartitions } from "./run-partitions.js";

const known = new WeakMap<Plan, Promise<readonly number[]>>();

/**
 * The number of rows in each partition. Free where the plan tells (frames in memory, Parquet, the halves of a split); else one
 * pass over the source, which is remembered.
 */
export function partitionLengths(plan: Plan): Promise<readonly number[]> {
  let lengths = known.get(plan);
  if (lengths === undefined) {
    lengths = findLengths(plan).catch((error) => {
      known.delete(plan);
      throw error;
    });
    known.set(plan, lengths);
  }
  return lengths;
}

/** The number of rows. Costs what {@link partitionLengths} costs. */
export async function rowCount(plan: Plan): Promise<number> {
  return (await partitionLengths(plan)).reduce((sum, length) => sum + length, 0);
}

async function findLengths(plan: Plan): Promise<readonly number[]> {
  switch (plan.op) {
    case "memory":
      return plan.lengths;
    case "filter":
      return plan.masks.map(countMasked);
    case "select":
    case "compute":
    case "call":
    case "cumulate":
    case "shift":
      return partitionLengths(plan.input);
    case "zip":
      return partitionLengths(plan.inputs[0]);
    case "stored": {
      const lengths = await runPartitions<number>(plan, "frame.count", { columns: [], label: "count rows" });
      // So that a view of what was counted is the same in each run.
      await plan.stored.glanced;
      return lengths;
    }
    case "concat":
      return (await Promise.all(plan.inputs.map(partitionLengths))).flat();
    default:
      if (plan.op === "user" && plan.call.per === "row") return partitionLengths(plan.input);
      if (plan.op === "read" && plan.source.reader === "parquet") return plan.source.lengths;
      return runPartitions<number>(plan, "frame.count", { columns: [], label: "count rows" });
  }
}

/** The place of each partition's first row among all rows, from the partitions' lengths. */
export function firstRows(lengths: readonly number[]): number[] {
  let rows = 0;
  return lengths.map((length) => {
    rows += length;
    return rows - length;
  });
}
