import type { TaskContext } from "../../engine/engine.js";
import type { Slice } from "../../frame/plan.js";
import { runPlan } from "../../frame/run-plan.js";
import type { Column } from "../../partition/partition.js";
import { encodeSample, samplePartition } from "./training-parts.js";

/**
 * The function of a task that gives a partition's part of the sample. The target comes after the features.
 *
 * @param collect - what is told of the target, which has this name.
 */
export function sampleTask<T>(collect: (target: Column, name: string) => T) {
  return async (
    context: TaskContext,
    slice: Slice,
    features: number,
    firstRow: number,
    totalRows: number,
    target: string,
    exact: boolean,
  ): Promise<Uint8Array> => {
    const partition = await runPlan(context, slice);
    return encodeSample(
      samplePartition(partition, features, firstRow, totalRows, exact, (column) => collect(column, target)),
    );
  };
}
