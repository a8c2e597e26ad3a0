import { codeCount } from "../bins/bins.js";
import type { AnyForest } from "../forest.js";
import { allocate, type CompiledKernels, type KernelModule, kernelModule } from "../kernel/compiled.js";
import { walk } from "../kernel/walk.js";
import { type NarrowNodes, narrowNodes } from "../narrow-tree.js";
import { COLUMNS, type CompactTree, layOutTree } from "./compact-tree.js";

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

/** A forest laid out to be walked, and room for a block of rows and for a tree. */
export interface WalkableForest {
  readonly trees: readonly CompactTree[];
  /** A tree is copied here to be walked by the compiled kernels. */
  readonly tree: Int32Array;
  /** Row after row, {@link COLUMNS} for each feature. */
  readonly block: Uint16Array;
  readonly features: number;
  /** The addresses of the block's rows in its buffer: of all, and of some. */
  readonly all: Int32Array;
  readonly some: Int32Array;
  /** The leaves that they fall into. */
  readonly leaves: Int32Array;
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

/** The forest laid out, which is done when it is first walked. */
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
  const narrow = forest.trees.map(narrowNodes);
  const most = (of: (tree: NarrowNodes) => number): number =>
    module === null ? 0 : narrow.reduce((max, tree) => Math.max(max, of(tree)), 0);
  const { arrays, compiled } = allocate(
    {
      // A set takes no more places than it has words.
      tree: [Int32Array, 2 * most(({ kind, categories }) => kind.length + categories.length) + SPARE_WORDS],
      // The narrow form of a tree that is laid out, with room for one that is read after the last.
      nodeKind: [Uint8Array, most(({ kind }) => kind.length)],
      nodeFeature: [Int32Array, most(({ feature }) => feature.length) + 1],
      nodeSplit: [Int32Array, most(({ split }) => split.length) + 1],
      categoryWords: [Int32Array, most(({ categories }) => categories.length)],
      codeCounts: [Int32Array, features],
      waiting: [Int32Array, most(({ kind }) => kind.length) + 2],
      block: [Uint16Array, COLUMNS * rows * features],
      all: [Int32Array, rows],
      some: [Int32Array, rows],
      leaves: [Int32Array, rows],
    } as const,
    module,
  );
  // Rows that are walked only because eight are at a time are there, too.
  const rowBytes = COLUMNS * features * arrays.block.BYTES_PER_ELEMENT;
  for (let row = 0; row < rows; row++) arrays.all[row] = arrays.block.byteOffset + row * rowBytes;
  arrays.some.fill(arrays.block.byteOffset);
  arrays.codeCounts.set(codeCounts);
  const trees = narrow.map((tree) => {
    if (compiled === undefined) return layOutTree(tree, codeCounts);
    arrays.nodeKind.set(tree.kind);
    arrays.nodeFeature.set(tree.feature);
    arrays.nodeSplit.set(tree.split);
    arrays.categoryWords.set(tree.categories);
    const places = compiled.layOutTree(tree.kind.length);
    return { nodes: arrays.tree.slice(0, 2 * places), hasCategories: tree.categories.length > 0 };
  });
  return { trees, ...arrays, features, compiled };
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
