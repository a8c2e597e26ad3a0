import { entropyTerm, sideScore } from "./criterion.js";
import type { Limits, NodeSearch, Workspace } from "./workspace.js";

/** Up to this many rows, sorting is by insertion. At most 64, the size of the workspace's small keys. */
const INSERTION_ROWS = 64;

/**
 * Puts the rows of a node in the order of a feature's codes: for nodes with few rows, or with so many classes that a
 * histogram would be mostly empty.
 *
 * @returns whether the feature is constant in the node.
 */
export function sortRows(workspace: Workspace, node: NodeSearch, feature: number): boolean {
  const { rowIds } = workspace;
  const column = workspace.columns[feature];
  const { start, labels, labelStart } = node;
  const rows = node.end - start;
  if (rows <= INSERTION_ROWS) {
    // The code in the upper and the place in the lower 16 bits; less 2 ** 15, so that every code fits.
    const keys = workspace.smallKeys;
    for (let i = 0; i < rows; i++) {
      const key = ((column[rowIds[start + i]] - 32768) << 16) | i;
      let j = i - 1;
      while (j >= 0 && keys[j] > key) {
        keys[j + 1] = keys[j];
        j -= 1;
      }
      keys[j + 1] = key;
    }
    if (keys[0] >> 16 === keys[rows - 1] >> 16) return true;
    const { sortedCodes, sortedLabels } = workspace;
    for (let i = 0; i < rows; i++) {
      sortedCodes[i] = (keys[i] >> 16) + 32768;
      sortedLabels[i] = labels[labelStart + (keys[i] & 0xffff)];
    }
    return false;
  }
  const keys = workspace.sortedKeys;
  for (let i = 0; i < rows; i++) keys[i] = column[rowIds[start + i]] * 2 ** 32 + i;
  keys.subarray(0, rows).sort();
  const { sortedCodes, sortedLabels } = workspace;
  for (let i = 0; i < rows; i++) {
    const code = Math.floor(keys[i] / 2 ** 32);
    sortedCodes[i] = code;
    sortedLabels[i] = labels[labelStart + keys[i] - code * 2 ** 32];
  }
  return sortedCodes[0] === sortedCodes[rows - 1];
}

/** What `scanHistogram` does, from the sorted rows. */
export function scanSorted(workspace: Workspace, node: NodeSearch, feature: number, limits: Limits): void {
  const rows = node.end - node.start;
  let missing = 0;
  while (missing < rows && workspace.sortedCodes[missing] === 0) missing += 1;
  scanRows(workspace, node, feature, limits, missing, false);
  if (missing > 0) scanRows(workspace, node, feature, limits, missing, true);
}

function scanRows(
  workspace: Workspace,
  node: NodeSearch,
  feature: number,
  limits: Limits,
  missing: number,
  missingLeft: boolean,
): void {
  const { sortedCodes, sortedLabels, totals, left } = workspace;
  const { classes, draws } = node;
  const { gini, minSamplesLeaf } = limits;
  const rows = node.end - node.start;
  for (let k = 0; k < classes; k++) left[k] = 0;
  const from = missingLeft ? 0 : missing;
  let leftTerms = 0;
  let rightTerms = node.termSum;
  let leftDraws = 0;
  let bestAt = -1;
  // With missing values on the right, a cut may also lie after the last row.
  const last = missing > 0 && !missingLeft ? rows : rows - 1;
  for (let i = from; i < last; i++) {
    const label = sortedLabels[i];
    const k = label & 0xffff;
    const moved = label >>> 16;
    const onLeft = left[k];
    const onRight = totals[k] - onLeft;
    if (gini) {
      leftTerms += moved * (2 * onLeft + moved);
      rightTerms -= moved * (2 * onRight - moved);
    } else {
      leftTerms += entropyTerm(onLeft + moved) - entropyTerm(onLeft);
      rightTerms -= entropyTerm(onRight) - entropyTerm(onRight - moved);
    }
    left[k] = onLeft + moved;
    leftDraws += moved;
    if (i + 1 < rows && sortedCodes[i] === sortedCodes[i + 1]) continue;
    if (missingLeft && i < missing) continue;
    const leftRows = i + 1 - from;
    if (leftRows < minSamplesLeaf || rows - leftRows < minSamplesLeaf) continue;
    const score = sideScore(gini, leftTerms, leftDraws) + sideScore(gini, rightTerms, draws - leftDraws);
    if (score > node.score) {
      node.score = score;
      bestAt = i;
    }
  }
  if (bestAt < 0) return;
  node.feature = feature;
  node.low = missingLeft ? 0 : 1;
  node.sawMissing = missing > 0;
  node.split = sortedCodes[bestAt];
  node.next = bestAt + 1 < rows ? sortedCodes[bestAt + 1] : workspace.matrix.codeCounts[feature];
}
