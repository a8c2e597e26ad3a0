import { entropyTerm, sideScore } from "./criterion.js";
import type { Limits, NodeSearch, Workspace } from "./workspace.js";

/**
 * Looks at every cut of an ordered feature between neighbouring occupied codes, from its histogram. Rows with a
 * missing value go right; if there are any, then also all to the left, and apart from all others.
 */
export function scanHistogram(
  workspace: Workspace,
  node: NodeSearch,
  feature: number,
  occupied: number,
  limits: Limits,
): void {
  const sawMissing = workspace.occupied[0] === 0;
  scanCuts(workspace, node, feature, occupied, limits, sawMissing, false);
  if (sawMissing) scanCuts(workspace, node, feature, occupied, limits, true, true);
}

function scanCuts(
  workspace: Workspace,
  node: NodeSearch,
  feature: number,
  occupied: number,
  limits: Limits,
  sawMissing: boolean,
  missingLeft: boolean,
): void {
  const codes = workspace.occupied;
  const at = sweep(
    workspace,
    node,
    codes,
    sawMissing && !missingLeft ? 1 : 0,
    occupied,
    sawMissing && missingLeft ? 1 : 0,
    sawMissing && !missingLeft,
    limits,
  );
  if (at < 0) return;
  node.feature = feature;
  node.low = missingLeft ? 0 : 1;
  node.sawMissing = sawMissing;
  node.split = codes[at];
  node.next = at + 1 < occupied ? codes[at + 1] : workspace.matrix.codeCounts[feature];
}

/**
 * Moves one code after the other, in the order given, from the right side to the left, and scores each cut.
 *
 * @param from - the first of `codes` to move; those before it stay on the right.
 * @param firstCut - the first of `codes` after which a cut may lie.
 * @param cutLast - whether a cut may lie after the last code.
 * @returns where in `codes` the best cut lies, with its score in `node`; -1 if none is better than `node.score`.
 */
export function sweep(
  workspace: Workspace,
  node: NodeSearch,
  codes: Int32Array,
  from: number,
  occupied: number,
  firstCut: number,
  cutLast: boolean,
  limits: Limits,
): number {
  const { histogram, codeRows, totals, left } = workspace;
  const { classes, draws } = node;
  const { gini, minSamplesLeaf } = limits;
  const rows = node.end - node.start;
  for (let k = 0; k < classes; k++) left[k] = 0;
  let leftTerms = 0;
  let rightTerms = node.termSum;
  let leftDraws = 0;
  let leftRows = 0;
  let best = node.score;
  let bestAt = -1;
  const last = cutLast ? occupied : occupied - 1;
  for (let t = from; t < last; t++) {
    const code = codes[t];
    const base = code * classes;
    for (let k = 0; k < classes; k++) {
      const moved = histogram[base + k];
      if (moved === 0) continue;
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
    }
    if (minSamplesLeaf > 1) {
      leftRows += codeRows[code];
      if (leftRows < minSamplesLeaf || rows - leftRows < minSamplesLeaf) continue;
    }
    if (t < firstCut) continue;
    const score = sideScore(gini, leftTerms, leftDraws) + sideScore(gini, rightTerms, draws - leftDraws);
    if (score > best) {
      best = score;
      bestAt = t;
    }
  }
  node.score = best;
  return bestAt;
}
