/**
 * The memory that trees of numbers grow in. Inner loops work on its typed arrays and allocate nothing. Sums are of
 * floating numbers, so the order in which rows are added up is fixed: ascending within a node or, along a feature, by
 * code and then ascending. A tree is grown by one task, so it is the same on any number of workers; and by the loops in
 * `wasm/` as by those in the files beside this one, which take over where there is no WebAssembly.
 */
import { mostOf, unitScale } from "../../unit-scale.js";
import {
  type Arrays,
  type CompiledTrees,
  type GlobalVariable,
  type KernelModule,
  kernelModule,
} from "../kernel/compiled.js";
import { allocateTrees, mostCodesOf, treeLayout } from "../kernel/tree-memory.js";
import type { RegressionCriterion, RegressionMatrix } from "./regression-forest.js";

/** Nodes of at most so many rows are searched in the order of a feature's codes, larger ones by histogram. */
export const SORTED_ROWS = 512;
/** Codes that a histogram may have for each row of its node; with more, rows are sorted. */
export const CODES_PER_ROW = 16;

/** The arrays of a workspace; those for compiled kernels alone are empty without them. */
function layout(matrix: RegressionMatrix, compiled: boolean, copies: boolean) {
  const { rows, features } = matrix;
  const mostCodes = mostCodesOf(matrix);
  const keys = Math.max(SORTED_ROWS, Math.ceil(mostCodes / CODES_PER_ROW));
  return {
    ...treeLayout(matrix, compiled, copies),
    /** Beside each row its target. */
    rowTargets: [Float64Array, rows],
    /** What it adds to sums: its weight in the tree, and that times its target less the offset; both scaled. */
    rowTerms: [Float64Array, 2 * rows],
    spareTerms: [Float64Array, 2 * rows],
    spareTargets: [Float64Array, rows],
    /** By code the weight, and the weighted sum of targets, all zero between two searches; `histogram[2 * code]`. */
    histogram: [Float64Array, 2 * mostCodes],
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
    /** By feature where its categories' means begin, and these, less the offset. */
    meanStart: [Int32Array, features],
    means: [Float64Array, layOutMeans(new Int32Array(features), matrix)],
    /** The leaves of a tree that compiled kernels grow. */
    leafValue: [Float64Array, compiled ? rows : 0],
    leafWeight: [Float64Array, compiled ? rows : 0],
  } as const;
}

/** What the compiled module exports. */
export interface CompiledRegression extends CompiledTrees {
  readonly sortedRows: GlobalVariable;
  readonly codesPerRow: GlobalVariable;
  readonly offset: GlobalVariable;
  readonly targetScale: GlobalVariable;
  growTree(
    inBag: number,
    keyA: number,
    keyB: number,
    maxFeatures: number,
    maxDepth: number,
    minSamplesSplit: number,
    minImpurityDecrease: number,
    treeWeight: number,
    weightScale: number,
    usesLists: number,
  ): void;
  enterNode(start: number, end: number, lists: number): number;
  searchNode(keyA: number, keyB: number, maxFeatures: number, known: number, lists: number): number;
  partitionRows(): number;
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
  /** Whether there are compiled kernels, and room for the categories of any tree. */
  readonly growsAtOnce: boolean;
  readonly compiled: CompiledRegression | undefined;
}

/**
 * Makes the memory for trees on a matrix: beside it, if it stands in a memory of kernels.
 *
 * @param module - the compiled kernels that are to work elsewhere, on a copy of it; `null` for those in JavaScript, which
 * work on the matrix itself. The criterion "poisson" is in JavaScript alone, whose logarithm it needs.
 */
export function makeRegressionWorkspace(
  matrix: RegressionMatrix,
  criterion: RegressionCriterion,
  module: KernelModule | null = criterion === "poisson" ? null : kernelModule(__dirname),
): RegressionWorkspace {
  const { targets, weights } = matrix;
  const { arrays, ...rest } = allocateTrees<ReturnType<typeof layout>, CompiledRegression>(
    matrix,
    (...how) => layout(matrix, ...how),
    __dirname,
    module,
  );
  const targetScale = unitScale(mostOf(targets));
  const weightScale = weights === null ? 1 : unitScale(mostOf(weights));
  const offset = criterion === "poisson" ? 0 : meanOf(targets, targetScale);
  const { compiled } = rest;
  layOutMeans(arrays.meanStart, matrix);
  if (compiled !== undefined) {
    compiled.offset.value = offset;
    compiled.targetScale.value = targetScale;
    compiled.sortedRows.value = SORTED_ROWS;
    compiled.codesPerRow.value = CODES_PER_ROW;
  }
  return Object.assign(arrays, { ...rest, matrix, targetScale, weightScale, offset });
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
