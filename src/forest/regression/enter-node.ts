import { type RegressionSearch, type RegressionWorkspace, SORTED_ROWS } from "./workspace.js";

/**
 * Lays out the rows that are in a tree's sample.
 *
 * @param counts - how much each row counts; `null` where each counts once.
 * @param scale - by what counts are multiplied: a power of two.
 * @returns how many there are, and how much they count together, scaled.
 */
export function enterRegressionTree(
  { matrix, offset, targetScale, rowIds, rowTerms, rowTargets }: RegressionWorkspace,
  counts: Uint32Array | Float64Array | null,
  scale: number,
): [inBag: number, weight: number] {
  let inBag = 0;
  let sum = 0;
  for (let row = 0; row < matrix.rows; row++) {
    const count = counts === null ? 1 : counts[row] * scale;
    if (count === 0) continue;
    rowIds[inBag] = row;
    const target = matrix.targets[row] * targetScale - offset;
    rowTargets[inBag] = target;
    rowTerms[2 * inBag] = count;
    rowTerms[2 * inBag + 1] = count * target;
    sum += count;
    inBag += 1;
  }
  return [inBag, sum];
}

/**
 * Adds up a node and makes it ready to be searched.
 *
 * @param lists - where the workspace's lists hold the node, the place in them at which it begins; else -1.
 * @returns whether all its targets are equal.
 */
export function enterNode(
  workspace: RegressionWorkspace,
  node: RegressionSearch,
  start: number,
  end: number,
  lists: number,
): boolean {
  const { rowTerms, rowTargets, drawn } = workspace;
  const shift = start - lists;
  const places = drawn.length * SORTED_ROWS - shift;
  let weight = 0;
  let sum = 0;
  let least = Infinity;
  let most = -Infinity;
  for (let i = start; i < end; i++) {
    const row = lists < 0 ? i : shift + workspace.lists[places + i];
    const target = rowTargets[row];
    weight += rowTerms[2 * row];
    sum += rowTerms[2 * row + 1];
    if (target < least) least = target;
    if (target > most) most = target;
  }
  node.start = start;
  node.end = end;
  node.weight = weight;
  node.sum = sum;
  node.score = -Infinity;
  node.feature = -1;
  return !(least < most);
}

/** What {@link enterNode} does for a node of one row, as most leaves of a full tree are. */
export function enterRow(workspace: RegressionWorkspace, node: RegressionSearch, start: number, lists: number): void {
  const { matrix, rowIds, rowTerms } = workspace;
  const row = firstRow(workspace, start, lists);
  node.start = start;
  node.end = start + 1;
  node.weight = rowTerms[2 * row];
  node.value = matrix.targets[rowIds[row]];
}

/** The mean of a node; if its targets are equal it is theirs, not by way of the sums, which are rounded. */
export function meanOfNode(
  workspace: RegressionWorkspace,
  { start, sum, weight }: RegressionSearch,
  lists: number,
  pure: boolean,
): number {
  const { matrix, rowIds, offset, targetScale } = workspace;
  return pure ? matrix.targets[rowIds[firstRow(workspace, start, lists)]] : (offset + sum / weight) / targetScale;
}

/** Where the first row of a node is. */
function firstRow({ lists: all, drawn }: RegressionWorkspace, start: number, lists: number): number {
  return lists < 0 ? start : start - lists + all[drawn.length * SORTED_ROWS + lists];
}
