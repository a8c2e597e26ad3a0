/** Out-of-bag predictions of numbers: each row is predicted with the trees whose sample left it out. */
import type { LeftOut } from "../fit/left-out.js";
import { walkChosen } from "../predict/walk-forest.js";
import type { RegressionForest, RegressionMatrix } from "./regression-forest.js";

/** Of all rows. */
export interface OutOfBagValues {
  /** By row, the mean of what the trees say that left it out; NaN where none did. */
  readonly prediction: Float64Array;
  readonly targets: Float64Array;
}

/** The out-of-bag predictions of the rows from `first` up to `last`, by a forest that was grown on the matrix. */
export function meanOutOfBag(
  forest: RegressionForest,
  { rows, codes }: RegressionMatrix,
  leftOut: LeftOut,
  first: number,
  last: number,
): Float64Array {
  const sums = new Float64Array(last - first);
  const trees = new Uint32Array(last - first);
  const choose = (t: number, from: number, length: number, places: Int32Array): number =>
    leftOut.find(t, from, length, places);
  const visit = (t: number, leaves: Int32Array, from: number, length: number, places: Int32Array): void => {
    const { leafValue } = forest.trees[t];
    for (let i = 0; i < length; i++) {
      const row = from - first + places[i];
      sums[row] += leafValue[leaves[i]];
      trees[row] += 1;
    }
  };
  walkChosen(forest, codes, rows, choose, visit, first, last);
  for (let row = 0; row < sums.length; row++) sums[row] /= trees[row];
  return sums;
}
