import { findLeaves, isAskedForFew } from "../predict/few-rows.js";
import { sumLeaves, walkForest } from "../predict/walk-forest.js";
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
  const add = isAskedForFew(forest, last - first) ? addFewValues : addValues;
  const sums = add(forest, codes, rows, first, last);
  for (let row = 0; row < sums.length; row++) sums[row] /= forest.trees.length;
  return sums;
}

/** For each row the sum of what the trees say. */
function addValues(
  forest: RegressionForest,
  codes: Uint8Array | Uint16Array,
  rows: number,
  first: number,
  last: number,
): Float64Array {
  const found = sumLeaves(forest, codes, rows, first, last);
  if (found !== undefined) return found;
  const sums = new Float64Array(last - first);
  const visit = (t: number, leaves: Int32Array, from: number, length: number): void => {
    const { leafValue } = forest.trees[t];
    for (let i = 0, row = from - first; i < length; i++, row++) sums[row] += leafValue[leaves[i]];
  };
  walkForest(forest, codes, rows, visit, first, last);
  return sums;
}

/** The same sums by trees that are not laid out. */
function addFewValues(
  { trees }: RegressionForest,
  codes: Uint8Array | Uint16Array,
  rows: number,
  first: number,
  last: number,
): Float64Array {
  const sums = new Float64Array(last - first);
  const leaves = new Int32Array(last - first);
  for (const tree of trees) {
    findLeaves(tree, codes, rows, first, leaves);
    for (let i = 0; i < leaves.length; i++) sums[i] += tree.leafValue[leaves[i]];
  }
  return sums;
}
