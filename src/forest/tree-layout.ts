import { codeCount, type FeatureBins } from "./bins.js";
import { type CompactTree, layOutTree } from "./compact-tree.js";
import { type LeafVotes, softVotes } from "./leaf-votes.js";
import { type Part, packed } from "./pack.js";
import { layoutOf, type Tree } from "./tree.js";

/**
 * What is made of a tree to predict with it, as a part of bytes: its nodes as they are walked, and what its leaves vote
 * for. It is made once, by the task that grew the tree, and all threads share it.
 *
 * @param codeCounts - by feature, one more than its greatest code.
 */
export function treeLayout(tree: Tree, codeCounts: Int32Array, classes: number): Part {
  const { nodes, hasCategories } = layOutTree(tree, codeCounts);
  const { places, shares } = softVotes(tree, classes);
  return packed({ hasCategories }, { nodes, places, shares });
}

/** The nodes of a tree as they are walked: those that came with it, else laid out now. */
export function compactTree(tree: Tree, codeCounts: Int32Array): CompactTree {
  const known = layoutOf(tree);
  if (known === undefined) return layOutTree(tree, codeCounts);
  return { nodes: known.arrays.get("nodes") as Int32Array, ...(known.meta as { hasCategories: boolean }) };
}

/** What the leaves of a tree vote for: what came with it, else worked out now. */
export function leafVotes(tree: Tree, classes: number): LeafVotes {
  const known = layoutOf(tree)?.arrays;
  if (known === undefined) return softVotes(tree, classes);
  const { leafStart: start, leafClass: classOf } = tree;
  return { places: known.get("places") as Int32Array, shares: known.get("shares") as Float64Array, start, classOf };
}

/** By feature, one more than its greatest code. */
export function codeCountsOf(bins: readonly FeatureBins[]): Int32Array {
  return Int32Array.from(bins, codeCount);
}
