import { fillKeys } from "./scan.js";
import { type RegressionSearch, type RegressionWorkspace, SORTED_ROWS } from "./workspace.js";

/**
 * Moves the rows of a node that its split sends left before those that go right, keeping both in their order.
 *
 * @returns where the right rows begin.
 */
export function partitionRows(workspace: RegressionWorkspace, node: RegressionSearch): number {
  const { rowIds, rowTerms, rowTargets, spareIds, spareTerms, spareTargets } = workspace;
  const { start, end, feature } = node;
  const column = workspace.columns[feature];
  let left = start;
  let right = 0;
  for (let i = start; i < end; i++) {
    const id = rowIds[i];
    const weight = rowTerms[2 * i];
    const term = rowTerms[2 * i + 1];
    const target = rowTargets[i];
    const goesLeft = sideOf(workspace, node, column[id]);
    // Written to both sides, as a branch would go either way as often.
    rowIds[left] = id;
    rowTerms[2 * left] = weight;
    rowTerms[2 * left + 1] = term;
    rowTargets[left] = target;
    spareIds[right] = id;
    spareTerms[2 * right] = weight;
    spareTerms[2 * right + 1] = term;
    spareTargets[right] = target;
    left += goesLeft;
    right += 1 - goesLeft;
  }
  for (let i = 0; i < right; i++) {
    rowIds[left + i] = spareIds[i];
    rowTargets[left + i] = spareTargets[i];
  }
  for (let i = 0; i < 2 * right; i++) rowTerms[2 * left + i] = spareTerms[i];
  return left;
}

/** Fills the lists with the rows of a small subtree: in the order of each feature that is not constant, and as they are. */
export function listRows(workspace: RegressionWorkspace, start: number, end: number): void {
  const { lists, matrix, isConstant } = workspace;
  const rows = end - start;
  for (let f = 0; f < matrix.features; f++) {
    if (matrix.categorical[f] === 0 && isConstant[f] === 0) {
      fillKeys(workspace, f, start, rows, lists, f * SORTED_ROWS);
    }
  }
  const places = matrix.features * SORTED_ROWS;
  for (let i = 0; i < rows; i++) lists[places + i] = i;
}

/**
 * What {@link partitionRows} does, on the lists of a subtree; its rows stay where they are. Lists of features that are
 * constant in the node stay as they are, too.
 *
 * @param first - where the subtree begins.
 */
export function partitionLists(workspace: RegressionWorkspace, node: RegressionSearch, first: number): number {
  const { lists, rowIds, side, matrix, isConstant } = workspace;
  const { features, categorical } = matrix;
  const [from, to] = [node.start - first, node.end - first];
  const column = workspace.columns[node.feature];
  const places = features * SORTED_ROWS;
  for (let i = places + from; i < places + to; i++) {
    side[lists[i]] = sideOf(workspace, node, column[rowIds[first + lists[i]]]);
  }
  // Nodes of one row are not searched.
  for (let f = 0; f < features && to - from > 2; f++) {
    if (categorical[f] === 0 && isConstant[f] === 0) partitionList(workspace, f * SORTED_ROWS + from, to - from);
  }
  return node.start + partitionList(workspace, places + from, to - from);
}

function partitionList({ lists, spareKeys, side }: RegressionWorkspace, from: number, length: number): number {
  let left = from;
  let right = 0;
  for (let i = from; i < from + length; i++) {
    const key = lists[i];
    const goesLeft = side[key & 0xffff];
    lists[left] = key;
    spareKeys[right] = key;
    left += goesLeft;
    right += 1 - goesLeft;
  }
  for (let i = 0; i < right; i++) lists[left + i] = spareKeys[i];
  return left - from;
}

/** 1 where the node's split sends a code left, else 0. */
function sideOf({ matrix, leftBits }: RegressionWorkspace, node: RegressionSearch, code: number): number {
  if (matrix.categorical[node.feature] === 1) return (leftBits[code >> 5] >>> (code & 31)) & 1;
  // 1 where low <= code <= split: both differences are negative.
  return ((node.low - 1 - code) & (code - node.split - 1)) >>> 31;
}
