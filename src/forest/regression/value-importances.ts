import { mostOf, unitScale } from "../../unit-scale.js";
import { toShares } from "../importances.js";
import { NodeKind } from "../tree.js";
import type { RegressionForest, RegressionTree } from "./regression-forest.js";

/**
 * Impurity importances as scikit-learn defines them; see `featureImportances` of classes. What a split lowers follows
 * from the weights and means of both sides: of squared errors by l r / (l + r) times the square of what the means
 * differ by; of half Poisson deviances by the sum of s log(s / w) of both sides less that of the node, s = w · mean.
 */
export function valueImportances({ bins, trees, criterion }: RegressionForest): Float64Array {
  const sum = new Float64Array(bins.length);
  // Leaves of other libraries' models may not tell how many rows they had.
  if (trees.some(({ leafWeight }) => leafWeight[0] === 0)) return sum.fill(NaN);
  for (const tree of trees) {
    const shares = toShares(treeImportances(tree, sum.length, criterion === "poisson"));
    for (let f = 0; f < sum.length; f++) sum[f] += shares[f];
  }
  return toShares(sum);
}

function treeImportances(tree: RegressionTree, features: number, poisson: boolean): Float64Array {
  const importances = new Float64Array(features);
  // They are shares in the end, so numbers may be scaled.
  const weightScale = unitScale(mostOf(tree.leafWeight));
  const valueScale = unitScale(mostOf(tree.leafValue));
  // Nodes are taken from the last one back; those whose parent is still to come wait in a stack, the left child on
  // top of the right one.
  const depth = tree.kind.length;
  const weights = new Float64Array(depth);
  const means = new Float64Array(depth);
  let top = 0;
  for (let node = tree.kind.length - 1; node >= 0; node--) {
    if (tree.kind[node] === NodeKind.leaf) {
      weights[top] = tree.leafWeight[tree.split[node]] * weightScale;
      means[top++] = tree.leafValue[tree.split[node]] * valueScale;
      continue;
    }
    top -= 1;
    const [leftWeight, rightWeight] = [weights[top], weights[top - 1]];
    const [left, right] = [means[top], means[top - 1]];
    const weight = leftWeight + rightWeight;
    const mean = left + (right - left) * (rightWeight / weight);
    importances[tree.feature[node]] += poisson
      ? deviance(leftWeight, left) + deviance(rightWeight, right) - deviance(weight, mean)
      : ((leftWeight * rightWeight) / weight) * (left - right) ** 2;
    weights[top - 1] = weight;
    means[top - 1] = mean;
  }
  return importances;
}

function deviance(weight: number, mean: number): number {
  return mean > 0 ? weight * mean * Math.log(mean) : 0;
}
