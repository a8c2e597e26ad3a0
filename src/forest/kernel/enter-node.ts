import type { BinnedMatrix } from "../grow/binned-matrix.js";
import { classTerm } from "./criterion.js";
import type { NodeSearch, Workspace } from "./workspace.js";

/** Lays out the rows that are in the tree's sample. @returns how many there are. */
export function enterTree(workspace: Workspace, matrix: BinnedMatrix, counts: Uint32Array): number {
  const { rowIds, rowLabels } = workspace;
  const { rows, labels } = matrix;
  let inBag = 0;
  for (let row = 0; row < rows; row++) {
    const count = counts[row];
    rowIds[inBag] = row;
    rowLabels[inBag] = (count << 16) | labels[row];
    inBag += count === 0 ? 0 : 1;
  }
  return inBag;
}

/**
 * Adds up the classes of a node and makes it ready to be searched.
 *
 * @returns whether all its rows are of one class.
 */
export function enterNode(workspace: Workspace, node: NodeSearch, start: number, end: number, gini: boolean): boolean {
  node.start = start;
  node.end = end;
  node.score = -Infinity;
  node.feature = -1;
  if (workspace.renumbers) renumber(workspace, node);
  else addUp(workspace, node);
  const { totals } = workspace;
  let draws = 0;
  let terms = 0;
  let present = 0;
  for (let k = 0; k < node.classes; k++) {
    const count = totals[k];
    draws += count;
    terms += classTerm(gini, count);
    if (count > 0) present += 1;
  }
  node.draws = draws;
  node.termSum = terms;
  return present === 1;
}

function addUp(workspace: Workspace, node: NodeSearch): void {
  const { rowLabels, totals, matrix } = workspace;
  node.classes = matrix.classes;
  node.labels = rowLabels;
  node.labelStart = node.start;
  for (let k = 0; k < node.classes; k++) totals[k] = 0;
  for (let i = node.start; i < node.end; i++) {
    const label = rowLabels[i];
    totals[label & 0xffff] += label >>> 16;
  }
}

/** Numbers the classes that occur in the node from 0, in the order they first occur. */
function renumber(workspace: Workspace, node: NodeSearch): void {
  const { rowLabels, nodeLabels, nodeClasses, nodeClassOf, totals } = workspace;
  let present = 0;
  for (let i = node.start; i < node.end; i++) {
    const label = rowLabels[i];
    let k = nodeClassOf[label & 0xffff];
    if (k < 0) {
      k = present++;
      nodeClassOf[label & 0xffff] = k;
      nodeClasses[k] = label & 0xffff;
      totals[k] = 0;
    }
    nodeLabels[i - node.start] = (label & ~0xffff) | k;
    totals[k] += label >>> 16;
  }
  for (let k = 0; k < present; k++) nodeClassOf[nodeClasses[k]] = -1;
  node.classes = present;
  node.labels = nodeLabels;
  node.labelStart = 0;
}
