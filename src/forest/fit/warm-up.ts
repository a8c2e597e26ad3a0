import type { Label } from "../../metrics/labels.js";
import type { Column, Partition } from "../../partition/partition.js";
import { binPartition, type FeatureBins } from "../bins/bins.js";
import { decodeBins, encodeBins } from "../bins/encode-bins.js";
import { makeBins } from "../bins/make-bins.js";
import type { Forest } from "../forest.js";
import type { GrowParams } from "../grow/binned-matrix.js";
import { growInPlace } from "../grow/grow.js";
import { makeWorkspace } from "../kernel/workspace.js";
import { decodeTrees, encodeNarrow, encodeTrees } from "../narrow-tree.js";
import { answer } from "../predict/answers.js";
import type { Tree } from "../tree.js";
import { collectLabels, type LabelSet, mergeLabels } from "./labels.js";
import {
  decodeMatrix,
  decodeSample,
  encodeCodes,
  encodeMatrix,
  encodeSample,
  samplePartition,
} from "./training-parts.js";

const ROWS = 512;
const FEATURES = 8;
const TARGET = "target";
const NAMES = Array.from({ length: FEATURES }, (_, f) => String(f));
const CLASSES = ["a", "b", "c"];

/** How often it is done: until V8 has compiled the inner loops, and WebAssembly the kernels for speed. */
const MATRICES = 8;
const TREES = 32;
/** Those on rows with texts. */
const FEW_TREES = 8;
/** Trees that are grown in one step. */
const STEP_TREES = 4;
/** How often each of them is written as bytes: what does it is many short functions. */
const WRITES = 16;
const PREDICTIONS = 4;

const params: GrowParams = {
  seed: 0,
  draws: ROWS,
  drawFraction: null,
  maxDepth: Infinity,
  minSamplesSplit: 2,
  minSamplesLeaf: 1,
  minImpurityDecrease: 0,
  maxLeafNodes: null,
  maxFeatures: 3,
  exact: false,
  criterion: "gini",
  balancedSubsample: false,
};

/**
 * Does what a fit and a prediction do to a few rows that are made up, so that the first ones find functions and kernels
 * compiled: a fit of a thousand rows would else spend as long on that as on its trees. For a thread with nothing to do:
 * takes about 60 ms of it, in steps between which a task can come first, and keeps nothing but the compiled code.
 */
export function* warmUp(): Generator<undefined, void> {
  const numbers = madeUpRows(NAMES.length);
  for (let i = 1; i < MATRICES; i++) {
    matrixOf(numbers);
    yield;
  }
  yield* useForest(numbers, TREES);
  // Trees that split by category are searched and walked by kernels of their own.
  yield* useForest(madeUpRows(NAMES.length / 2), FEW_TREES);
}

function* useForest(partition: Partition, trees: number): Generator<undefined, void> {
  const { bins, classes, matrix } = matrixOf(partition);
  const workspace = makeWorkspace(decodeMatrix(matrix));
  const grown: Tree[] = [];
  for (let tree = 0; tree < trees; tree += STEP_TREES) {
    yield;
    const bytes = encodeTrees(tree, tree + STEP_TREES, (each) => {
      const made = growInPlace(workspace, params, each);
      for (let i = 1; i < WRITES; i++) encodeNarrow(made);
      return made;
    });
    grown.push(...decodeTrees<Tree>(bytes));
  }
  const forest: Forest = { bins, classes, criterion: params.criterion, voting: "soft", trees: grown };
  for (let i = 0; i < PREDICTIONS; i++) {
    yield;
    answer("forest.predict", forest, binPartition(partition, bins), ROWS);
  }
}

function matrixOf(partition: Partition): { bins: FeatureBins[]; classes: readonly Label[]; matrix: Uint8Array } {
  const sample = samplePartition(partition, FEATURES, 0, ROWS, false, (column) => collectLabels(column, TARGET));
  const { columns, target } = decodeSample<LabelSet>(encodeSample(sample));
  const { labels } = mergeLabels([target], TARGET);
  const bins = decodeBins(encodeBins(NAMES.map((name, f) => makeBins(name, [columns[f]], ROWS - 1))));
  const codes = encodeCodes(partition, bins, labels, TARGET);
  return { bins, classes: labels, matrix: encodeMatrix([codes], bins, labels.length, null) };
}

/** @param numbers - how many features, the first ones, are numbers; the others are texts. */
function madeUpRows(numbers: number): Partition {
  const columns = NAMES.map((_, f): Column => {
    const values = Float64Array.from({ length: ROWS }, (_, row) => ((row + 1) * (f + 3) * 7919) % 1009);
    if (f < numbers) return { dtype: "float64", values: values.map((value) => value / 7) };
    return { dtype: "string", codes: Int32Array.from(values, (value) => value % NAMES.length), dictionary: NAMES };
  });
  const codes = Int32Array.from({ length: ROWS }, (_, row) => row % CLASSES.length);
  columns.push({ dtype: "string", codes, dictionary: CLASSES });
  return { length: ROWS, names: [...NAMES, TARGET], columns };
}
