import { walkForest } from "../predict/walk-forest.js";
import type { RegressionForest } from "./regression-forest.js";

/**
 * For each row the mean of what the trees say. Trees are added in order, so sums do not depend on who adds.
 *
 * @param codes - feature by feature, as `binPartition` gives them.
 */
export function predictValues(forest: RegressionForest, codes: Uint8Array | Uint16Array, rows: number): Float64Array {
  const { trees } = forest;
  const sums = new Float64Array(rows);
  walkForest(forest, codes, rows, (t, leaves, from, length) => {
    const { leafValue } = trees[t];
    for (let i = 0; i < length; i++) sums[from + i] += leafValue[leaves[i]];
  });
  for (let row = 0; row < rows; row++) sums[row] /= trees.length;
  return sums;
}
