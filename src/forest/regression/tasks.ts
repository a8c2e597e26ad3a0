/** What workers run to fit a regressor and to predict with it, besides what they run for every forest. */
import type { TaskContext } from "../../engine/engine.js";
import type { Slice } from "../../frame/plan.js";
import { runPlan } from "../../frame/run-plan.js";
import { toArrowBytes } from "../../partition/arrow.js";
import type { Partition } from "../../partition/partition.js";
import { binPartition } from "../bins/bins.js";
import { decodeBins } from "../bins/encode-bins.js";
import { drawLeftOut, LeftOut } from "../fit/left-out.js";
import { sampleTask } from "../fit/sample-task.js";
import { decodeMatrix, decodeSample, encodeRows, joinCodes, joinNumbers, rowsOf } from "../fit/training-parts.js";
import { growTask, leftOutTask } from "../fit/tree-tasks.js";
import { drawnRows } from "../grow/bootstrap.js";
import { checkedWeights } from "../grow/row-weights.js";
import { kernelBytes } from "../kernel/compiled.js";
import { decodeTrees } from "../narrow-tree.js";
import { pack, unpack } from "../pack.js";
import { pieceOf } from "../predict/coded-rows.js";
import { knownForest } from "../predict/known-forest.js";
import { growRegressionInPlace } from "./grow-regression.js";
import { encodeOutOfBagValues, meanOutOfBag, rootMeanSquares } from "./out-of-bag-values.js";
import { predictValues } from "./predict-values.js";
import type { RegressionForest, RegressionMatrix, RegressionParams, RegressionTree } from "./regression-forest.js";
import { collectTargets, mergeTargets, type TargetSummary, targetValues } from "./targets.js";
import { makeRegressionWorkspace } from "./workspace.js";

/** A partition's part of the sample. */
export const sample = sampleTask(collectTargets);

/** What the target of all partitions holds. */
export function targets(_: TaskContext, _target: string, ...samples: readonly Uint8Array[]): TargetSummary {
  return mergeTargets(samples.map((bytes) => decodeSample<TargetSummary>(bytes).target));
}

/** A partition's rows as codes. After the features come the target and, if there are any, the weights. */
export async function bin(context: TaskContext, slice: Slice, bins: Uint8Array): Promise<Uint8Array> {
  const partition = await runPlan(context, slice);
  const decoded = decodeBins(bins);
  return encodeRows(partition, decoded, { targets: targetValues(partition.columns[decoded.length]) });
}

/** The rows of all partitions as one matrix, where kernels can work on it. */
export function assemble(_: TaskContext, bins: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array {
  const unpacked = parts.map(unpack);
  const rows = unpacked.reduce((sum, part) => sum + rowsOf(part), 0);
  const { codes, ...rest } = joinCodes(unpacked, decodeBins(bins), rows);
  const weights = checkedWeights(joinNumbers(unpacked, "weights", rows));
  const numbers = { targets: joinNumbers(unpacked, "targets", rows) as Float64Array, ...(weights && { weights }) };
  return pack({ rows }, { codes, ...numbers, ...rest }, kernelBytes);
}

/** The trees from number `from` up to `to`. */
export const grow = growTask(
  (matrix: RegressionMatrix, { criterion }: RegressionParams) => makeRegressionWorkspace(matrix, criterion),
  growRegressionInPlace,
);

/** Which rows the samples of the trees from number `from` up to `to` left out. */
export const leftOut = leftOutTask(regressionSample);

/** How often each row is in a tree's sample. */
function regressionSample(params: RegressionParams, { rows, weights }: RegressionMatrix, tree: number): Uint32Array {
  // A tree that draws no rows sees all of them; options do not let it come to that.
  return drawnRows(params, rows, weights, params.draws ?? rows, tree);
}

/** What the trees that left them out say of some rows: those from `first` up to `last`. */
export function outOfBag(
  context: TaskContext,
  matrix: Uint8Array,
  leftOut: Uint8Array,
  bytes: Uint8Array,
  key: string,
  first: number,
  last: number,
): Uint8Array {
  const decoded = context.cached(matrix, "matrix", () => decodeMatrix<RegressionMatrix>(matrix));
  const bits = unpack(leftOut).arrays.get("bits") as Uint32Array;
  const forest = knownForest<RegressionForest>(bytes, key);
  return encodeOutOfBagValues(meanOutOfBag(forest, decoded, new LeftOut(decoded.rows, bits), first, last));
}

/** By number of trees, the root mean squared error with which the first of the trees that tasks grew predict the rows before `last` out of the bag. */
export function errors(
  context: TaskContext,
  matrix: Uint8Array,
  params: RegressionParams,
  bins: Uint8Array,
  last: number,
  ...grown: readonly Uint8Array[]
): number[] {
  const decoded = context.cached(matrix, "matrix", () => decodeMatrix<RegressionMatrix>(matrix));
  const trees = grown.flatMap((bytes) => decodeTrees<RegressionTree>(bytes));
  const forest: RegressionForest = { bins: decodeBins(bins), criterion: params.criterion, trees };
  const bits = drawLeftOut(decoded.rows, 0, trees.length, (tree) => regressionSample(params, decoded, tree));
  return rootMeanSquares(meanOutOfBag(forest, decoded, new LeftOut(decoded.rows, bits), 0, last));
}

/** The predicted numbers of a partition, as one column of that name. */
export function predict(_: TaskContext, partition: Partition, bytes: Uint8Array, key: string, name: string): Partition {
  const forest = knownForest<RegressionForest>(bytes, key);
  return predicted(predictValues(forest, binPartition(partition, forest.bins), partition.length), name);
}

/** What {@link predict} says of piece `index` of `pieces` of a partition's rows, which are codes. */
export function piece(
  _: TaskContext,
  coded: Uint8Array,
  index: number,
  pieces: number,
  _task: string,
  bytes: Uint8Array,
  key: string,
  name: string,
): Uint8Array {
  const { codes, rows, first, last } = pieceOf(coded, index, pieces);
  const forest = knownForest<RegressionForest>(bytes, key);
  return toArrowBytes(predicted(predictValues(forest, codes, rows, first, last), name));
}

function predicted(values: Float64Array, name: string): Partition {
  return { length: values.length, names: [name], columns: [{ dtype: "float64", values }] };
}
