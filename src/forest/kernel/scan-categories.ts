import { sweep } from "./scan-histogram.js";
import { sortByKey } from "./sort-by-key.js";
import type { Limits, NodeSearch, Workspace } from "./workspace.js";

/** With more than two classes, categories are put in order by each of this many classes, the most frequent ones. */
const ORDERINGS = 8;

/**
 * Looks for the best two sets of categories, from a feature's histogram; missing is a category like the others.
 * Categories are put in order by their share of a class, and every cut of that order is scored: with two classes
 * the best of all sets is among them (Breiman et al. 1984, theorem 4.5); with more, the orders of the most frequent
 * classes are all tried.
 */
export function scanCategories(
  workspace: Workspace,
  node: NodeSearch,
  feature: number,
  occupied: number,
  limits: Limits,
): void {
  const { totals } = workspace;
  const { classes } = node;
  if (classes === 2) {
    scanOrder(workspace, node, feature, occupied, 1, limits);
    return;
  }
  // The next most frequent class each time; of equal ones the first.
  let lastCount = Infinity;
  let lastClass = -1;
  for (let round = Math.min(ORDERINGS, classes); round > 0; round--) {
    let next = -1;
    for (let k = 0; k < classes; k++) {
      const after = totals[k] < lastCount || (totals[k] === lastCount && k > lastClass);
      if (after && (next < 0 || totals[k] > totals[next])) next = k;
    }
    if (totals[next] === 0) return;
    scanOrder(workspace, node, feature, occupied, next, limits);
    lastCount = totals[next];
    lastClass = next;
  }
}

function scanOrder(
  workspace: Workspace,
  node: NodeSearch,
  feature: number,
  occupied: number,
  byClass: number,
  limits: Limits,
): void {
  const { histogram, order, orderKeys } = workspace;
  const { classes } = node;
  for (let t = 0; t < occupied; t++) {
    const code = workspace.occupied[t];
    const base = code * classes;
    let draws = 0;
    for (let k = 0; k < classes; k++) draws += histogram[base + k];
    order[t] = code;
    orderKeys[t] = histogram[base + byClass] / draws;
  }
  sortByKey(order, orderKeys, occupied);
  const at = sweep(workspace, node, order, 0, occupied, 0, false, limits);
  if (at < 0) return;
  const { leftBits, seenBits } = workspace;
  const words = (workspace.matrix.codeCounts[feature] + 31) >> 5;
  for (let word = 0; word < words; word++) {
    leftBits[word] = 0;
    seenBits[word] = 0;
  }
  for (let t = 0; t < occupied; t++) {
    const bit = 1 << (order[t] & 31);
    seenBits[order[t] >> 5] |= bit;
    if (t <= at) leftBits[order[t] >> 5] |= bit;
  }
  node.feature = feature;
}
