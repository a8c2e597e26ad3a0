import { codeCount } from "./bins.js";
import { COLUMNS, type CompactTree, layOutTree } from "./compact-tree.js";
import type { AnyForest } from "./forest.js";
import { allocate, type CompiledKernels, type KernelModule, kernelModule } from "./kernel/compiled.js";
import { TILE, walk } from "./kernel/walk.js";

/**
 * Words in a block of rows, 16 MiB. A block goes through a tree before the next one: the more rows, the more often a
 * part of the tree is met while it is in the cache.
 */
const BLOCK_WORDS = 2 ** 22;
const FEWEST_ROWS = 256;
const MOST_ROWS = 65_536;
/** A set is looked up so many words after a node at the most, whether the node has one or not. */
const SPARE_WORDS = 2 ** 12;

/** A forest laid out to be walked, and room for a block of rows and for a tree. */
export interface WalkableForest {
  readonly trees: readonly CompactTree[];
  /** A tree is copied here to be walked by the compiled kernels. */
  readonly tree: Int32Array;
  /** {@link TILE} rows after {@link TILE} rows; in them feature after feature, {@link COLUMNS} for each; there row after row. */
  readonly block: Uint16Array;
  readonly features: number;
  /** The leaves that the rows of the block fall into. */
  readonly leaves: Int32Array;
  readonly compiled: CompiledKernels | undefined;
}

/** Takes the leaves in a tree of `length` rows from row `from` on. */
type Visit = (tree: number, leaves: Int32Array, from: number, length: number) => void;

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
  let walkable = laidOut.get(forest);
  if (walkable === undefined) {
    walkable = layOut(forest);
    laidOut.set(forest, walkable);
  }
  walkRows(walkable, codes, rows, visit, first, last);
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
  const { trees, block, features, leaves } = walkable;
  for (let from = first; from < last; from += leaves.length) {
    const length = Math.min(leaves.length, last - from);
    fillBlock(block, codes, rows, from, length, features);
    for (let t = 0; t < trees.length; t++) {
      walk(trees[t], walkable, length);
      visit(t, leaves, from, length);
    }
  }
}

/** @param module - the compiled kernels that are to walk it; `null` for those in JavaScript. */
export function layOut(forest: AnyForest, module: KernelModule | null = kernelModule()): WalkableForest {
  const features = forest.bins.length;
  const rows = Math.min(MOST_ROWS, Math.max(FEWEST_ROWS, BLOCK_WORDS >> Math.ceil(Math.log2(features))));
  const codeCounts = Int32Array.from(forest.bins, codeCount);
  const trees = forest.trees.map((tree) => layOutTree(tree, codeCounts));
  const largest = trees.reduce((most, { nodes }) => Math.max(most, nodes.length), 0);
  const { arrays, compiled } = allocate(
    {
      tree: [Int32Array, module === null ? 0 : largest + SPARE_WORDS],
      block: [Uint16Array, COLUMNS * rows * features],
      leaves: [Int32Array, rows],
    } as const,
    module,
  );
  return { trees, ...arrays, features, compiled };
}

/** Turns rows that stand feature by feature into those of a block. */
function fillBlock(
  block: Uint16Array,
  codes: Uint8Array | Uint16Array,
  rows: number,
  from: number,
  length: number,
  features: number,
): void {
  for (let first = 0; first < length; first += TILE) {
    const end = Math.min(TILE, length - first);
    let at = COLUMNS * features * first;
    for (let f = 0, start = from + first; f < features; f++, start += rows, at += COLUMNS * TILE) {
      for (let i = 0; i < end; i++) {
        const code = codes[start + i];
        block[at + i] = code;
        block[at + TILE + i] = code - 1;
      }
    }
  }
}
