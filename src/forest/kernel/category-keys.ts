import type { NodeSearch, Workspace } from "./workspace.js";

/** How much draws of a bootstrap vary, against rows that are drawn once each: a row counts w, and w² are 2 on average. */
const DRAW_VARIANCE = 2;
/** A node's own shares count if they lie further from the expected ones than this many times what chance makes of them. */
const CHANCE = 2;

/**
 * Writes what the categories in `order` are put in order by: their shares of a class in the tree's sample, see
 * `category-shares.ts`. Where the node's own shares lie further from those than chance explains, as they do where a
 * category means something else than in the whole sample, both count: the sample's share, brought to the node's odds of
 * the class, stands for as many draws as fit how far apart they lie (empirical Bayes, as James and Stein shrink means).
 * In the root the two differ by smoothing alone, which is that much only where categories nearly tell the class.
 *
 * Where the sample's shares are too many to keep, the node's own are the keys.
 *
 * @returns the factor that was put on the odds of the sample's shares; 0 where the keys are shares as they are.
 */
export function keyCategories(
  workspace: Workspace,
  node: NodeSearch,
  feature: number,
  occupied: number,
  byClass: number,
): number {
  const { order, orderKeys, shares, shareStart, sampleShares, nodeClasses, histogram, totals, matrix } = workspace;
  const { classes, draws } = node;
  const kept = shareStart[feature] >= 0;
  const from = shareStart[feature] + nodeClasses[byClass] * matrix.codeCounts[feature];
  const own = totals[byClass] / draws;
  const whole = sampleShares[nodeClasses[byClass]];
  const odds = ((own / (1 - own)) * (1 - whole)) / whole;
  let apart = 0;
  let squares = 0;
  for (let t = 0; t < occupied; t++) {
    const base = order[t] * classes;
    const counted = drawsOf(histogram, base, classes);
    if (!kept) {
      orderKeys[t] = histogram[base + byClass] / counted;
      continue;
    }
    const share = shares[from + order[t]];
    const expected = atOdds(share, odds);
    const difference = histogram[base + byClass] - counted * expected;
    apart += (difference * difference) / (expected * (1 - expected));
    squares += counted * counted;
    orderKeys[t] = share;
  }
  const beyond = apart - CHANCE * DRAW_VARIANCE * draws;
  if (!(beyond > 0)) return 0;
  const added = (DRAW_VARIANCE * squares) / beyond;
  for (let t = 0; t < occupied; t++) {
    const base = order[t] * classes;
    const counted = drawsOf(histogram, base, classes);
    orderKeys[t] = (histogram[base + byClass] + added * atOdds(orderKeys[t], odds)) / (counted + added);
  }
  return odds;
}

/** The share whose odds are those of another times a factor. */
function atOdds(share: number, factor: number): number {
  const part = share * factor;
  return part / (part + (1 - share));
}

function drawsOf(histogram: Int32Array, base: number, classes: number): number {
  let draws = 0;
  for (let k = 0; k < classes; k++) draws += histogram[base + k];
  return draws;
}
