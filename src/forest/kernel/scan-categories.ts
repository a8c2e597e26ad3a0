import { keyCategories } from "./category-keys.js";
import { sweep } from "./scan-histogram.js";
import { sortByKey } from "./sort-by-key.js";
import type { Limits, NodeSearch, Workspace } from "./workspace.js";

/** With more than two classes, categories are put in order by each of this many classes, the most frequent ones. */
const ORDERINGS = 8;

/**
 * Looks for the best two sets of categories, from a feature's histogram; missing is a category like the others.
 * Categories are put in order by their share of a class, see `category-keys.ts`, and every cut of that order is scored;
 * with more than two classes, the orders of the most frequent ones are all tried.
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
  const { order, orderKeys } = workspace;
  for (let t = 0; t < occupied; t++) order[t] = workspace.occupied[t];
  const odds = keyCategories(workspace, node, feature, occupied, byClass);
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
  node.byClass = byClass;
  const middle = (orderKeys[at] + orderKeys[at + 1]) / 2;
  node.middle = odds === 0 ? middle : middle / (middle + odds * (1 - middle));
}

/** Adds to the left those categories of the best split that do not occur in the node, by their place in the order. */
export function placeUnseen(workspace: Workspace, node: NodeSearch): void {
  const { leftBits, seenBits, shares, shareStart, nodeClasses, totals, matrix } = workspace;
  const { feature, byClass, middle } = node;
  const codes = matrix.codeCounts[feature];
  const start = shareStart[feature];
  for (let code = 0; code < codes; code++) {
    const bit = 1 << (code & 31);
    if ((seenBits[code >> 5] & bit) !== 0) continue;
    // Where the sample's shares are too many to keep, that of all the node's categories.
    const share = start < 0 ? totals[byClass] / node.draws : shares[start + nodeClasses[byClass] * codes + code];
    if (share <= middle) leftBits[code >> 5] |= bit;
  }
}
