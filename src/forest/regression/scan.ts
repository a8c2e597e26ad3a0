import { sortByKey } from "../kernel/sort-by-key.js";
import { scoreAbove } from "./score.js";
import { sortKeys } from "./sort-keys.js";
import { CODES_PER_ROW, type RegressionSearch, type RegressionWorkspace, SORTED_ROWS } from "./workspace.js";

/**
 * Looks for the best split of a node by one feature. Rows with a missing value go right; if there are any, then also
 * all to the left, and apart from all others.
 *
 * @param lists - whether the workspace's lists hold the node; then it begins at this place in them, else -1.
 * @returns whether the feature has more than one value in the node.
 */
export function searchFeature(
  workspace: RegressionWorkspace,
  node: RegressionSearch,
  feature: number,
  lists: number,
): boolean {
  const { matrix, keys } = workspace;
  const rows = node.end - node.start;
  const codes = matrix.codeCounts[feature];
  if (matrix.categorical[feature] === 1) return searchCategories(workspace, node, feature, lists);
  if (lists >= 0) return scanKeys(workspace, node, feature, workspace.lists, feature * SORTED_ROWS + lists, lists);
  if (rows > SORTED_ROWS && codes <= rows * CODES_PER_ROW) return searchHistogram(workspace, node, feature);
  fillKeys(workspace, feature, node.start, rows, keys, 0);
  return scanKeys(workspace, node, feature, keys, 0, 0);
}

/** Writes the keys of the rows from `start` on to `keys`, from `at` on, in the order of the feature's codes. */
export function fillKeys(
  { columns, matrix, rowIds, spareKeys, radix }: RegressionWorkspace,
  feature: number,
  start: number,
  rows: number,
  keys: Uint32Array,
  at: number,
): void {
  const column = columns[feature];
  for (let i = 0; i < rows; i++) keys[at + i] = (column[rowIds[start + i]] << 16) | i;
  sortKeys(keys, at, rows, spareKeys, radix, matrix.codeCounts[feature] > 256);
}

/**
 * Looks at every cut of rows that are in order.
 *
 * @param at - where in `keys` the node begins.
 * @param first - where in the rows that the keys' places are counted from the node begins.
 */
function scanKeys(
  workspace: RegressionWorkspace,
  node: RegressionSearch,
  feature: number,
  keys: Uint32Array,
  at: number,
  first: number,
): boolean {
  const end = at + node.end - node.start;
  if (keys[at] >>> 16 === keys[end - 1] >>> 16) return false;
  let missing = at;
  while (keys[missing] >>> 16 === 0) missing += 1;
  const rows = node.start - first;
  if (missing === at) {
    sweepKeys(workspace, node, feature, keys, at, end, at, end - 1, rows, false);
  } else {
    sweepKeys(workspace, node, feature, keys, missing, end, missing, end, rows, true);
    sweepKeys(workspace, node, feature, keys, at, end, missing, end - 1, rows, true);
  }
  return true;
}

/**
 * Moves rows one after the other to the left, from key `from` on.
 *
 * @param firstCut - the first key after which a cut may lie, `lastCut` being after the last such.
 * @param base - where the rows are that the keys' places are counted from.
 */
function sweepKeys(
  { rowTerms, matrix }: RegressionWorkspace,
  node: RegressionSearch,
  feature: number,
  keys: Uint32Array,
  from: number,
  end: number,
  firstCut: number,
  lastCut: number,
  base: number,
  sawMissing: boolean,
): void {
  const { weight, sum, poisson, minSamplesLeaf } = node;
  // Cuts that leave enough rows on both sides.
  const first = Math.max(firstCut, from + minSamplesLeaf - 1);
  const last = Math.min(lastCut, from + node.end - node.start - minSamplesLeaf);
  let best = node.score;
  let bestAt = -1;
  let leftWeight = 0;
  let leftSum = 0;
  let key = keys[from];
  for (let i = from; i < last; i++) {
    const row = 2 * (base + (key & 0xffff));
    leftWeight += rowTerms[row];
    leftSum += rowTerms[row + 1];
    const code = key >>> 16;
    key = i + 1 < end ? keys[i + 1] : 0;
    if (code === key >>> 16 || i < first) continue;
    const found = scoreAbove(poisson, leftWeight, leftSum, weight, sum, best);
    if (found > best) {
      best = found;
      bestAt = i;
    }
  }
  if (bestAt < 0) return;
  node.score = best;
  node.feature = feature;
  node.sawMissing = sawMissing;
  node.low = sawMissing && from < firstCut ? 0 : 1;
  node.split = keys[bestAt] >>> 16;
  node.next = bestAt + 1 < end ? keys[bestAt + 1] >>> 16 : matrix.codeCounts[feature];
}

/** Adds up the node by code, and lists the codes that occur; how many there are. See {@link searchFeature} for `lists`. */
function fillHistogram(workspace: RegressionWorkspace, node: RegressionSearch, feature: number, lists: number): number {
  const { rowIds, rowTerms, histogram, codeRows, order, matrix, drawn } = workspace;
  const column = workspace.columns[feature];
  const countRows = node.minSamplesLeaf > 1;
  const shift = node.start - lists;
  const places = drawn.length * SORTED_ROWS - shift;
  for (let i = node.start; i < node.end; i++) {
    const row = lists < 0 ? i : shift + workspace.lists[places + i];
    const code = column[rowIds[row]];
    histogram[2 * code] += rowTerms[2 * row];
    histogram[2 * code + 1] += rowTerms[2 * row + 1];
    if (countRows) codeRows[code] += 1;
  }
  let occupied = 0;
  const codes = matrix.codeCounts[feature];
  for (let code = 0; code < codes; code++) if (histogram[2 * code] > 0) order[occupied++] = code;
  return occupied;
}

function clearHistogram({ histogram, codeRows, order }: RegressionWorkspace, occupied: number): void {
  for (let t = 0; t < occupied; t++) {
    histogram[2 * order[t]] = 0;
    histogram[2 * order[t] + 1] = 0;
    codeRows[order[t]] = 0;
  }
}

function searchHistogram(workspace: RegressionWorkspace, node: RegressionSearch, feature: number): boolean {
  const { order } = workspace;
  const occupied = fillHistogram(workspace, node, feature, -1);
  if (occupied > 1) {
    const sawMissing = order[0] === 0;
    cutCodes(workspace, node, feature, occupied, sawMissing, false);
    if (sawMissing) cutCodes(workspace, node, feature, occupied, true, true);
  }
  clearHistogram(workspace, occupied);
  return occupied > 1;
}

function cutCodes(
  workspace: RegressionWorkspace,
  node: RegressionSearch,
  feature: number,
  occupied: number,
  sawMissing: boolean,
  missingLeft: boolean,
): void {
  const { order, matrix } = workspace;
  const missingRight = sawMissing && !missingLeft;
  // With missing values on the right, a cut may also lie after the last code.
  const lastCut = missingRight ? occupied : occupied - 1;
  const at = sweepCodes(workspace, node, missingRight ? 1 : 0, missingLeft ? 1 : 0, lastCut);
  if (at < 0) return;
  node.feature = feature;
  node.low = missingLeft ? 0 : 1;
  node.sawMissing = sawMissing;
  node.split = order[at];
  node.next = at + 1 < occupied ? order[at + 1] : matrix.codeCounts[feature];
}

/** The same for codes, in the order they are listed; where the best cut lies, or -1 if none is better than `node.score`. */
function sweepCodes(
  { histogram, codeRows, order }: RegressionWorkspace,
  node: RegressionSearch,
  from: number,
  firstCut: number,
  lastCut: number,
): number {
  const { weight, sum, poisson, minSamplesLeaf } = node;
  const rows = node.end - node.start;
  let best = node.score;
  let bestAt = -1;
  let leftWeight = 0;
  let leftSum = 0;
  let leftRows = 0;
  for (let t = from; t < lastCut; t++) {
    const code = order[t];
    leftWeight += histogram[2 * code];
    leftSum += histogram[2 * code + 1];
    if (minSamplesLeaf > 1) {
      leftRows += codeRows[code];
      if (leftRows < minSamplesLeaf || rows - leftRows < minSamplesLeaf) continue;
    }
    if (t < firstCut) continue;
    const found = scoreAbove(poisson, leftWeight, leftSum, weight, sum, best);
    if (found > best) {
      best = found;
      bestAt = t;
    }
  }
  node.score = best;
  return bestAt;
}

/**
 * Looks for the best two sets of categories; missing is a category like the others. They are put in order by the mean
 * of their targets in the tree's sample, see `category-means.ts`, and every cut of that order is scored.
 */
function searchCategories(
  workspace: RegressionWorkspace,
  node: RegressionSearch,
  feature: number,
  lists: number,
): boolean {
  const { order, orderKeys, leftBits, seenBits, means, meanStart, matrix } = workspace;
  const occupied = fillHistogram(workspace, node, feature, lists);
  if (occupied > 1) {
    for (let t = 0; t < occupied; t++) orderKeys[t] = means[meanStart[feature] + order[t]];
    sortByKey(order, orderKeys, occupied);
    const at = sweepCodes(workspace, node, 0, 0, occupied - 1);
    if (at >= 0) {
      const words = (matrix.codeCounts[feature] + 31) >> 5;
      leftBits.fill(0, 0, words);
      seenBits.fill(0, 0, words);
      for (let t = 0; t < occupied; t++) {
        const bit = 1 << (order[t] & 31);
        seenBits[order[t] >> 5] |= bit;
        if (t <= at) leftBits[order[t] >> 5] |= bit;
      }
      node.feature = feature;
      node.middle = (orderKeys[at] + orderKeys[at + 1]) / 2;
    }
  }
  clearHistogram(workspace, occupied);
  return occupied > 1;
}

/** Adds to the left those categories of the best split that do not occur in the node, by their place in the order. */
export function placeUnseen(workspace: RegressionWorkspace, { feature, middle }: RegressionSearch): void {
  const { leftBits, seenBits, means, meanStart, matrix } = workspace;
  for (let code = 0; code < matrix.codeCounts[feature]; code++) {
    const bit = 1 << (code & 31);
    if ((seenBits[code >> 5] & bit) === 0 && means[meanStart[feature] + code] <= middle) leftBits[code >> 5] |= bit;
  }
}
