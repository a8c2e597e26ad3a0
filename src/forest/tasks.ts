/** What workers run to fit a forest and to predict with it. */
import type { TaskContext } from "../engine/engine.js";
import type { Slice } from "../frame/plan.js";
import { runPlan } from "../frame/run-plan.js";
import { joinArrays } from "../join-arrays.js";
import type { Label } from "../metrics/labels.js";
import { toArrowBytes } from "../partition/arrow.js";
import type { Column, Partition } from "../partition/partition.js";
import { binPartition } from "./bins/bins.js";
import { decodeBins, encodeBins } from "./bins/encode-bins.js";
import { makeBins } from "./bins/make-bins.js";
import { collectLabels, type LabelSet, mergeLabels } from "./fit/labels.js";
import { drawLeftOut, LeftOut } from "./fit/left-out.js";
import { encodeOutOfBag, outOfBagErrors, voteOutOfBag } from "./fit/out-of-bag.js";
import { sampleTask } from "./fit/sample-task.js";
import { decodeMatrix, decodeSample, encodeCodes, encodeMatrix } from "./fit/training-parts.js";
import { growTask, leftOutTask } from "./fit/tree-tasks.js";
import type { Forest } from "./forest.js";
import type { BinnedMatrix, GrowParams } from "./grow/binned-matrix.js";
import { treeSample } from "./grow/bootstrap.js";
import { growInPlace } from "./grow/grow.js";
import type { ClassWeights } from "./grow/row-weights.js";
import { makeWorkspace } from "./kernel/workspace.js";
import { decodeTrees } from "./narrow-tree.js";
import { pack, unpack } from "./pack.js";
import { answer, type Question } from "./predict/answers.js";
import { encodeCoded, pieceOf } from "./predict/coded-rows.js";
import { knownForest } from "./predict/known-forest.js";
import { leafNodes } from "./predict/vote.js";
import type { Tree } from "./tree.js";

/** A partition's part of the sample. */
export const sample = sampleTask(collectLabels);

/** What the target of all partitions holds. */
export function labels(_: TaskContext, target: string, ...samples: readonly Uint8Array[]): LabelSet {
  return mergeLabels(
    samples.map((bytes) => decodeSample<LabelSet>(bytes).target),
    target,
  );
}

/** The bins of the features from number `from` on that have these names. */
export function bins(
  _: TaskContext,
  names: readonly string[],
  from: number,
  maxBins: number | null,
  ...samples: readonly Uint8Array[]
): Uint8Array {
  const parts = samples.map((bytes) => decodeSample(bytes));
  return encodeBins(
    names.map((name, i) =>
      makeBins(
        name,
        parts.map((part) => part.columns[from + i]),
        maxBins,
      ),
    ),
  );
}

/** A partition's rows as codes. After the features come the target and, if there are any, the weights. */
export async function bin(
  context: TaskContext,
  slice: Slice,
  bins: Uint8Array,
  classes: readonly Label[],
  target: string,
): Promise<Uint8Array> {
  return encodeCodes(await runPlan(context, slice), decodeBins(bins), classes, target);
}

/** The codes of all partitions as one matrix. */
export function assemble(
  _: TaskContext,
  bins: Uint8Array,
  classes: number,
  classWeights: ClassWeights | null,
  ...parts: readonly Uint8Array[]
): Uint8Array {
  return encodeMatrix(parts, decodeBins(bins), classes, classWeights);
}

/** The trees from number `from` up to `to`. */
export const grow = growTask((matrix: BinnedMatrix) => makeWorkspace(matrix), growInPlace);

/** Which rows the samples of the trees from number `from` up to `to` left out. */
export const leftOut = leftOutTask(treeSample);

/** What {@link leftOut} gave for all trees, one after the other. */
export function joinLeftOut(_: TaskContext, ...parts: readonly Uint8Array[]): Uint8Array {
  const each = parts.map((part) => unpack(part).arrays.get("bits") as Uint32Array);
  return pack(null, { bits: joinArrays(each, (length) => new Uint32Array(length)) });
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
  const decoded = context.cached(matrix, "matrix", () => decodeMatrix(matrix));
  const bits = unpack(leftOut).arrays.get("bits") as Uint32Array;
  const forest = knownForest<Forest>(bytes, key);
  return encodeOutOfBag(voteOutOfBag(forest, decoded, new LeftOut(decoded.rows, bits), first, last));
}

/** By number of trees, the share of the rows before `last` that the first of the trees that tasks grew predict wrong out of the bag. */
export function errors(
  context: TaskContext,
  matrix: Uint8Array,
  params: GrowParams,
  bins: Uint8Array,
  last: number,
  classes: readonly Label[],
  ...grown: readonly Uint8Array[]
): number[] {
  const decoded = context.cached(matrix, "matrix", () => decodeMatrix(matrix));
  const trees = grown.flatMap((bytes) => decodeTrees<Tree>(bytes));
  const forest: Forest = { bins: decodeBins(bins), classes, criterion: params.criterion, voting: "soft", trees };
  const bits = drawLeftOut(decoded.rows, 0, trees.length, (tree) => treeSample(params, decoded, tree));
  const leftOut = new LeftOut(decoded.rows, bits);
  return outOfBagErrors(voteOutOfBag(forest, decoded, leftOut, 0, last));
}

/** The predicted classes of a partition, as one column of that name. */
export function predict(_: TaskContext, partition: Partition, bytes: Uint8Array, key: string, name: string): Partition {
  const forest = knownForest<Forest>(bytes, key);
  return answer("forest.predict", forest, binPartition(partition, forest.bins), partition.length, name);
}

/** The classes' probabilities for a partition, a column for each class. */
export function probabilities(_: TaskContext, partition: Partition, bytes: Uint8Array, key: string): Partition {
  const forest = knownForest<Forest>(bytes, key);
  return answer("forest.probabilities", forest, binPartition(partition, forest.bins), partition.length);
}

/** The predicted classes of a partition and then {@link probabilities}. */
export function predictAll(_: TaskContext, partition: Partition, bytes: Uint8Array, key: string): Partition {
  const forest = knownForest<Forest>(bytes, key);
  return answer("forest.predictAll", forest, binPartition(partition, forest.bins), partition.length);
}

/** A partition's rows as a forest's codes, for {@link piece}. */
export async function codes(context: TaskContext, slice: Slice, bytes: Uint8Array, key: string): Promise<Uint8Array> {
  const partition = await runPlan(context, slice);
  return encodeCoded(binPartition(partition, knownForest(bytes, key).bins), partition.length);
}

/** What one of the three answers for piece `index` of `pieces` of a partition's rows. */
export function piece(
  _: TaskContext,
  coded: Uint8Array,
  index: number,
  pieces: number,
  question: Question,
  bytes: Uint8Array,
  key: string,
  name?: string,
): Uint8Array {
  const { codes, rows, first, last } = pieceOf(coded, index, pieces);
  return toArrowBytes(answer(question, knownForest<Forest>(bytes, key), codes, rows, name, first, last));
}

/** The leaves that a partition's rows end in, a column for each tree. */
export function apply(_: TaskContext, partition: Partition, bytes: Uint8Array, key: string): Partition {
  const forest = knownForest(bytes, key);
  const rows = partition.length;
  const nodes = leafNodes(forest, binPartition(partition, forest.bins), rows);
  const count = forest.trees.length;
  const columns = forest.trees.map((_, t): Column => {
    return { dtype: "int32", values: Int32Array.from({ length: rows }, (_, row) => nodes[row * count + t]) };
  });
  return { length: rows, names: forest.trees.map((_, t) => String(t)), columns };
}
