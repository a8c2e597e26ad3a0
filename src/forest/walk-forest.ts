import { codeCount } from "./bins.js";
import { COLUMNS, type CompactTree, layOutTree, placesOf } from "./compact-tree.js";
import type { AnyForest } from "./forest.js";
import { allocate, type CompiledKernels, type KernelModule, kernelModule } from "./kernel/compiled.js";
import { walk } from "./kernel/walk.js";

/**
 * Words in a block of rows, 16 MiB. A block goes through a tree before the next one: the more rows, the more often a
 * part of the tree is met while it is in the cache.
 */
const BLOCK_WORDS = 2 ** 22;
const FEWEST_ROWS = 256;
const MOST_ROWS = 65_536;
/** Rows that are turned from columns into rows at a time. */
const TILE_ROWS = 64;

/** A forest laid out to be walked, and room for a block of rows. */
export interface WalkableForest {
  readonly trees: readonly CompactTree[];
  /** Row after row, a word for each feature: its {@link COLUMNS}, the first in the lower half. */
  readonly block: Uint32Array;
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
 * fall into. Lays the forest out when it is first walked; it must not be changed afterwards.
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
  { trees, block, features, leaves, compiled }: WalkableForest,
  codes: Uint8Array | Uint16Array,
  rows: number,
  visit: Visit,
  first = 0,
  last = rows,
): void {
  const halves = new Uint16Array(block.buffer, block.byteOffset, COLUMNS * block.length);
  for (let from = first; from < last; from += leaves.length) {
    const length = Math.min(leaves.length, last - from);
    fillBlock(block, codes, rows, from, length, features);
    for (let t = 0; t < trees.length; t++) {
      walk(trees[t], halves, COLUMNS * features, length, leaves, compiled);
      visit(t, leaves, from, length);
    }
  }
}

/** @param module - the compiled kernels that are to walk it; `null` for those in JavaScript. */
export function layOut(forest: AnyForest, module: KernelModule | null = kernelModule()): WalkableForest {
  const features = forest.bins.length;
  const rows = Math.min(MOST_ROWS, Math.max(FEWEST_ROWS, BLOCK_WORDS >> Math.ceil(Math.log2(features))));
  const codeCounts = Int32Array.from(forest.bins, codeCount);
  const places = forest.trees.map((tree) => placesOf(tree, codeCounts));
  const { arrays, compiled } = allocate(
    {
      block: [Uint32Array, rows * features],
      leaves: [Int32Array, rows],
      nodes: [Int32Array, 2 * places.reduce((sum, count) => sum + count, 0)],
    } as const,
    module,
  );
  let from = 0;
  const trees = forest.trees.map((tree, t) => {
    const to = from + places[t];
    const nodes = arrays.nodes.subarray(2 * from, 2 * to);
    from = to;
    return layOutTree(tree, codeCounts, nodes);
  });
  return { trees, block: arrays.block, features, leaves: arrays.leaves, compiled };
}

/** Writes rows, feature after feature for a few rows at a time, which stay in the cache. */
function fillBlock(
  block: Uint32Array,
  codes: Uint8Array | Uint16Array,
  rows: number,
  from: number,
  length: number,
  features: number,
): void {
  for (let first = 0; first < length; first += TILE_ROWS) {
    const end = Math.min(first + TILE_ROWS, length);
    for (let f = 0, start = from; f < features; f++, start += rows) {
      for (let i = first; i < end; i++) {
        const code = codes[start + i];
        block[i * features + f] = code | ((code - 1) << 16);
      }
    }
  }
}
