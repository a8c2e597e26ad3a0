/**
 * The memory that trees of numbers grow in. Inner loops work on its typed arrays and allocate nothing. Sums are of
 * floating numbers, so the order in which rows are added up is fixed: ascending within a node or, along a feature, by
 * code and then ascending. A tree is grown by one task, so it is the same on any number of workers.
 */
import type { RegressionCriterion, RegressionMatrix } from "./regression-forest.js";

/** Nodes of at most so many rows are searched in the order of a feature's codes, larger ones by histogram. */
export const SORTED_ROWS = 512;
/** Codes that a histogram may have for each row of its node; with more, rows are sorted. */
export const CODES_PER_ROW = 16;

export interface RegressionWorkspace {
  readonly matrix: RegressionMatrix;
  /** The codes of each feature. */
  readonly columns: readonly (Uint8Array | Uint16Array)[];
  /** What targets are counted from, so that sums stay exact to more digits: their mean; 0 for "poisson". */
  readonly offset: number;
  /** Row numbers; a node's rows are consecutive and ascending. Beside each its weight in the tree, and its target less the offset. */
  readonly rowIds: Int32Array;
  readonly rowWeights: Float64Array;
  readonly rowTargets: Float64Array;
  readonly spareIds: Int32Array;
  readonly spareWeights: Float64Array;
  readonly spareTargets: Float64Array;
  /** By code the weight, and the weighted sum of targets, all zero between two searches; `histogram[2 * code]`. */
  readonly histogram: Float64Array;
  /** Distinct rows by code; filled only where leaves must have a least number of them. */
  readonly codeRows: Int32Array;
  /** The codes that occur, in the order that is scanned; for categories what they are ordered by. */
  readonly order: Int32Array;
  readonly orderKeys: Float64Array;
  /** Rows in the order of a feature's codes: the code in the upper, the place in the node in the lower 16 bits. */
  readonly keys: Uint32Array;
  readonly spareKeys: Uint32Array;
  readonly radix: Int32Array;
  /** Such an order for each feature, and after them for no feature, of the rows of a small subtree. */
  readonly lists: Uint32Array;
  /** By place in the subtree: whether the split that was found sends the row left. */
  readonly side: Uint8Array;
  /** Features in the order they are drawn at a node; the identity between two nodes. */
  readonly drawn: Int32Array;
  readonly swaps: Int32Array;
  /** 1 for features that are constant in the node or an ancestor; those are also listed, in the order found. */
  readonly isConstant: Uint8Array;
  readonly constants: Int32Array;
  /** Of a split by category: the categories on the left, and those that occur in the node. */
  readonly leftBits: Int32Array;
  readonly seenBits: Int32Array;
}

/** Makes the memory for trees on a matrix. */
export function makeRegressionWorkspace(matrix: RegressionMatrix, criterion: RegressionCriterion): RegressionWorkspace {
  const { rows, features, codes, codeCounts, targets } = matrix;
  const mostCodes = codeCounts.reduce((a, b) => Math.max(a, b), 1);
  const words = (mostCodes + 31) >> 5;
  const keys = Math.max(SORTED_ROWS, Math.ceil(mostCodes / CODES_PER_ROW));
  return {
    matrix,
    columns: Array.from({ length: features }, (_, f) => codes.subarray(f * rows, (f + 1) * rows)),
    offset: criterion === "poisson" ? 0 : meanOf(targets),
    rowIds: new Int32Array(rows),
    rowWeights: new Float64Array(rows),
    rowTargets: new Float64Array(rows),
    spareIds: new Int32Array(rows),
    spareWeights: new Float64Array(rows),
    spareTargets: new Float64Array(rows),
    histogram: new Float64Array(2 * mostCodes),
    codeRows: new Int32Array(mostCodes),
    order: new Int32Array(mostCodes),
    orderKeys: new Float64Array(mostCodes),
    keys: new Uint32Array(keys),
    spareKeys: new Uint32Array(keys),
    radix: new Int32Array(256),
    lists: new Uint32Array((features + 1) * SORTED_ROWS),
    side: new Uint8Array(SORTED_ROWS),
    drawn: Int32Array.from({ length: features }, (_, f) => f),
    swaps: new Int32Array(features),
    isConstant: new Uint8Array(features),
    constants: new Int32Array(features),
    leftBits: new Int32Array(words),
    seenBits: new Int32Array(words),
  };
}

function meanOf(targets: Float64Array): number {
  let mean = 0;
  for (let row = 0; row < targets.length; row++) mean += (targets[row] - mean) / (row + 1);
  return mean;
}

/** The node that is being searched, and the best split found in it so far. */
export class RegressionSearch {
  /** Its rows are those of the workspace from `start` up to `end`. */
  start = 0;
  end = 0;
  /** The weight of its rows, and the weighted sum of their targets less the offset. */
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

  constructor(
    readonly poisson: boolean,
    readonly minSamplesLeaf: number,
  ) {}
}
