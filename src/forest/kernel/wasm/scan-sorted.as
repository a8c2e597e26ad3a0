// What ../scan-sorted.ts does.
import { entropyTerm, sideScore } from "./criterion";
import * as node from "./node";
import { codeCounts, gini, left, minSamplesLeaf, rowIds, sortedCodes, sortedKeys, sortedLabels, totals } from "./state";

const INSERTION_ROWS = 64;

/** Puts the rows of the node in the order of their codes; whether they all have the same. */
export function sortRows<T>(column: usize): bool {
  const rows = node.end - node.start;
  const ids = rowIds + (node.start << 2);
  if (rows > INSERTION_ROWS) sortMany<T>(column, ids, rows);
  else sortFew<T>(column, ids, rows);
  return load<i32>(sortedCodes) == load<i32>(sortedCodes + ((rows - 1) << 2));
}

function sortFew<T>(column: usize, ids: usize, rows: i32): void {
  const keys = sortedKeys;
  for (let i = 0; i < rows; i++) {
    const key = (<u32>load<T>(column + <usize>load<u32>(ids + (i << 2)) * sizeof<T>()) << 16) | i;
    let at = keys + (i << 2);
    while (at > keys && load<u32>(at - 4) > key) {
      store<u32>(at, load<u32>(at - 4));
      at -= 4;
    }
    store<u32>(at, key);
  }
  const labels = node.labels;
  for (let i = 0; i < rows; i++) {
    const key = load<u32>(keys + (i << 2));
    store<u32>(sortedCodes + (i << 2), key >>> 16);
    store<u32>(sortedLabels + (i << 2), load<u32>(labels + ((key & 0xffff) << 2)));
  }
}

/** Two passes of a stable sort by a byte of the code. */
function sortMany<T>(column: usize, ids: usize, rows: i32): void {
  const counts = sortedKeys;
  const keys = sortedKeys + 1024;
  const half = <usize>rows << 3;
  for (let i = 0; i < rows; i++) {
    const code = <u64>load<T>(column + <usize>load<u32>(ids + (i << 2)) * sizeof<T>());
    store<u64>(keys + (i << 3), (code << 32) | <u64>i);
  }
  byByte(counts, keys, keys + half, rows, 32);
  byByte(counts, keys + half, keys, rows, 40);
  const labels = node.labels;
  for (let i = 0; i < rows; i++) {
    const key = load<u64>(keys + (i << 3));
    store<u32>(sortedCodes + (i << 2), <u32>(key >>> 32));
    store<u32>(sortedLabels + (i << 2), load<u32>(labels + ((<usize>(<u32>key)) << 2)));
  }
}

function byByte(counts: usize, from: usize, to: usize, rows: i32, shift: u64): void {
  memory.fill(counts, 0, 1024);
  const end = from + (<usize>rows << 3);
  for (let at = from; at < end; at += 8) {
    const count = counts + ((<u32>(load<u64>(at) >>> shift) & 255) << 2);
    store<u32>(count, load<u32>(count) + 1);
  }
  let sum: u32 = 0;
  for (let byte = 0; byte < 1024; byte += 4) {
    const count = load<u32>(counts + byte);
    store<u32>(counts + byte, sum);
    sum += count;
  }
  for (let at = from; at < end; at += 8) {
    const key = load<u64>(at);
    const count = counts + ((<u32>(key >>> shift) & 255) << 2);
    const place = load<u32>(count);
    store<u32>(count, place + 1);
    store<u64>(to + (<usize>place << 3), key);
  }
}

export function scanSorted(feature: i32): void {
  const rows = node.end - node.start;
  let missing = 0;
  while (missing < rows && load<i32>(sortedCodes + (missing << 2)) == 0) missing += 1;
  scanRows(feature, missing, false);
  if (missing > 0) scanRows(feature, missing, true);
}

function scanRows(feature: i32, missing: i32, missingLeft: bool): void {
  const rows = node.end - node.start;
  const draws = node.draws;
  memory.fill(left, 0, node.classCount << 3);
  const from = missingLeft ? 0 : missing;
  let leftTerms: f64 = 0;
  let rightTerms = node.termSum;
  let leftDraws: f64 = 0;
  let best = node.score;
  let bestAt = -1;
  const last = missing > 0 && !missingLeft ? rows : rows - 1;
  for (let i = from; i < last; i++) {
    const label = load<u32>(sortedLabels + (i << 2));
    const k = (label & 0xffff) << 3;
    const moved = <f64>(label >>> 16);
    const onLeft = load<f64>(left + k);
    const onRight = load<f64>(totals + k) - onLeft;
    if (gini) {
      leftTerms += moved * (2 * onLeft + moved);
      rightTerms -= moved * (2 * onRight - moved);
    } else {
      leftTerms += entropyTerm(onLeft + moved) - entropyTerm(onLeft);
      rightTerms -= entropyTerm(onRight) - entropyTerm(onRight - moved);
    }
    store<f64>(left + k, onLeft + moved);
    leftDraws += moved;
    if (i + 1 < rows && load<i32>(sortedCodes + (i << 2)) == load<i32>(sortedCodes + ((i + 1) << 2))) continue;
    if (missingLeft && i < missing) continue;
    const leftRows = i + 1 - from;
    if (leftRows < minSamplesLeaf || rows - leftRows < minSamplesLeaf) continue;
    const score = sideScore(leftTerms, leftDraws) + sideScore(rightTerms, draws - leftDraws);
    if (score > best) {
      best = score;
      bestAt = i;
    }
  }
  if (bestAt < 0) return;
  node.setScore(best);
  const split = load<i32>(sortedCodes + (bestAt << 2));
  const next =
    bestAt + 1 < rows ? load<i32>(sortedCodes + ((bestAt + 1) << 2)) : load<i32>(codeCounts + (feature << 2));
  node.setCut(feature, missingLeft ? 0 : 1, split, next, i32(missing > 0));
}
