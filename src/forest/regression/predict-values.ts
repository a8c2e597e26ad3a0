import { walkForest } from "../predict/walk-forest.js";
import type { RegressionForest } from "./regression-forest.js";

/**
 * For each row the mean of what the trees say. Trees are added in order, so sums do not depend on who adds.
 *
 * @param codes - feature by feature, as `binPartition` gives them.
 * @param first - the first row to predict; the others up to `last` follow.
 */
export function predictValues(
  forest: RegressionForest,
  codes: Uint8Array | Uint16Array,
  rows: number,
  first = 0,
  last = rows,
): Float64Array {
  const { trees } = forest;
  const sums = new Float64Array(last - first);
  const visit = (t: number, leaves: Int32Array, from: number, length: number): void => {
    const { leafValue } = trees[t];
    for (let i = 0, row = from - first; i < length; i++, row++) sums[row] += leafValue[leaves[i]];
  };
  walkForest(forest, codes, rows, visit, first, last);
  for (let row = 0; row < sums.length; row++) sums[row] /= trees.length;
  return sums;
}
