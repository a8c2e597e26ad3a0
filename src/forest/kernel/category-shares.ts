import type { Workspace } from "./workspace.js";

/** Rows with the classes of the whole sample that are added to those of each category. */
const ADDED_ROWS = 10;

/**
 * Finds each category's shares of the classes in a tree's sample, by which nodes put categories in order, unless their
 * own lie too far from those: see `category-keys.ts`. A node's own shares, of few rows, would part categories by chance;
 * those of the sample also place the categories that a node does not have. See Wright & König 2019, "Splitting on
 * categorical predictors in random forests", who order by the training rows; the sample alone leaves the rows out of the
 * bag unknown to the tree. To tame categories of few rows, each counts ten more, of average classes, as LightGBM's
 * `cat_smooth` does.
 */
export function shareCategories(workspace: Workspace, inBag: number): void {
  const { matrix, columns, shares, sampleShares, shareStart, rowIds, rowLabels } = workspace;
  if (shares.length === 0) return;
  const { classes, codeCounts } = matrix;
  const added = new Float64Array(classes);
  for (let i = 0; i < inBag; i++) added[rowLabels[i] & 0xffff] += ((rowLabels[i] >>> 16) * ADDED_ROWS) / inBag;
  const addedDraws = added.reduce((sum, count) => sum + count, 0);
  for (let k = 0; k < classes; k++) sampleShares[k] = added[k] / addedDraws;
  shares.fill(0);
  for (let f = 0; f < codeCounts.length; f++) {
    const start = shareStart[f];
    if (start < 0) continue;
    const column = columns[f];
    const codes = codeCounts[f];
    for (let i = 0; i < inBag; i++) {
      const label = rowLabels[i];
      shares[start + (label & 0xffff) * codes + column[rowIds[i]]] += label >>> 16;
    }
    for (let code = start; code < start + codes; code++) {
      const end = code + classes * codes;
      let draws = addedDraws;
      for (let cell = code; cell < end; cell += codes) draws += shares[cell];
      for (let cell = code, k = 0; cell < end; cell += codes, k++) shares[cell] = (shares[cell] + added[k]) / draws;
    }
  }
}
