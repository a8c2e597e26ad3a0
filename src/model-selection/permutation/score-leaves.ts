/** How well a forest predicts some rows, from the leaves that they fall into. */
import type { Forest } from "../../forest/forest.js";
import { addVotes } from "../../forest/predict/leaf-votes.js";
import { likeliest, sharesOf } from "../../forest/predict/vote.js";
import type { Visit } from "../../forest/predict/walk-forest.js";
import type { RegressionForest } from "../../forest/regression/regression-forest.js";
import { addErrors, type ErrorSums } from "../../metrics/regression/error-sums.js";

/** Calls back for each tree in order, with the leaves of all rows. */
export type WalkLeaves = (visit: Visit) => void;

/** How many rows are predicted right. Adds the votes up in the order in which `predict` does. */
export function countRight(forest: Forest, truth: Int32Array, walk: WalkLeaves): number {
  const classes = forest.classes.length;
  const votes = sharesOf(forest);
  const sums = new Float64Array(truth.length * classes);
  walk((t, leaves, from, length) => addVotes(votes[t], leaves, length, sums, from * classes, classes));
  for (let i = 0; i < sums.length; i++) sums[i] /= forest.trees.length;
  const chosen = likeliest(sums, classes);
  let right = 0;
  for (let row = 0; row < truth.length; row++) right += chosen[row] === truth[row] ? 1 : 0;
  return right;
}

/** The errors of the predicted numbers. */
export function sumErrors({ trees }: RegressionForest, truth: Float64Array, walk: WalkLeaves): ErrorSums {
  const sums = new Float64Array(truth.length);
  walk((t, leaves, from, length) => {
    const { leafValue } = trees[t];
    for (let i = 0, row = from; i < length; i++, row++) sums[row] += leafValue[leaves[i]];
  });
  for (let row = 0; row < sums.length; row++) sums[row] /= trees.length;
  return addErrors(truth, sums);
}
