/** Out-of-bag predictions of numbers: each row is predicted with the trees whose sample left it out. */
import { drawnRows } from "../bootstrap.js";
import { walkForest } from "../walk-forest.js";
import type { RegressionForest, RegressionMatrix, RegressionParams } from "./regression-forest.js";

/** Of all rows. */
export interface OutOfBagValues {
  /** By row, the mean of what the trees say that left it out; NaN where none did. */
  readonly prediction: Float64Array;
  readonly targets: Float64Array;
}

/** The out-of-bag predictions of the rows from `first` up to `last`, by a forest that was grown on the matrix. */
export function predictOutOfBag(
  forest: RegressionForest,
  matrix: RegressionMatrix,
  params: RegressionParams,
  first: number,
  last: number,
): Float64Array {
  const { rows, codes, weights } = matrix;
  // A tree that draws no rows sees all of them; options do not let it come to that.
  const draws = params.draws ?? rows;
  const leftOut = forest.trees.map((_, t) => {
    const counts = drawnRows(params, rows, weights, draws, t).subarray(first, last);
    return Uint8Array.from(counts, (count) => (count === 0 ? 1 : 0));
  });
  const sums = new Float64Array(last - first);
  const trees = new Uint32Array(last - first);
  const visit = (t: number, leaves: Int32Array, from: number, length: number): void => {
    const { leafValue } = forest.trees[t];
    for (let i = 0, row = from - first; i < length; i++, row++) {
      if (leftOut[t][row] === 0) continue;
      sums[row] += leafValue[leaves[i]];
      trees[row] += 1;
    }
  };
  walkForest(forest, codes, rows, visit, first, last);
  for (let row = 0; row < sums.length; row++) sums[row] /= trees[row];
  return sums;
}
