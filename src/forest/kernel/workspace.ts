/**
 * The inner loops of growing a tree. They work on typed arrays and numbers only, allocate nothing, and add up whole
 * numbers, so that another implementation of a loop gives the same tree to the last bit.
 *
 * The workspace is the memory they share: the rows of the tree, kept so that those of a node are consecutive, and
 * what is added up to search one node.
 */
import type { BinnedMatrix } from "../binned-matrix.js";

/** Up to this many classes, a node's search is laid out for all of them; above, for those that occur in the node. */
const FEW_CLASSES = 8;

export class Workspace {
  /** The codes of each feature. */
  readonly columns: readonly (Uint8Array | Uint16Array)[];
  /** Row numbers; a node's rows are consecutive and ascending. */
  readonly rowIds: Int32Array;
  /** Beside each row number: its bootstrap count in the upper and its class in the lower 16 bits. */
  readonly rowLabels: Int32Array;
  readonly spareIds: Int32Array;
  readonly spareLabels: Int32Array;

  /** Whether nodes number their classes anew, in `nodeLabels` and `nodeClasses`. */
  readonly renumbers: boolean;
  readonly nodeLabels: Int32Array;
  /** By node class: the class it stands for. */
  readonly nodeClasses: Int32Array;
  readonly nodeClassOf: Int32Array;

  /** By node class: draws in the node, and draws on the left of the split that is looked at. */
  readonly totals: Float64Array;
  readonly left: Float64Array;

  /** Draws by code and node class, all zero between two searches; `histogram[code * classes + class]`. */
  histogram = new Int32Array(0);
  /** Distinct rows by code; filled only where leaves must have a least number of them. */
  readonly codeRows: Int32Array;
  /** A bit for each code that occurs. */
  readonly codeBits: Int32Array;
  /** The codes that occur, ascending. */
  readonly occupied: Int32Array;
  /** For categories: the occupied codes in the order that is scanned, and what they are ordered by. */
  readonly order: Int32Array;
  readonly orderKeys: Float64Array;

  /** Rows of a node in the order of a feature's codes, for the search by sorting. */
  readonly smallKeys: Int32Array;
  sortKeys = new Float64Array(0);
  sortedCodes = new Int32Array(64);
  sortedLabels = new Int32Array(64);

  /** Features in the order they are drawn at a node; the identity between two nodes. */
  readonly drawn: Int32Array;
  readonly swaps: Int32Array;
  /** 1 for features that are constant in the node or an ancestor; those are also listed, in the order found. */
  readonly isConstant: Uint8Array;
  readonly constants: Int32Array;

  constructor(readonly matrix: BinnedMatrix) {
    const { rows, features, codes, codeCounts, classes } = matrix;
    const most = codeCounts.reduce((a, b) => Math.max(a, b), 1);
    this.columns = Array.from({ length: features }, (_, f) => codes.subarray(f * rows, (f + 1) * rows));
    this.rowIds = new Int32Array(rows);
    this.rowLabels = new Int32Array(rows);
    this.spareIds = new Int32Array(rows);
    this.spareLabels = new Int32Array(rows);
    this.renumbers = classes > FEW_CLASSES;
    this.nodeLabels = this.renumbers ? new Int32Array(rows) : this.rowLabels;
    this.nodeClasses = Int32Array.from({ length: classes }, (_, c) => c);
    this.nodeClassOf = new Int32Array(classes).fill(-1);
    this.totals = new Float64Array(classes);
    this.left = new Float64Array(classes);
    this.codeRows = new Int32Array(most);
    this.codeBits = new Int32Array((most + 31) >> 5);
    this.occupied = new Int32Array(most);
    this.order = new Int32Array(most);
    this.orderKeys = new Float64Array(most);
    this.smallKeys = new Int32Array(64);
    this.drawn = Int32Array.from({ length: features }, (_, f) => f);
    this.swaps = new Int32Array(features);
    this.isConstant = new Uint8Array(features);
    this.constants = new Int32Array(features);
  }

  /** Makes room for this many counters. */
  reserveHistogram(cells: number): void {
    if (this.histogram.length < cells) this.histogram = new Int32Array(cells);
  }

  /** Makes room to sort this many rows. */
  reserveSort(rows: number): void {
    if (this.sortedCodes.length < rows) {
      this.sortKeys = new Float64Array(rows);
      this.sortedCodes = new Int32Array(rows);
      this.sortedLabels = new Int32Array(rows);
    }
  }
}

/** The node that is being searched, and the best split found in it so far. */
export class NodeSearch {
  /** Its rows are `workspace.rowIds[start]` up to `end`. */
  start = 0;
  end = 0;
  /** Where its labels are: `labels[labelStart + i]` belongs to row `rowIds[start + i]`. */
  labels: Int32Array = new Int32Array(0);
  labelStart = 0;
  /** Classes that the search is laid out for, draws, and the sum of the criterion's term over its classes. */
  classes = 0;
  draws = 0;
  termSum = 0;

  score = -Infinity;
  feature = -1;
  /** Left are codes from `low` to `split`; for categories those in `leftBits`. */
  low = 1;
  split = 0;
  /** The next code that occurs in the node; the number of codes where there is none. */
  next = 0;
  sawMissing = false;
  /** For categories: those on the left, and those that occur in the node. */
  readonly leftBits: Int32Array;
  readonly seenBits: Int32Array;

  constructor(workspace: Workspace) {
    this.leftBits = new Int32Array(workspace.codeBits.length);
    this.seenBits = new Int32Array(workspace.codeBits.length);
  }
}

/** What a scan needs of the parameters. */
export interface Limits {
  readonly gini: boolean;
  readonly minSamplesLeaf: number;
}
