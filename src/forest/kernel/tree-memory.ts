/** The memory that trees of either kind grow in: what they need of the matrix, the rows of a tree, and its nodes. */
import type { CodeMatrix } from "../grow/binned-matrix.js";
import type { TreeNodes } from "../tree.js";
import {
  type Arrays,
  allocate,
  allocateBeside,
  type CompiledTrees,
  type KernelMemory,
  type KernelModule,
  type Layout,
} from "./compiled.js";

/** The most words that the categories of a tree may take in compiled kernels. */
const MOST_WORDS = 2 ** 22;

/**
 * The arrays of every workspace; those for compiled kernels alone are empty without them.
 *
 * @param copies - whether there is to be a copy of the codes.
 */
export function treeLayout(matrix: CodeMatrix, compiled: boolean, copies: boolean) {
  const { rows, features, codes, edges } = matrix;
  const mostCodes = mostCodesOf(matrix);
  // Compiled kernels take two words at a time.
  const words = 2 * ((mostCodes + 63) >> 6);
  return {
    /** Row numbers; a node's rows are consecutive and ascending. */
    rowIds: [Int32Array, rows],
    spareIds: [Int32Array, rows],
    /** Distinct rows by code; filled only where leaves must have a least number of them. */
    codeRows: [Int32Array, mostCodes],

    /** Features in the order they are drawn at a node; the identity between two nodes. */
    drawn: [Int32Array, features],
    swaps: [Int32Array, features],
    /** 1 for features that are constant in the node or an ancestor; those are also listed, in the order found. */
    isConstant: [Uint8Array, features],
    constants: [Int32Array, features],

    /** Of a split by category: the categories on the left, and those that occur in the node. */
    leftBits: [Int32Array, words],
    seenBits: [Int32Array, words],

    /** Copies for compiled kernels, and what they tell of the node that was searched last or, once it is grown, of the tree. */
    codes: [codes instanceof Uint8Array ? Uint8Array : Uint16Array, copies ? codes.length : 0],
    codeCounts: [Int32Array, features],
    categorical: [Uint8Array, features],
    edges: [Float64Array, compiled ? edges.length : 0],
    edgeStart: [Int32Array, compiled ? features + 1 : 0],
    found: [Float64Array, 3],
    foundIntegers: [Int32Array, 6],

    /** A tree that compiled kernels grow, and its nodes that wait: see `wasm/tree-nodes.as`. */
    waiting: [Int32Array, compiled ? 7 * (rows + 1) : 0],
    nodeKind: [Uint8Array, compiled ? 2 * rows : 0],
    nodeFeature: [Int32Array, compiled ? 2 * rows : 0],
    nodeSplit: [Int32Array, compiled ? 2 * rows : 0],
    nodeRight: [Int32Array, compiled ? 2 * rows : 0],
    categoryWords: [Int32Array, compiled ? Math.min(MOST_WORDS, mostCategoryWords(matrix)) : 0],
  } as const;
}

/** What {@link treeLayout} lays out. */
export type TreeMemory = Arrays<ReturnType<typeof treeLayout>>;

/** Arrays for trees on a matrix, and the kernels that work on them. */
export type TreesOn<L extends Layout, K> = KernelMemory<L, K> & {
  /** The codes of each feature. */
  readonly columns: readonly (Uint8Array | Uint16Array)[];
  /** Whether there are compiled kernels, and room for the categories of any tree. */
  readonly growsAtOnce: boolean;
};

/**
 * Makes arrays for trees on a matrix: beside it, if it stands in a memory of kernels.
 *
 * @param layout - the arrays, by whether they are for compiled kernels, and whether these need copies of the matrix.
 * @param folder - whose the kernels are.
 * @param module - the compiled kernels that are to work elsewhere, on a copy of the codes; `null` for those in
 * JavaScript, which work on the codes themselves.
 */
export function allocateTrees<L extends ReturnType<typeof treeLayout> & Layout, K extends CompiledTrees>(
  matrix: CodeMatrix,
  layout: (compiled: boolean, copies: boolean) => L,
  folder: string,
  module: KernelModule | null,
): TreesOn<L, K> {
  const { rows, features, codes } = matrix;
  const near = module === null ? undefined : allocateBeside<L, K>(codes, layout(true, false), folder);
  const memory = near ?? allocate<L, K>(layout(module !== null, module !== null), module);
  const { compiled } = memory;
  const arrays = memory.arrays as unknown as TreeMemory;
  for (let f = 0; f < features; f++) arrays.drawn[f] = f;
  if (compiled !== undefined) {
    if (near === undefined) arrays.codes.set(codes);
    else compiled.codes.value = codes.byteOffset;
    arrays.codeCounts.set(matrix.codeCounts);
    arrays.categorical.set(matrix.categorical);
    arrays.edges.set(matrix.edges);
    arrays.edgeStart.set(matrix.edgeStart);
    compiled.rows.value = rows;
    compiled.features.value = features;
    compiled.wide.value = codes instanceof Uint16Array ? 1 : 0;
  }
  const own = near !== undefined || compiled === undefined ? codes : arrays.codes;
  const columns = Array.from({ length: features }, (_, f) => own.subarray(f * rows, (f + 1) * rows));
  const growsAtOnce = compiled !== undefined && mostCategoryWords(matrix) <= MOST_WORDS;
  return { ...memory, columns, growsAtOnce };
}

/** The nodes of the tree that compiled kernels have grown; their arrays are the workspace's. And how many leaves there are. */
export function grownNodes(memory: TreeMemory): { nodes: TreeNodes; leaves: number } {
  const [count, leaves, words] = memory.foundIntegers;
  const nodes = {
    kind: memory.nodeKind.subarray(0, count),
    feature: memory.nodeFeature.subarray(0, count),
    split: memory.nodeSplit.subarray(0, count),
    right: memory.nodeRight.subarray(0, count),
    categories: memory.categoryWords.subarray(0, words),
  };
  return { nodes, leaves };
}

/** A tree with arrays of its own. */
export function copiedTree<T extends TreeNodes>(tree: T): T {
  return Object.fromEntries(Object.entries(tree).map(([name, array]) => [name, array.slice()])) as unknown as T;
}

/** The most codes that a feature has. */
export function mostCodesOf({ codeCounts }: CodeMatrix): number {
  return codeCounts.reduce((a, b) => Math.max(a, b), 1);
}

/** The most words that a tree's splits by category can take. */
function mostCategoryWords({ rows, codeCounts, categorical }: CodeMatrix): number {
  return rows * codeCounts.reduce((most, count, f) => Math.max(most, categorical[f] === 1 ? (count + 31) >> 5 : 0), 0);
}
