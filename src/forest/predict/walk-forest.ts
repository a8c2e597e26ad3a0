import { codeCount } from "../bins/bins.js";
import type { AnyForest } from "../forest.js";
import { allocate, type CompiledKernels, type KernelModule, kernelModule } from "../kernel/compiled.js";
import { walk } from "../kernel/walk.js";
import { narrowNodes } from "../narrow-tree.js";
import { COLUMNS, type CompactTree, layOutTree } from "./compact-tree.js";
import { addLeaves, type LeafSums, mostShares, type NarrowLeaves, sumsOfRow, writeLeaves } from "./leaf-sums.js";

/**
 * Words in a block of rows, 16 MiB. A block goes through a tree before the next one: the more rows, the more often a
 * part of the tree is met while it is in the cache.
 */
const BLOCK_WORDS = 2 ** 22;
const FEWEST_ROWS = 256;
const MOST_ROWS = 65_536;
/** Rows that are turned from columns into rows at a time. */
const TILE_ROWS = 64;
/** A set is looked up so many words after a node at the most, whether the node has one or not. */
const SPARE_WORDS = 2 ** 12;

/** A forest laid out to be walked, and room for a block of rows. */
export interface WalkableForest {
  readonly trees: readonly CompactTree[];
  /** A tree is copied here to be walked by the compiled kernels. */
  readonly tree: Int32Array;
  /** What the leaves of each tree say, and how many sums a row has of that; 0 where the kernels do not add them up. */
  readonly said: readonly LeafSums[];
  readonly width: number;
  /** Row after row, {@link COLUMNS} for each feature. */
  readonly block: Uint16Array;
  readonly features: number;
  /** The addresses of the block's rows in its buffer: of all, and of some. */
  readonly all: Int32Array;
  readonly some: Int32Array;
  /** The leaves that they fall into. */
  readonly leaves: Int32Array;
  /** Those of the block's rows. */
  readonly sums: Float64Array;
  readonly compiled: CompiledKernels | undefined;
}

/** Takes the leaves in a tree of `length` rows from row `from` on. */
export type Visit = (tree: number, leaves: Int32Array, from: number, length: number) => void;

/** Takes the leaves in a tree of `length` rows: row `from + places[i]` falls into leaf `leaves[i]`. */
type VisitChosen = (tree: number, leaves: Int32Array, from: number, length: number, places: Int32Array) => void;

/** Writes which of the `length` rows from row `from` on are to go down a tree, by their places among these; gives their number. */
type Choose = (tree: number, from: number, length: number, places: Int32Array) => number;

/** Forests that have predicted. */
const laidOut = new WeakMap<AnyForest, WalkableForest>();

/**
 * For each block of rows and each tree in order, calls `visit` with the numbers of the leaves that the block's rows
 * fall into. Makes room for them when the forest is first walked; it must not be changed afterwards.
 *
 * @param codes - feature by feature, as `binPartition` gives them.
 * @param first - the first row to walk; the others up to `last` follow.
 */
export function walkForest(
  forest: AnyForest,
  codes: Uint8Array | Uint16Array,
  rows: number,
  visit: Visit,
  first = 0,
  last = rows,
): void {
  walkRows(walkableForest(forest), codes, rows, visit, first, last);
}

/** The forest as it is walked. */
export function walkableForest(forest: AnyForest): WalkableForest {
  let walkable = laidOut.get(forest);
  if (walkable === undefined) {
    walkable = layOut(forest);
    laidOut.set(forest, walkable);
  }
  return walkable;
}

/** {@link walkForest} of a forest that is laid out. */
export function walkRows(
  walkable: WalkableForest,
  codes: Uint8Array | Uint16Array,
  rows: number,
  visit: Visit,
  first = 0,
  last = rows,
): void {
  const { trees, all, leaves } = walkable;
  for (let from = first; from < last; from += leaves.length) {
    const length = Math.min(leaves.length, last - from);
    fillBlock(walkable, codes, rows, from, length);
    for (let t = 0; t < trees.length; t++) {
      walk(trees[t], walkable, all, length);
      visit(t, leaves, from, length);
    }
  }
}

/**
 * For each row, row after row, the sums of what the leaves say that it falls into, added in the order of the trees;
 * `undefined` where the compiled kernels do not add them up.
 */
export function sumLeaves(
  forest: AnyForest,
  codes: Uint8Array | Uint16Array,
  rows: number,
  first = 0,
  last = rows,
): Float64Array | undefined {
  const walkable = walkableForest(forest);
  const { said, width, sums, compiled } = walkable;
  if (compiled === undefined || width === 0) return undefined;
  const found = new Float64Array((last - first) * width);
  const visit = (t: number, leaves: Int32Array, from: number, length: number): void => {
    if (t === 0) sums.fill(0, 0, length * width);
    addLeaves(said[t], leaves, length, sums, width, compiled);
    if (t === said.length - 1) found.set(sums.subarray(0, length * width), (from - first) * width);
  };
  walkRows(walkable, codes, rows, visit, first, last);
  return found;
}

/**
 * The same sums of one block's rows.
 *
 * @param walk - calls back for each tree in order, with the leaves in `walkable.leaves`.
 */
export function sumBlock(
  { said, width, sums, compiled }: WalkableForest,
  length: number,
  walk: (visit: Visit) => void,
): Float64Array | undefined {
  if (compiled === undefined || width === 0) return undefined;
  sums.fill(0, 0, length * width);
  walk((t, leaves) => addLeaves(said[t], leaves, length, sums, width, compiled));
  return sums.slice(0, length * width);
}

/** {@link walkForest} with other rows for each tree: those that `choose` tells of a block. */
export function walkChosen(
  forest: AnyForest,
  codes: Uint8Array | Uint16Array,
  rows: number,
  choose: Choose,
  visit: VisitChosen,
  first: number,
  last: number,
): void {
  const walkable = walkableForest(forest);
  const { trees, all, some, leaves } = walkable;
  const places = new Int32Array(leaves.length);
  for (let from = first; from < last; from += leaves.length) {
    const length = Math.min(leaves.length, last - from);
    fillBlock(walkable, codes, rows, from, length);
    for (let t = 0; t < trees.length; t++) {
      const count = choose(t, from, length, places);
      for (let i = 0; i < count; i++) some[i] = all[places[i]];
      walk(trees[t], walkable, some, count);
      visit(t, leaves, from, count, places);
    }
  }
}

/** How many rows a block of so many features has. */
export function rowsOfBlock(features: number): number {
  return Math.min(MOST_ROWS, Math.max(FEWEST_ROWS, BLOCK_WORDS >> Math.ceil(Math.log2(features))));
}

/** @param module - the compiled kernels that are to walk it; `null` for those in JavaScript. */
export function layOut(forest: AnyForest, module: KernelModule | null = kernelModule()): WalkableForest {
  const features = forest.bins.length;
  const rows = rowsOfBlock(features);
  const codeCounts = Int32Array.from(forest.bins, codeCount);
  const narrow = forest.trees.map((tree): NarrowLeaves => narrowNodes(tree));
  const width = module === null ? 0 : sumsOfRow(forest, narrow);
  const most = (of: (tree: NarrowLeaves) => number): number => (module === null ? 0 : Math.max(0, ...narrow.map(of)));
  const all = (of: (tree: NarrowLeaves) => number): number =>
    module === null ? 0 : narrow.reduce((sum, tree) => sum + of(tree), 0);
  const { arrays, compiled } = allocate(
    {
      tree: [Int32Array, most(wordsOf) + SPARE_WORDS],
      nodes: [Int32Array, all(wordsOf)],
      places: [Int32Array, width < 2 ? 0 : all(leavesOf)],
      shares: [Float64Array, width === 0 ? 0 : all((tree) => mostShares(tree, width))],
      // The narrow form of a tree that is laid out, with room for one that is read after the last.
      nodeKind: [Uint8Array, most(({ kind }) => kind.length)],
      nodeFeature: [Int32Array, most(({ feature }) => feature.length) + 1],
      nodeSplit: [Int32Array, most(({ split }) => split.length) + 1],
      categoryWords: [Int32Array, most(({ categories }) => categories.length)],
      leafSizes: [Int32Array, width < 2 ? 0 : most(leavesOf)],
      leafClass: [Uint16Array, width < 2 ? 0 : most(({ leafClass }) => leafClass?.length ?? 0)],
      leafWeight: [Uint32Array, width < 2 ? 0 : most(({ leafWeight }) => leafWeight?.length ?? 0)],
      codeCounts: [Int32Array, features],
      waiting: [Int32Array, most(({ kind }) => kind.length) + 2],
      block: [Uint16Array, COLUMNS * rows * features],
      all: [Int32Array, rows],
      some: [Int32Array, rows],
      leaves: [Int32Array, rows],
      sums: [Float64Array, rows * width],
    } as const,
    module,
  );
  // Rows that are walked only because eight are at a time are there, too.
  const rowBytes = COLUMNS * features * arrays.block.BYTES_PER_ELEMENT;
  for (let row = 0; row < rows; row++) arrays.all[row] = arrays.block.byteOffset + row * rowBytes;
  arrays.some.fill(arrays.block.byteOffset);
  const memory = {
    tree: arrays.tree,
    block: arrays.block,
    all: arrays.all,
    some: arrays.some,
    leaves: arrays.leaves,
    sums: arrays.sums,
  };
  if (compiled === undefined) {
    const trees = narrow.map((tree) => layOutTree(tree, codeCounts));
    return { trees, said: [], width: 0, ...memory, features, compiled };
  }
  arrays.codeCounts.set(codeCounts);
  let words = 0;
  const trees = narrow.map((tree): CompactTree => {
    arrays.nodeKind.set(tree.kind);
    arrays.nodeFeature.set(tree.feature);
    arrays.nodeSplit.set(tree.split);
    arrays.categoryWords.set(tree.categories);
    const nodes = arrays.nodes.subarray(words, words + 2 * compiled.layOutTree(tree.kind.length));
    words += nodes.length;
    nodes.set(arrays.tree.subarray(0, nodes.length));
    return { nodes, hasCategories: tree.categories.length > 0 };
  });
  let leaf = 0;
  let share = 0;
  const said = (width === 0 ? [] : narrow).map((tree): LeafSums => {
    const places = arrays.places.subarray(leaf, width < 2 ? leaf : leaf + leavesOf(tree));
    leaf += places.length;
    const first = share;
    share += writeLeaves(tree, { places, shares: arrays.shares.subarray(first) }, arrays, width, compiled);
    return { places, shares: arrays.shares.subarray(first, share) };
  });
  return { trees, said, width, ...memory, features, compiled };
}

/** The most words that a tree's nodes take: a set takes no more places than it has words. */
function wordsOf({ kind, categories }: NarrowLeaves): number {
  return 2 * (kind.length + categories.length);
}

function leavesOf({ kind }: NarrowLeaves): number {
  return (kind.length + 1) >> 1;
}

/** Writes rows, feature after feature for a few rows at a time, which stay in the cache. */
export function fillBlock(
  { block, features }: WalkableForest,
  codes: Uint8Array | Uint16Array,
  rows: number,
  from: number,
  length: number,
): void {
  for (let first = 0; first < length; first += TILE_ROWS) {
    const end = Math.min(first + TILE_ROWS, length);
    for (let f = 0, start = from; f < features; f++, start += rows) {
      for (let i = first; i < end; i++) {
        const code = codes[start + i];
        const at = COLUMNS * (i * features + f);
        block[at] = code;
        block[at + 1] = code - 1;
      }
    }
  }
}
