import { sweep } from "./scan-histogram.js";
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

/** Shell's sort with Ciura's gaps, by key and then by code. */
function sortByKey(codes: Int32Array, keys: Float64Array, length: number): void {
  for (let gap = firstGap(length); gap > 0; gap = nextGap(gap)) {
    for (let i = gap; i < length; i++) {
      const code = codes[i];
      const key = keys[i];
      let j = i - gap;
      while (j >= 0 && (keys[j] > key || (keys[j] === key && codes[j] > code))) {
        keys[j + gap] = keys[j];
        codes[j + gap] = codes[j];
        j -= gap;
      }
      keys[j + gap] = key;
      codes[j + gap] = code;
    }
  }
}

const GAPS = Int32Array.of(1, 4, 10, 23, 57, 132, 301, 701, 1750, 4376, 10941, 27353);

function firstGap(length: number): number {
  let at = 0;
  while (at + 1 < GAPS.length && GAPS[at + 1] < length) at += 1;
  return GAPS[at];
}

function nextGap(gap: number): number {
  let at = GAPS.length - 1;
  while (at >= 0 && GAPS[at] >= gap) at -= 1;
  return at < 0 ? 0 : GAPS[at];
}
