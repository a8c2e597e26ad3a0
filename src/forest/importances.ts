import type { Forest } from "./forest.js";
import { classTerm, impurityDecrease, sideScore } from "./kernel/criterion.js";
import { NodeKind, type Tree } from "./tree.js";

/**
 * Impurity importances as scikit-learn defines them: by how much a feature's splits lower the impurity, for each
 * tree as shares that add up to 1, averaged over the trees with more than one node, and made to add up to 1 again.
 * All zero when no tree splits; NaN when leaves hold fractions, not counts. Reads every tree once.
 */
export function featureImportances(forest: Forest): Float64Array {
  const sum = new Float64Array(forest.bins.length);
  if (forest.trees.some((tree) => tree.leafWeight instanceof Float64Array)) return sum.fill(NaN);
  for (const tree of forest.trees) {
    const shares = toShares(treeImportances(tree, sum.length, forest.classes.length, forest.criterion === "gini"));
    for (let f = 0; f < sum.length; f++) sum[f] += shares[f];
  }
  return toShares(sum);
}

/** The values divided by their sum, if that is above 0. */
export function toShares(values: Float64Array): Float64Array {
  const total = values.reduce((a, b) => a + b, 0);
  return total > 0 ? values.map((value) => value / total) : values;
}

/** By how much each feature's splits lower the tree's impurity. */
function treeImportances(tree: Tree, features: number, classes: number, gini: boolean): Float64Array {
  const importances = new Float64Array(features);
  // The class counts of inner nodes are sums of their leaves', so nodes are taken from the last one back; those
  // whose parent is still to come wait in a stack, the left child on top of the right one.
  const stack: NodeCounts[] = [];
  const spare: Float64Array[] = [];
  for (let node = tree.kind.length - 1; node >= 0; node--) {
    if (tree.kind[node] === NodeKind.leaf) {
      stack.push(leafCounts(tree, tree.split[node], spare.pop() ?? new Float64Array(classes), gini));
      continue;
    }
    const left = stack.pop() as NodeCounts;
    const right = stack.pop() as NodeCounts;
    for (let k = 0; k < classes; k++) left.counts[k] += right.counts[k];
    spare.push(right.counts);
    const both = describe(left.counts, gini);
    importances[tree.feature[node]] += impurityDecrease(gini, left.score + right.score, both.score, 1);
    stack.push(both);
  }
  return importances;
}

interface NodeCounts {
  readonly counts: Float64Array;
  readonly score: number;
}

function leafCounts(tree: Tree, leaf: number, counts: Float64Array, gini: boolean): NodeCounts {
  counts.fill(0);
  for (let i = tree.leafStart[leaf]; i < tree.leafStart[leaf + 1]; i++) counts[tree.leafClass[i]] += tree.leafWeight[i];
  return describe(counts, gini);
}

function describe(counts: Float64Array, gini: boolean): NodeCounts {
  let draws = 0;
  let terms = 0;
  for (const count of counts) {
    draws += count;
    terms += classTerm(gini, count);
  }
  return { counts, score: sideScore(gini, terms, draws) };
}
