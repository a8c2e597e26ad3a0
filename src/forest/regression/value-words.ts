import { numberText } from "../conditions.js";
import type { RegressionTree } from "./regression-forest.js";

/** What some leaves of a tree of numbers say together. */
export interface LeafMean {
  readonly mean: number;
  /** How many rows were drawn, or the sum of their weights; 0 of models that do not tell. */
  readonly of: number;
}

/** Leaves that do not tell how many rows they had count the same. */
export function meanOfLeaves({ leafValue, leafWeight }: RegressionTree, leaves: readonly number[]): LeafMean {
  const told = leafWeight[0] > 0;
  let of = 0;
  let mean = 0;
  for (const leaf of leaves) {
    const own = told ? leafWeight[leaf] : 1;
    of += own;
    mean += (leafValue[leaf] - mean) * (own / of);
  }
  return { mean, of: told ? of : 0 };
}

/** What a leaf says: the mean of its rows, and how many these are. */
export function valueText(tree: RegressionTree, leaf: number): string {
  const { mean, of } = meanOfLeaves(tree, [leaf]);
  if (of === 0) return `value: ${numberText(mean)}`;
  return `value: ${numberText(mean)} (${numberText(of)} ${of === 1 ? "row" : "rows"})`;
}
