import type { Plan } from "./plan.js";
import { countMasked } from "./row-mask.js";

/**
 * About how many rows each partition has, where that is known without a task: as `partitionLengths`, but for persisted
 * rows, which are dealt evenly here. Waits for these to be computed.
 */
export async function freeLengths(plan: Plan): Promise<readonly number[] | undefined> {
  switch (plan.op) {
    case "memory":
      return plan.lengths;
    case "read":
      return plan.source.reader === "parquet" ? plan.source.lengths : undefined;
    case "filter":
      return plan.masks.map(countMasked);
    case "stored": {
      await plan.stored.glanced;
      const rows = plan.stored.glance?.rows;
      return rows === undefined ? undefined : new Array<number>(plan.npartitions).fill(rows / plan.npartitions);
    }
    case "select":
    case "compute":
    case "call":
      return freeLengths(plan.input);
    case "zip":
      return freeLengths(plan.inputs[0]);
    default:
      return undefined;
  }
}
