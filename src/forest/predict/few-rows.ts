/**
 * Predicting a few rows with trees as they are: laying a forest out takes longer than going through its trees some times.
 */
import type { AnyForest, Forest } from "../forest.js";
import { isNarrow, type NarrowNodes, type NarrowTree, narrowNodes, startsOf } from "../narrow-tree.js";
import type { PackedArray } from "../pack.js";
import { NodeKind, type Tree, type TreeNodes } from "../tree.js";

/**
 * So many rows at a time, and so many times, before a forest is laid out: each time takes a tree that is narrow as long as
 * going through its nodes once at the most, some 100 µs for 40,000; laying it out takes 400 µs.
 */
const MOST_ROWS = 64;
const MOST_TIMES = 5;

/** How often a forest was asked for few rows. */
const asked = new WeakMap<AnyForest, number>();

/** Whether a forest that is asked for so many rows is better not laid out for them. */
export function isAskedForFew(forest: AnyForest, rows: number): boolean {
  if (rows > MOST_ROWS) return false;
  const times = (asked.get(forest) ?? 0) + 1;
  asked.set(forest, times);
  return times <= MOST_TIMES;
}

/** Writes the numbers of the leaves that rows from `first` on fall into; feature f of a row is `codes[f * rows + row]`. */
export function findLeaves(
  tree: TreeNodes,
  codes: Uint8Array | Uint16Array,
  rows: number,
  first: number,
  leaves: Int32Array,
): void {
  if (isNarrow(tree)) {
    findNarrowLeaves(narrowNodes(tree), codes, rows, first, leaves);
    return;
  }
  const { kind, feature, split, right, categories } = tree;
  for (let i = 0; i < leaves.length; i++) {
    let node = 0;
    while (kind[node] !== NodeKind.leaf) {
      const code = codes[feature[node] * rows + first + i];
      node = goesLeft(kind[node], split[node], categories, code) ? node + 1 : right[node];
    }
    leaves[i] = split[node];
  }
}

/** All rows go down together, as the nodes come: a right child comes after the left one's subtree, wherever that ends. */
function findNarrowLeaves(
  { kind, feature, split, categories }: NarrowNodes,
  codes: Uint8Array | Uint16Array,
  rows: number,
  first: number,
  leaves: Int32Array,
): void {
  const order = Int32Array.from(leaves, (_, i) => i);
  // The ends of the rows of the right children that are to come; those of the node are from `from` up to `to`.
  const ends: number[] = [];
  let from = 0;
  let to = order.length;
  for (let node = 0, inner = 0; from < order.length; ) {
    if (from < to && kind[node] !== NodeKind.leaf) {
      const [last, start] = [split[inner], feature[inner] * rows + first];
      let middle = from;
      for (let i = from; i < to; i++) {
        const row = order[i];
        if (!goesLeft(kind[node], last, categories, codes[start + row])) continue;
        order[i] = order[middle];
        order[middle++] = row;
      }
      ends.push(to);
      to = middle;
      node += 1;
      inner += 1;
      continue;
    }
    if (from < to) {
      for (let i = from; i < to; i++) leaves[order[i]] = node - inner;
      node += 1;
    } else {
      // No row comes here: past the subtree, which has one leaf more than other nodes.
      for (let open = 1; open > 0; node++) {
        const splits = (kind[node] + 3) >> 2;
        open += 2 * splits - 1;
        inner += splits;
      }
    }
    from = to;
    to = ends.pop() ?? to;
  }
}

function goesLeft(kind: number, split: number, categories: PackedArray, code: number): boolean {
  if (kind === NodeKind.categories) return ((categories[split + (code >> 5)] >>> (code & 31)) & 1) === 1;
  return code <= split && (code > 0 || kind === NodeKind.missingLeft);
}

/** For each row from `first` up to `last` the sums of its leaves' fractions by class, added in the order of the trees. */
export function sumFewVotes(
  { trees, classes }: Forest,
  codes: Uint8Array | Uint16Array,
  rows: number,
  first: number,
  last: number,
): Float64Array {
  const sums = new Float64Array((last - first) * classes.length);
  const leaves = new Int32Array(last - first);
  for (const tree of trees) {
    findLeaves(tree, codes, rows, first, leaves);
    const { leafClass, leafWeight, leafStart } = leavesOf(tree, leaves);
    for (let i = 0, at = 0; i < leaves.length; i++, at += classes.length) {
      const [start, end] = [leafStart[leaves[i]], leafStart[leaves[i] + 1]];
      let all = 0;
      for (let pair = start; pair < end; pair++) all += leafWeight[pair];
      for (let pair = start; pair < end; pair++) {
        sums[at + leafClass[pair]] += end - start === 1 ? 1 : leafWeight[pair] / all;
      }
    }
  }
  return sums;
}

/** The classes and weights of a tree's leaves, and where those of some leaves begin. Not kept: a narrow tree stays narrow. */
function leavesOf(tree: Tree, some: Int32Array): Pick<NarrowTree, "leafClass" | "leafWeight" | "leafStart"> {
  if (!isNarrow(tree)) return tree;
  const { leafClass, leafWeight, leafStart: sizes } = narrowNodes(tree);
  return { leafClass, leafWeight, leafStart: startsOf(sizes.subarray(0, Math.max(...some) + 1)) };
}
