/**
 * The inner loops of growing a tree. They work on typed arrays and numbers only, allocate nothing, and add up whole
 * numbers, so that another implementation of a loop gives the same tree to the last bit: that in `wasm/`, see
 * `compiled.ts`.
 *
 * The workspace is the memory they share: the rows of the tree, kept so that those of a node are consecutive, and
 * what is added up to search one node.
 */
import type { BinnedMatrix } from "../grow/binned-matrix.js";
import { type Arrays, type CompiledKernels, type KernelModule, kernelModule } from "./compiled.js";
import { ENTROPY_TABLE } from "./criterion.js";
import { allocateTrees, mostCodesOf, treeLayout } from "./tree-memory.js";

/** Up to this many classes, a node's search is laid out for all of them; above, for those that occur in the node. */
const FEW_CLASSES = 8;
/** The most counters a histogram of ordered codes may have: 16 MiB. */
export const MOST_CELLS = 2 ** 22;

/** Bytes of a block: what stands in a processor's second cache beside all else. */
const BLOCK_BYTES = 2 ** 19;
/** The most features that are copied into blocks: of more, a node's rows meet too few before they are leaves. */
const MOST_COPIED = 64;

/**
 * The arrays of a workspace; those for compiled kernels alone are empty without them.
 *
 * @param copies - whether there is to be a copy of the codes.
 */
function layout(matrix: BinnedMatrix, compiled: boolean, copies: boolean) {
  const { rows, features, codes, codeCounts, categorical, classes } = matrix;
  const mostCodes = mostCodesOf(matrix);
  // Compiled kernels take two words at a time.
  const words = 2 * ((mostCodes + 63) >> 6);
  return {
    ...treeLayout(matrix, compiled, copies),
    /** Beside each row number: its bootstrap count in the upper and its class in the lower 16 bits. */
    rowLabels: [Int32Array, rows],
    spareLabels: [Int32Array, rows],

    /** Where nodes number their classes anew: the labels of the node's rows with these numbers. */
    nodeLabels: [Int32Array, renumbers(classes) ? rows : 0],
    /** By node class: the class it stands for. */
    nodeClasses: [Int32Array, classes],
    nodeClassOf: [Int32Array, classes],

    /** By node class: draws in the node, and draws on the left of the split that is looked at. */
    totals: [Float64Array, Math.max(3, classes)],
    left: [Float64Array, classes],

    /** Draws by code and node class, all zero between two searches; `histogram[code * classes + class]`. */
    histogram: [
      Int32Array,
      histogramCells(codeCounts, categorical, renumbers(classes) ? Math.min(classes, rows) : classes),
    ],
    /** A bit for each code that occurs. */
    codeBits: [Int32Array, words],
    /** The same as bytes, for compiled kernels. */
    codeMarks: [Uint8Array, compiled ? 32 * words : 0],
    /** The codes that occur, ascending; with room for one more. */
    occupied: [Int32Array, mostCodes + 1],
    /** For categories: the occupied codes in the order that is scanned, and what they are ordered by. */
    order: [Int32Array, mostCodes],
    orderKeys: [Float64Array, mostCodes],

    /** Rows of a node in the order of a feature's codes, for the search by sorting; keys have room for rows twice. */
    sortedKeys: [Float64Array, 128 + 2 * rows],
    smallKeys: [Int32Array, 64],
    sortedCodes: [Int32Array, Math.max(64, rows)],
    sortedLabels: [Int32Array, Math.max(64, rows)],

    /** By feature where its categories' shares begin, and these: class after class, the share of it for each code. */
    shareStart: [Int32Array, features],
    shares: [Float64Array, 32 + layOutShares(new Int32Array(features), matrix)],
    /** The classes' shares of the whole sample, where categories have shares. */
    sampleShares: [Float64Array, classes],

    entropyTable: [Float64Array, compiled ? ENTROPY_TABLE.length : 0],
    /** A copy of the rows of a node, see `wasm/columns.as`. */
    block: [codes instanceof Uint8Array ? Uint8Array : Uint16Array, compiled ? blockRows(matrix) * features : 0],

    /** The leaves of a tree that compiled kernels grow. */
    leafStart: [Int32Array, compiled ? rows + 1 : 0],
    leafClass: [Uint16Array, compiled ? rows : 0],
    leafWeight: [Uint32Array, compiled ? rows : 0],
  } as const;
}

/** The memory to grow trees on a matrix in. */
export interface Workspace extends Arrays<ReturnType<typeof layout>> {
  readonly matrix: BinnedMatrix;
  /** The codes of each feature. */
  readonly columns: readonly (Uint8Array | Uint16Array)[];
  /** Whether nodes number their classes anew, in `nodeLabels` and `nodeClasses`. */
  readonly renumbers: boolean;
  /** Whether there are compiled kernels, and room for the categories of any tree. */
  readonly growsAtOnce: boolean;
  readonly compiled: CompiledKernels | undefined;
}

/**
 * Makes a workspace: beside the codes, if these stand in a memory of kernels.
 *
 * @param module - the compiled kernels that are to work elsewhere, on a copy of the codes; `null` for those in
 * JavaScript, which work on the codes themselves.
 */
export function makeWorkspace(matrix: BinnedMatrix, module: KernelModule | null = kernelModule()): Workspace {
  const { classes } = matrix;
  const { arrays, ...rest } = allocateTrees<ReturnType<typeof layout>, CompiledKernels>(
    matrix,
    (...how) => layout(matrix, ...how),
    __dirname,
    module,
  );
  const workspace: Workspace = Object.assign(arrays, { ...rest, matrix, renumbers: renumbers(classes) });
  const { compiled } = workspace;
  workspace.nodeClassOf.fill(-1);
  for (let k = 0; k < classes; k++) workspace.nodeClasses[k] = k;
  layOutShares(workspace.shareStart, matrix);
  if (compiled === undefined) return workspace;
  arrays.entropyTable.set(ENTROPY_TABLE);
  compiled.blockRows.value = blockRows(matrix);
  compiled.classes.value = classes;
  compiled.renumbers.value = workspace.renumbers ? 1 : 0;
  return workspace;
}

/** Rows of which nodes are copied to be searched; 0 where all rows stand in a cache anyhow, or features are too many to copy them. */
function blockRows({ codes, features }: BinnedMatrix): number {
  const bytes = features * codes.BYTES_PER_ELEMENT;
  return codes.byteLength < 4 * BLOCK_BYTES || features > MOST_COPIED ? 0 : Math.floor(BLOCK_BYTES / bytes);
}

function renumbers(classes: number): boolean {
  return classes > FEW_CLASSES;
}

/** The most counters that a search may need. */
function histogramCells(codeCounts: Int32Array, categorical: Uint8Array, classes: number): number {
  return codeCounts.reduce((most, count, f) => {
    const cells = count * classes;
    return Math.max(most, categorical[f] === 1 ? cells : Math.min(cells, MOST_CELLS));
  }, 0);
}

/**
 * Where the shares of each feature's categories begin in the workspace: -1 for features that are no categories, and for
 * those whose shares would be too many.
 *
 * @returns how many shares there are in all.
 */
function layOutShares(starts: Int32Array, { codeCounts, categorical, classes }: BinnedMatrix): number {
  let next = 0;
  for (let f = 0; f < starts.length; f++) {
    const cells = codeCounts[f] * classes;
    const fits = categorical[f] === 1 && next + cells <= MOST_CELLS;
    starts[f] = fits ? next : -1;
    if (fits) next += cells;
  }
  return next;
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
  /** Left are codes from `low` to `split`; for categories those in the workspace's `leftBits`. */
  low = 1;
  split = 0;
  /** The next code that occurs in the node; the number of codes where there is none. */
  next = 0;
  sawMissing = false;
  /** Of a split by category: the class whose shares put them in order, and the sample's share at which the order is cut. */
  byClass = 0;
  middle = 0;

  /** Takes over what compiled kernels found. */
  read({ found, foundIntegers }: Workspace): void {
    this.score = found[0];
    this.draws = found[1];
    this.termSum = found[2];
    this.classes = foundIntegers[0];
    this.feature = foundIntegers[1];
    this.low = foundIntegers[2];
    this.split = foundIntegers[3];
    this.next = foundIntegers[4];
    this.sawMissing = foundIntegers[5] === 1;
  }
}

/** What a scan needs of the parameters. */
export interface Limits {
  readonly gini: boolean;
  readonly minSamplesLeaf: number;
}
