import { numberText } from "../conditions.js";
import type { RegressionTree } from "./regression-forest.js";

/** What some leaves of a tree of numbers say together. */
export interface LeafMean {
  readonly mean: number;
  /** How many rows were drawn, or the sum of their weights. */
  readonly of: number;
}

export function meanOfLeaves({ leafValue, leafWeight }: RegressionTree, leaves: readonly number[]): LeafMean {
  let of = 0;
  let mean = 0;
  for (const leaf of leaves) {
    of += leafWeight[leaf];
    mean += (leafValue[leaf] - mean) * (leafWeight[leaf] / of);
  }
  return { mean, of };
}

/** What a leaf says: the mean of its rows, and how many these are. */
export function valueText(tree: RegressionTree, leaf: number): string {
  const { mean, of } = meanOfLeaves(tree, [leaf]);
  return `value: ${numberText(mean)} (${numberText(of)} ${of === 1 ? "row" : "rows"})`;
}
