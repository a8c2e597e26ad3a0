import type { Column, Partition } from "../../partition/partition.js";
import { decodeBins, encodeBins } from "../bins/encode-bins.js";
import { makeBins } from "../bins/make-bins.js";
import type { GrowParams } from "../grow/binned-matrix.js";
import { growInPlace } from "../grow/grow.js";
import { makeWorkspace } from "../kernel/workspace.js";
import { encodeTrees } from "../narrow-tree.js";
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
const MATRICES = 4;
const TREES = 32;
/** Trees that are grown in one step. */
const STEP_TREES = 4;

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
 * Does what a fit does to a few rows that are made up, so that the first fit finds functions and kernels compiled: one of
 * a thousand rows would else spend as long on that as on its trees. For a thread with nothing to do: takes about 30 ms of
 * it, in steps between which a task can come first, and keeps nothing but the compiled code.
 */
export function* warmUp(): Generator<undefined, void> {
  const partition = madeUpRows();
  let matrix = matrixOf(partition);
  for (let i = 1; i < MATRICES; i++) {
    yield;
    matrix = matrixOf(partition);
  }
  const workspace = makeWorkspace(decodeMatrix(matrix));
  for (let tree = 0; tree < TREES; tree += STEP_TREES) {
    yield;
    encodeTrees(tree, tree + STEP_TREES, (each) => growInPlace(workspace, params, each));
  }
}

function matrixOf(partition: Partition): Uint8Array {
  const sample = samplePartition(partition, FEATURES, 0, ROWS, false, (column) => collectLabels(column, TARGET));
  const { columns, target } = decodeSample<LabelSet>(encodeSample(sample));
  const { labels } = mergeLabels([target], TARGET);
  const bins = decodeBins(encodeBins(NAMES.map((name, f) => makeBins(name, [columns[f]], ROWS - 1))));
  return encodeMatrix([encodeCodes(partition, bins, labels, TARGET)], bins, labels.length, null);
}

function madeUpRows(): Partition {
  const columns: Column[] = NAMES.map((_, f) => ({
    dtype: "float64",
    values: Float64Array.from({ length: ROWS }, (_, row) => ((row + 1) * (f + 3) * 7919) % 1009),
  }));
  const codes = Int32Array.from({ length: ROWS }, (_, row) => row % CLASSES.length);
  columns.push({ dtype: "string", codes, dictionary: CLASSES });
  return { length: ROWS, names: [...NAMES, TARGET], columns };
}
