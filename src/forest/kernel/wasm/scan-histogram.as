// What ../scan-histogram.ts does.
import { entropyTerm, sideScore } from "./criterion";
import * as node from "./node";
import { codeCounts, codeRows, gini, histogram, left, minSamplesLeaf, occupied, totals } from "./state";

/** Draws below which the squares of a node's class counts add up to whole numbers that a double holds. */
const EXACT_DRAWS: f64 = 67108864;

export function scanHistogram(feature: i32, length: i32): void {
  const sawMissing = load<i32>(occupied) == 0;
  scanCuts(feature, length, sawMissing, false);
  if (sawMissing) scanCuts(feature, length, true, true);
}

function scanCuts(feature: i32, length: i32, sawMissing: bool, missingLeft: bool): void {
  const at = sweep(
    occupied,
    sawMissing && !missingLeft ? 1 : 0,
    length,
    sawMissing && missingLeft ? 1 : 0,
    sawMissing && !missingLeft,
  );
  if (at < 0) return;
  const split = load<i32>(occupied + (at << 2));
  const next = at + 1 < length ? load<i32>(occupied + ((at + 1) << 2)) : load<i32>(codeCounts + (feature << 2));
  node.setCut(feature, missingLeft ? 0 : 1, split, next, i32(sawMissing));
}

/** Moves one code after the other to the left and scores each cut; where the best one lies, or -1. */
export function sweep(order: usize, from: i32, length: i32, firstCut: i32, cutLast: bool): i32 {
  const last = cutLast ? length : length - 1;
  if (gini && minSamplesLeaf == 1 && node.draws < EXACT_DRAWS) {
    if (node.classCount == 2) return sweepTwo(order, from, last, firstCut);
    if (node.classCount == 3) return sweepThree(order, from, last, firstCut);
  }
  return sweepAny(order, from, last, firstCut);
}

function sweepTwo(order: usize, from: i32, last: i32, firstCut: i32): i32 {
  const all0 = <i64>load<f64>(totals);
  const all1 = <i64>load<f64>(totals, 8);
  const draws = all0 + all1;
  let left0: i64 = 0;
  let left1: i64 = 0;
  let best = node.score;
  let bestAt = -1;
  for (let t = from; t < last; t++) {
    const cell = histogram + (load<i32>(order + (t << 2)) << 3);
    left0 += <i64>load<u32>(cell);
    left1 += <i64>load<u32>(cell, 4);
    if (t < firstCut) continue;
    const right0 = all0 - left0;
    const right1 = all1 - left1;
    const onLeft = left0 + left1;
    const score =
      <f64>(left0 * left0 + left1 * left1) / <f64>onLeft +
      <f64>(right0 * right0 + right1 * right1) / <f64>(draws - onLeft);
    if (score > best) {
      best = score;
      bestAt = t;
    }
  }
  node.setScore(best);
  return bestAt;
}

function sweepThree(order: usize, from: i32, last: i32, firstCut: i32): i32 {
  const all0 = <i64>load<f64>(totals);
  const all1 = <i64>load<f64>(totals, 8);
  const all2 = <i64>load<f64>(totals, 16);
  const draws = all0 + all1 + all2;
  let left0: i64 = 0;
  let left1: i64 = 0;
  let left2: i64 = 0;
  let best = node.score;
  let bestAt = -1;
  for (let t = from; t < last; t++) {
    const cell = histogram + load<i32>(order + (t << 2)) * 12;
    left0 += <i64>load<u32>(cell);
    left1 += <i64>load<u32>(cell, 4);
    left2 += <i64>load<u32>(cell, 8);
    if (t < firstCut) continue;
    const right0 = all0 - left0;
    const right1 = all1 - left1;
    const right2 = all2 - left2;
    const onLeft = left0 + left1 + left2;
    const score =
      <f64>(left0 * left0 + left1 * left1 + left2 * left2) / <f64>onLeft +
      <f64>(right0 * right0 + right1 * right1 + right2 * right2) / <f64>(draws - onLeft);
    if (score > best) {
      best = score;
      bestAt = t;
    }
  }
  node.setScore(best);
  return bestAt;
}

function sweepAny(order: usize, from: i32, last: i32, firstCut: i32): i32 {
  const count = node.classCount;
  const draws = node.draws;
  const rows = node.end - node.start;
  memory.fill(left, 0, count << 3);
  let leftTerms: f64 = 0;
  let rightTerms = node.termSum;
  let leftDraws: f64 = 0;
  let leftRows = 0;
  let best = node.score;
  let bestAt = -1;
  for (let t = from; t < last; t++) {
    const code = load<i32>(order + (t << 2));
    const base = histogram + ((code * count) << 2);
    for (let k = 0; k < count; k++) {
      const counted = load<u32>(base + (k << 2));
      if (counted == 0) continue;
      const moved = <f64>counted;
      const onLeft = load<f64>(left + (k << 3));
      const onRight = load<f64>(totals + (k << 3)) - onLeft;
      if (gini) {
        leftTerms += moved * (2 * onLeft + moved);
        rightTerms -= moved * (2 * onRight - moved);
      } else {
        leftTerms += entropyTerm(onLeft + moved) - entropyTerm(onLeft);
        rightTerms -= entropyTerm(onRight) - entropyTerm(onRight - moved);
      }
      store<f64>(left + (k << 3), onLeft + moved);
      leftDraws += moved;
    }
    if (minSamplesLeaf > 1) {
      leftRows += load<i32>(codeRows + (code << 2));
      if (leftRows < minSamplesLeaf || rows - leftRows < minSamplesLeaf) continue;
    }
    if (t < firstCut) continue;
    const score = sideScore(leftTerms, leftDraws) + sideScore(rightTerms, draws - leftDraws);
    if (score > best) {
      best = score;
      bestAt = t;
    }
  }
  node.setScore(best);
  return bestAt;
}
