import type { RegressionWorkspace } from "./workspace.js";

/** Rows of the whole sample's mean that are added to those of each category. */
const ADDED_ROWS = 10;

/**
 * Finds the mean target of each category in a tree's sample, by which nodes put categories in order; see
 * `../kernel/category-shares.ts`.
 *
 * @param weight - how much the sample's rows count together.
 */
export function findMeans(workspace: RegressionWorkspace, inBag: number, weight: number): void {
  const { matrix, columns, means, meanStart, histogram, rowIds, rowTerms } = workspace;
  if (means.length === 0) return;
  let sum = 0;
  for (let i = 0; i < inBag; i++) sum += rowTerms[2 * i + 1];
  const added = (ADDED_ROWS * weight) / inBag;
  for (let f = 0; f < columns.length; f++) {
    if (matrix.categorical[f] === 0) continue;
    const column = columns[f];
    for (let i = 0; i < inBag; i++) {
      const code = column[rowIds[i]];
      histogram[2 * code] += rowTerms[2 * i];
      histogram[2 * code + 1] += rowTerms[2 * i + 1];
    }
    for (let code = 0; code < matrix.codeCounts[f]; code++) {
      means[meanStart[f] + code] = (histogram[2 * code + 1] + (added * sum) / weight) / (histogram[2 * code] + added);
      histogram[2 * code] = 0;
      histogram[2 * code + 1] = 0;
    }
  }
}
