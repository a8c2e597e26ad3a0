/**
 * The memory that trees of numbers grow in. Inner loops work on its typed arrays and allocate nothing. Sums are of
 * floating numbers, so the order in which rows are added up is fixed: ascending within a node or, along a feature, by
 * code and then ascending. A tree is grown by one task, so it is the same on any number of workers; and by the loops in
 * `wasm/` as by those in the files beside this one, which take over where there is no WebAssembly.
 */

import { mostOf, unitScale } from "../../unit-scale.js";
import { type Arrays, allocate, type GlobalVariable, type KernelModule, kernelModule } from "../kernel/compiled.js";
import type { RegressionCriterion, RegressionMatrix } from "./regression-forest.js";

/** Nodes of at most so many rows are searched in the order of a feature's codes, larger ones by histogram. */
export const SORTED_ROWS = 512;
/** Codes that a histogram may have for each row of its node; with more, rows are sorted. */
export const CODES_PER_ROW = 16;

/** The arrays of a workspace; those for compiled kernels alone are empty without them. */
function layout(matrix: RegressionMatrix, compiled: boolean) {
  const { rows, features, codes, codeCounts } = matrix;
  const mostCodes = codeCounts.reduce((a, b) => Math.max(a, b), 1);
  const words = (mostCodes + 31) >> 5;
  const keys = Math.max(SORTED_ROWS, Math.ceil(mostCodes / CODES_PER_ROW));
  return {
    /** Row numbers; a node's rows are consecutive and ascending. */
    rowIds: [Int32Array, rows],
    /** Beside each row its weight in the tree, and its target less the offset, both scaled. */
    rowWeights: [Float64Array, rows],
    rowTargets: [Float64Array, rows],
    spareIds: [Int32Array, rows],
    spareWeights: [Float64Array, rows],
    spareTargets: [Float64Array, rows],
    /** By code the weight, and the weighted sum of targets, all zero between two searches; `histogram[2 * code]`. */
    histogram: [Float64Array, 2 * mostCodes],
    /** Distinct rows by code; filled only where leaves must have a least number of them. */
    codeRows: [Int32Array, mostCodes],
    /** The codes that occur, in the order that is scanned, with room for one more; for categories what they are ordered by. */
    order: [Int32Array, mostCodes + 1],
    orderKeys: [Float64Array, mostCodes],
    /** Rows in the order of a feature's codes: the code in the upper, the place in the node in the lower 16 bits. */
    keys: [Uint32Array, keys],
    spareKeys: [Uint32Array, keys],
    radix: [Int32Array, 256],
    /** Such an order for each feature, and after them for no feature, of the rows of a small subtree. */
    lists: [Uint32Array, (features + 1) * SORTED_ROWS],
    /** By place in the subtree: whether the split that was found sends the row left. */
    side: [Uint8Array, SORTED_ROWS],
    /** Features in the order they are drawn at a node; the identity between two nodes. */
    drawn: [Int32Array, features],
    swaps: [Int32Array, features],
    /** 1 for features that are constant in the node or an ancestor; those are also listed, in the order found. */
    isConstant: [Uint8Array, features],
    constants: [Int32Array, features],
    /** Of a split by category: the categories on the left, and those that occur in the node. */
    leftBits: [Int32Array, words],
    seenBits: [Int32Array, words],
    /** By feature where its categories' means begin, and these, less the offset. */
    meanStart: [Int32Array, features],
    means: [Float64Array, layOutMeans(new Int32Array(features), matrix)],
    /** Copies for compiled kernels, and what they tell: see {@link RegressionSearch.read}. */
    codes: [codes instanceof Uint8Array ? Uint8Array : Uint16Array, compiled ? codes.length : 0],
    codeCounts: [Int32Array, features],
    categorical: [Uint8Array, features],
    found: [Float64Array, 3],
    foundIntegers: [Int32Array, 5],
  } as const;
}

/** What the compiled module exports. */
export interface CompiledRegression {
  readonly rows: GlobalVariable;
  readonly features: GlobalVariable;
  readonly wide: GlobalVariable;
  readonly sortedRows: GlobalVariable;
  readonly codesPerRow: GlobalVariable;
  readonly minSamplesLeaf: GlobalVariable;
  enterNode(start: number, end: number, lists: number): number;
  searchNode(keyA: number, keyB: number, maxFeatures: number, known: number, lists: number): number;
  listRows(start: number, end: number): void;
  partitionRows(): number;
  partitionLists(first: number): number;
}

/** The memory to grow trees on a matrix in. */
export interface RegressionWorkspace extends Arrays<ReturnType<typeof layout>> {
  readonly matrix: RegressionMatrix;
  /** The codes of each feature. */
  readonly columns: readonly (Uint8Array | Uint16Array)[];
  /** By what targets are multiplied, and the weights of trees that see all rows; see `unitScale`. */
  readonly targetScale: number;
  readonly weightScale: number;
  /** What scaled targets are counted from, so that sums stay exact to more digits: their mean; 0 for "poisson". */
  readonly offset: number;
  readonly compiled: CompiledRegression | undefined;
}

/**
 * Makes the memory for trees on a matrix.
 *
 * @param module - the compiled kernels that are to work in it, on a copy of the codes; `null` for those in JavaScript,
 * which work on the codes themselves. The criterion "poisson" is in JavaScript alone, whose logarithm it needs.
 */
export function makeRegressionWorkspace(
  matrix: RegressionMatrix,
  criterion: RegressionCriterion,
  module: KernelModule | null = criterion === "poisson" ? null : kernelModule(__dirname),
): RegressionWorkspace {
  const { rows, features, codes, targets, weights } = matrix;
  const shape = layout(matrix, module !== null);
  const { arrays, compiled } = allocate<typeof shape, CompiledRegression>(shape, module);
  const own = compiled === undefined ? codes : arrays.codes;
  const targetScale = unitScale(mostOf(targets));
  for (let f = 0; f < features; f++) arrays.drawn[f] = f;
  layOutMeans(arrays.meanStart, matrix);
  if (compiled !== undefined) {
    arrays.codes.set(codes);
    arrays.codeCounts.set(matrix.codeCounts);
    arrays.categorical.set(matrix.categorical);
    compiled.rows.value = rows;
    compiled.features.value = features;
    compiled.wide.value = codes instanceof Uint16Array ? 1 : 0;
    compiled.sortedRows.value = SORTED_ROWS;
    compiled.codesPerRow.value = CODES_PER_ROW;
  }
  return Object.assign(arrays, {
    matrix,
    columns: Array.from({ length: features }, (_, f) => own.subarray(f * rows, (f + 1) * rows)),
    targetScale,
    weightScale: weights === null ? 1 : unitScale(mostOf(weights)),
    offset: criterion === "poisson" ? 0 : meanOf(targets, targetScale),
    compiled,
  });
}

/**
 * Where the means of each feature's categories begin in the workspace; those of features that are no categories are not
 * there.
 *
 * @returns how many means there are in all.
 */
function layOutMeans(starts: Int32Array, { codeCounts, categorical }: RegressionMatrix): number {
  let next = 0;
  for (let f = 0; f < starts.length; f++) {
    starts[f] = next;
    if (categorical[f] === 1) next += codeCounts[f];
  }
  return next;
}

function meanOf(targets: Float64Array, scale: number): number {
  let mean = 0;
  for (let row = 0; row < targets.length; row++) mean += (targets[row] * scale - mean) / (row + 1);
  return mean;
}

/** The node that is being searched, and the best split found in it so far. */
export class RegressionSearch {
  /** Its rows are those of the workspace from `start` up to `end`. */
  start = 0;
  end = 0;
  /** The weight of its rows, and the weighted sum of their targets less the offset; both scaled. */
  weight = 0;
  sum = 0;
  /** The mean of their targets. */
  value = 0;
  /** How much better the best split is than none; see `scoreAbove`. */
  score = -Infinity;
  feature = -1;
  low = 1;
  split = 0;
  next = 0;
  sawMissing = false;
  /** Of a split by category: the mean at which their order is cut. */
  middle = 0;

  constructor(
    readonly poisson: boolean,
    readonly minSamplesLeaf: number,
  ) {}

  /** Takes over what compiled kernels found. */
  read({ found, foundIntegers }: RegressionWorkspace): void {
    this.score = found[0];
    this.weight = found[1];
    this.sum = found[2];
    this.feature = foundIntegers[0];
    this.low = foundIntegers[1];
    this.split = foundIntegers[2];
    this.next = foundIntegers[3];
    this.sawMissing = foundIntegers[4] === 1;
  }
}
