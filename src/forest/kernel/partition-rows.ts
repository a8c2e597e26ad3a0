import type { NodeSearch, Workspace } from "./workspace.js";

/**
 * Moves the rows of a node that its split sends left before those that go right, keeping both in their order.
 *
 * @returns where the right rows begin.
 */
export function partitionRows(workspace: Workspace, node: NodeSearch): number {
  const { rowIds, rowLabels, spareIds, spareLabels, leftBits, matrix } = workspace;
  const { start, end, feature } = node;
  const column = workspace.columns[feature];
  let left = start;
  let right = 0;
  if (matrix.categorical[feature] === 1) {
    for (let i = start; i < end; i++) {
      const row = rowIds[i];
      const label = rowLabels[i];
      const code = column[row];
      const goesLeft = (leftBits[code >> 5] >>> (code & 31)) & 1;
      rowIds[left] = row;
      rowLabels[left] = label;
      spareIds[right] = row;
      spareLabels[right] = label;
      left += goesLeft;
      right += 1 - goesLeft;
    }
  } else {
    const below = node.low - 1;
    const above = node.split + 1;
    for (let i = start; i < end; i++) {
      const row = rowIds[i];
      const label = rowLabels[i];
      const code = column[row];
      // 1 where low <= code <= split: both differences are negative. No branch, as either side is as likely.
      const goesLeft = ((below - code) & (code - above)) >>> 31;
      rowIds[left] = row;
      rowLabels[left] = label;
      spareIds[right] = row;
      spareLabels[right] = label;
      left += goesLeft;
      right += 1 - goesLeft;
    }
  }
  for (let i = 0; i < right; i++) {
    rowIds[left + i] = spareIds[i];
    rowLabels[left + i] = spareLabels[i];
  }
  return left;
}
