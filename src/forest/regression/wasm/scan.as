// What ../scan.ts does.
import * as node from "./node";
import { sortByKey } from "./sort-by-key";
import { sortKeys } from "./sort-keys";
import {
  categorical,
  codeCounts,
  codeRows,
  codes,
  codesPerRow,
  features,
  histogram,
  keys,
  leftBits,
  lists,
  meanStart,
  means,
  minSamplesLeaf,
  order,
  orderKeys,
  rowIds,
  rows,
  rowTerms,
  seenBits,
  sortedRows,
} from "./state";

/** Looks for the best split by one feature; whether it has more than one value in the node. */
export function searchFeature<T>(feature: i32, listed: i32): bool {
  const length = node.end - node.start;
  const codeCount = load<i32>(codeCounts + (feature << 2));
  if (load<u8>(categorical + feature)) return searchCategories<T>(feature, codeCount, listed);
  if (listed >= 0) {
    return scanKeys(feature, codeCount, lists + (<usize>(feature * sortedRows + listed) << 2), node.start - listed);
  }
  if (length > sortedRows && <i64>codeCount <= <i64>length * codesPerRow) return searchHistogram<T>(feature, codeCount);
  fillKeys<T>(feature, node.start, length, keys);
  return scanKeys(feature, codeCount, keys, node.start);
}

/** Writes the keys of the rows from `start` on to `to`, in the order of the feature's codes. */
export function fillKeys<T>(feature: i32, start: i32, length: i32, to: usize): void {
  const column = codes + <usize>feature * rows * sizeof<T>();
  const ids = rowIds + (<usize>start << 2);
  for (let i = 0; i < length; i++) {
    const code = <u32>load<T>(column + <usize>load<u32>(ids + (<usize>i << 2)) * sizeof<T>());
    store<u32>(to + (<usize>i << 2), (code << 16) | i);
  }
  sortKeys(to, length, load<i32>(codeCounts + (feature << 2)) > 256);
}

function scanKeys(feature: i32, codeCount: i32, at: usize, base: i32): bool {
  const end = at + (<usize>(node.end - node.start) << 2);
  if (load<u32>(at) >>> 16 == load<u32>(end - 4) >>> 16) return false;
  let missing = at;
  while (load<u32>(missing) >>> 16 == 0) missing += 4;
  if (missing == at) {
    sweepKeys(feature, codeCount, at, end, at, end - 4, base, false);
  } else {
    sweepKeys(feature, codeCount, missing, end, missing, end, base, true);
    sweepKeys(feature, codeCount, at, end, missing, end - 4, base, true);
  }
  return true;
}

function sweepKeys(
  feature: i32,
  codeCount: i32,
  from: usize,
  end: usize,
  firstCut: usize,
  lastCut: usize,
  base: i32,
  sawMissing: bool,
): void {
  const weight = node.weight;
  const sum = node.sum;
  const length = node.end - node.start;
  const first = max(firstCut, from + (<usize>(minSamplesLeaf - 1) << 2));
  const last = min(lastCut, from + (<usize>(length - minSamplesLeaf) << 2));
  const terms = rowTerms + (<usize>base << 4);
  let best = node.score;
  let bestAt: usize = 0;
  // The weight, and the sum.
  let left = f64x2.splat(0);
  let key = load<u32>(from);
  for (let at = from; at < last; at += 4) {
    left = f64x2.add(left, v128.load(terms + (<usize>(key & 0xffff) << 4)));
    const code = key >>> 16;
    key = at + 4 < end ? load<u32>(at + 4) : 0;
    const leftWeight = f64x2.extract_lane(left, 0);
    const leftSum = f64x2.extract_lane(left, 1);
    const d = leftSum * weight - sum * leftWeight;
    const product = leftWeight * (weight - leftWeight);
    // One jump in place of three, two of which no processor guesses.
    if (i32(code != key >>> 16) & i32(at >= first) & i32(d * d > best * product)) {
      const score = (d * d) / product;
      if (score > best) {
        best = score;
        bestAt = at;
      }
    }
  }
  if (bestAt == 0) return;
  const next = bestAt + 4 < end ? load<u32>(bestAt + 4) >>> 16 : codeCount;
  const low = sawMissing && from < firstCut ? 0 : 1;
  node.keepOrdered(feature, best, low, load<u32>(bestAt) >>> 16, next, sawMissing);
}

/** Adds up the node by code, and lists the codes that occur; how many there are. */
function fillHistogram<T>(feature: i32, codeCount: i32, listed: i32): i32 {
  const column = codes + <usize>feature * rows * sizeof<T>();
  const countRows = minSamplesLeaf > 1;
  const shift = node.start - listed;
  const places = lists + ((<usize>(features * sortedRows) - shift) << 2);
  for (let i = node.start; i < node.end; i++) {
    const row = <usize>(listed < 0 ? i : shift + load<i32>(places + (<usize>i << 2)));
    const code = <usize>load<T>(column + <usize>load<u32>(rowIds + (row << 2)) * sizeof<T>());
    const cell = histogram + (code << 4);
    v128.store(cell, f64x2.add(v128.load(cell), v128.load(rowTerms + (row << 4))));
    if (countRows) store<i32>(codeRows + (code << 2), load<i32>(codeRows + (code << 2)) + 1);
  }
  let occupied = 0;
  for (let code = 0; code < codeCount; code++) {
    store<i32>(order + (<usize>occupied << 2), code);
    occupied += load<f64>(histogram + (<usize>code << 4)) > 0 ? 1 : 0;
  }
  return occupied;
}

function clearHistogram(occupied: i32): void {
  for (let t = 0; t < occupied; t++) {
    const code = <usize>load<u32>(order + (<usize>t << 2));
    store<f64>(histogram + (code << 4), 0);
    store<f64>(histogram + (code << 4) + 8, 0);
    store<i32>(codeRows + (code << 2), 0);
  }
}

function searchHistogram<T>(feature: i32, codeCount: i32): bool {
  const occupied = fillHistogram<T>(feature, codeCount, -1);
  if (occupied > 1) {
    const sawMissing = load<i32>(order) == 0;
    cutCodes(feature, codeCount, occupied, sawMissing, false);
    if (sawMissing) cutCodes(feature, codeCount, occupied, true, true);
  }
  clearHistogram(occupied);
  return occupied > 1;
}

function cutCodes(feature: i32, codeCount: i32, occupied: i32, sawMissing: bool, missingLeft: bool): void {
  const missingRight = sawMissing && !missingLeft;
  const lastCut = missingRight ? occupied : occupied - 1;
  const at = sweepCodes(missingRight ? 1 : 0, missingLeft ? 1 : 0, lastCut);
  if (at < 0) return;
  const next = at + 1 < occupied ? load<i32>(order + (<usize>(at + 1) << 2)) : codeCount;
  node.keepOrdered(feature, node.score, missingLeft ? 0 : 1, load<i32>(order + (<usize>at << 2)), next, sawMissing);
}

/** Where the best cut of the codes in order lies, its score being the node's then; -1 if none is better. */
function sweepCodes(from: i32, firstCut: i32, lastCut: i32): i32 {
  const weight = node.weight;
  const sum = node.sum;
  const length = node.end - node.start;
  let best = node.score;
  let bestAt = -1;
  let leftWeight: f64 = 0;
  let leftSum: f64 = 0;
  let leftRows = 0;
  for (let t = from; t < lastCut; t++) {
    const code = <usize>load<u32>(order + (<usize>t << 2));
    leftWeight += load<f64>(histogram + (code << 4));
    leftSum += load<f64>(histogram + (code << 4) + 8);
    if (minSamplesLeaf > 1) {
      leftRows += load<i32>(codeRows + (code << 2));
      if (leftRows < minSamplesLeaf || length - leftRows < minSamplesLeaf) continue;
    }
    if (t < firstCut) continue;
    const d = leftSum * weight - sum * leftWeight;
    const product = leftWeight * (weight - leftWeight);
    if (d * d > best * product) {
      const score = (d * d) / product;
      if (score > best) {
        best = score;
        bestAt = t;
      }
    }
  }
  node.keep(node.feature, best);
  return bestAt;
}

/** The best two sets of categories. */
function searchCategories<T>(feature: i32, codeCount: i32, listed: i32): bool {
  const occupied = fillHistogram<T>(feature, codeCount, listed);
  if (occupied > 1) {
    for (let t = 0; t < occupied; t++) {
      store<f64>(orderKeys + (<usize>t << 3), meanOf(feature, load<i32>(order + (<usize>t << 2))));
    }
    sortByKey(order, orderKeys, occupied);
    const at = sweepCodes(0, 0, occupied - 1);
    if (at >= 0) {
      const bytes = ((codeCount + 31) >> 5) << 2;
      memory.fill(leftBits, 0, bytes);
      memory.fill(seenBits, 0, bytes);
      for (let t = 0; t < occupied; t++) {
        const code = load<u32>(order + (<usize>t << 2));
        const bit = 1 << (code & 31);
        const word = <usize>(code >>> 5) << 2;
        store<i32>(seenBits + word, load<i32>(seenBits + word) | bit);
        if (t <= at) store<i32>(leftBits + word, load<i32>(leftBits + word) | bit);
      }
      const key = orderKeys + (<usize>at << 3);
      node.keepOrder(feature, (load<f64>(key) + load<f64>(key + 8)) / 2);
    }
  }
  clearHistogram(occupied);
  return occupied > 1;
}

/** Adds to the left those categories of the best split that do not occur in the node, by their place in the order. */
export function placeUnseen(): void {
  const codeCount = load<i32>(codeCounts + (<usize>node.feature << 2));
  for (let code = 0; code < codeCount; code++) {
    const word = (<usize>code >> 5) << 2;
    const bit = 1 << (code & 31);
    if (load<i32>(seenBits + word) & bit || meanOf(node.feature, code) > node.middle) continue;
    store<i32>(leftBits + word, load<i32>(leftBits + word) | bit);
  }
}

/** The mean of a category in the tree's sample. */
function meanOf(feature: i32, code: i32): f64 {
  return load<f64>(means + (<usize>(load<i32>(meanStart + (<usize>feature << 2)) + code) << 3));
}
