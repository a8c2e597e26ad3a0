/** How well a forest predicts some rows, from the leaves that they fall into. */
import type { Forest } from "../../forest/forest.js";
import { addVotes } from "../../forest/predict/leaf-votes.js";
import { likeliest, sharesOf } from "../../forest/predict/vote.js";
import type { Visit } from "../../forest/predict/walk-forest.js";
import type { RegressionForest } from "../../forest/regression/regression-forest.js";
import { addErrors, type ErrorSums } from "../../metrics/regression/error-sums.js";

/** Calls back for each tree in order, with the leaves of all rows. */
export type WalkLeaves = (visit: Visit) => void;

/** The votes of the classes, row after row, added up in the order in which `predict` does. */
export function sumVotes(forest: Forest, rows: number, walk: WalkLeaves): Float64Array {
  const classes = forest.classes.length;
  const votes = sharesOf(forest);
  const sums = new Float64Array(rows * classes);
  walk((t, leaves, from, length) => addVotes(votes[t], leaves, length, sums, from * classes, classes));
  return sums;
}

/** The same of numbers: one sum a row. */
export function sumValues({ trees }: RegressionForest, rows: number, walk: WalkLeaves): Float64Array {
  const sums = new Float64Array(rows);
  walk((t, leaves, from, length) => {
    const { leafValue } = trees[t];
    for (let i = 0, row = from; i < length; i++, row++) sums[row] += leafValue[leaves[i]];
  });
  return sums;
}

/** How many rows are predicted right. */
export function countRight({ classes, trees }: Forest, truth: Int32Array, sums: Float64Array): number {
  const shares = sums.map((sum) => sum / trees.length);
  const chosen = likeliest(shares, classes.length);
  let right = 0;
  for (let row = 0; row < truth.length; row++) right += chosen[row] === truth[row] ? 1 : 0;
  return right;
}

/** The errors of the predicted numbers. */
export function errorsOf({ trees }: RegressionForest, truth: Float64Array, sums: Float64Array): ErrorSums {
  return addErrors(
    truth,
    sums.map((sum) => sum / trees.length),
  );
}
