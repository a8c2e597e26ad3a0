import { codeCount } from "./bins.js";
import { COLUMNS, type CompactTree, compactTree } from "./compact-tree.js";
import type { Forest } from "./forest.js";
import { LANES, walk } from "./kernel/walk.js";

/** Numbers in a block of rows, which goes through a tree before the next one, while the tree is in the cache. */
const BLOCK_NUMBERS = 2 ** 16;
const FEWEST_ROWS = 256;
const MOST_ROWS = 2048;

/** The trees of forests that have predicted, laid out to be walked. */
const laidOut = new WeakMap<Forest, readonly CompactTree[]>();

/**
 * For each block of rows and each tree in order, calls `visit` with the numbers of the leaves that the block's rows
 * fall into. Lays the forest out when it is first walked; it must not be changed afterwards.
 *
 * @param codes - feature by feature, as `binPartition` gives them.
 */
export function walkForest(
  forest: Forest,
  codes: Uint8Array | Uint16Array,
  rows: number,
  visit: (tree: number, leaves: Int32Array, from: number, length: number) => void,
): void {
  const trees = layOut(forest);
  const columns = COLUMNS * forest.bins.length;
  const fit = Math.min(MOST_ROWS, Math.max(FEWEST_ROWS, Math.floor(BLOCK_NUMBERS / columns)), rows);
  const most = Math.ceil(fit / LANES) * LANES;
  const block = new Uint16Array(most * columns);
  const leaves = new Int32Array(most);
  for (let from = 0; from < rows; from += most) {
    const length = Math.min(most, rows - from);
    fillBlock(block, codes, rows, from, length, columns);
    for (let t = 0; t < trees.length; t++) {
      walk(trees[t], block, columns, length, leaves);
      visit(t, leaves, from, length);
    }
  }
}

function layOut(forest: Forest): readonly CompactTree[] {
  let trees = laidOut.get(forest);
  if (trees === undefined) {
    const codeCounts = Int32Array.from(forest.bins, codeCount);
    trees = forest.trees.map((tree) => compactTree(tree, codeCounts));
    laidOut.set(forest, trees);
  }
  return trees;
}

/** Writes rows, each with the {@link COLUMNS} of its features. */
function fillBlock(
  block: Uint16Array,
  codes: Uint8Array | Uint16Array,
  rows: number,
  from: number,
  length: number,
  columns: number,
): void {
  for (let column = 0, start = from; column < columns; column += COLUMNS, start += rows) {
    for (let i = 0, at = column; i < length; i++, at += columns) {
      const code = codes[start + i];
      block[at] = code;
      block[at + 1] = code - 1;
    }
  }
}
