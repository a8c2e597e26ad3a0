/** What workers run to fit with ml-random-forest; apart from `tasks.ts`, so that only they load it. */
import type { TaskContext } from "../../engine/engine.js";
import type { Slice } from "../../frame/plan.js";
import { runPlan } from "../../frame/run-plan.js";
import type { Label } from "../../metrics/labels.js";
import { decodeBins } from "../bins/encode-bins.js";
import {
  decodeValueMatrix,
  encodeValueMatrix,
  encodeValues,
  growMLTree,
  type MLParams,
  type ValueMatrix,
} from "./ml-trainer.js";
import type { MLTree } from "./ml-tree.js";

/** A partition's rows as numbers. The last column is the target. */
export async function values(
  context: TaskContext,
  slice: Slice,
  bins: Uint8Array,
  classes: readonly Label[],
  target: string,
): Promise<Uint8Array> {
  return encodeValues(await runPlan(context, slice), decodeBins(bins), classes, target);
}

/** The numbers of all partitions as one matrix. */
export function assembleValues(_: TaskContext, bins: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array {
  return encodeValueMatrix(parts, decodeBins(bins));
}

/** One tree. */
export function growML(context: TaskContext, matrix: Uint8Array, params: MLParams, tree: number): MLTree {
  return growMLTree(
    context.cached<ValueMatrix>(matrix, "values", () => decodeValueMatrix(matrix)),
    params,
    tree,
  );
}
