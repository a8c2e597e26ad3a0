// What search-packed.as does, for five to sixteen classes, whose counters are of 16 bits as well and fill one or two
// vectors; where leaves may have one row.
import { listOccupied } from "./list-occupied";
import * as node from "./node";
import { codeCounts, codeMarks, gini, histogram, minSamplesLeaf, occupied, rowIds, totals } from "./state";

const ONE_VECTOR = 8;
const MOST_CLASSES = 16;
const MOST_DRAWS: f64 = 32768;
/** Up to so many rows, sorting them is quicker. */
const FEW_ROWS = 16;
/** Codes for each row up to which looking for those that occur costs less than sorting the rows. */
const CODES_PER_ROW = 64;

/** Whether the node can be searched so, and that is quickest. */
// @ts-ignore: decorator
@inline
export function packsWide(rows: i32, codeCount: i32): bool {
  return (
    gini != 0 &&
    minSamplesLeaf == 1 &&
    node.classCount > 4 &&
    node.classCount <= MOST_CLASSES &&
    node.draws < MOST_DRAWS &&
    rows > FEW_ROWS &&
    rows * CODES_PER_ROW >= codeCount
  );
}

/** Looks at every cut of an ordered feature; whether it has more than one value in the node. */
export function searchWide<T>(feature: i32, column: usize, codeCount: i32): bool {
  const two = node.classCount > ONE_VECTOR;
  const shift: u32 = two ? 5 : 4;
  fill<T>(column, shift);
  const end = listOccupied(codeCount, shift);
  const several = end > occupied + 4;
  if (several) {
    if (load<u32>(occupied) != 0) sweep(feature, occupied, end, false, shift);
    else {
      sweep(feature, occupied + 4, end, false, shift);
      sweep(feature, occupied + 4, end, true, shift);
    }
  }
  const none = i64x2.splat(0);
  for (let at = occupied; at < end; at += 4) {
    const cell = histogram + load<u32>(at);
    v128.store(cell, none);
    if (two) v128.store(cell, none, 16);
  }
  return several;
}

function fill<T>(column: usize, shift: u32): void {
  const to = rowIds + (node.end << 2);
  const from = rowIds + (node.start << 2);
  const toLabels = node.labels - from;
  const marks = codeMarks;
  const cells = histogram;
  const pairs = from + ((to - from) & ~7);
  let at = from;
  while (at < pairs) {
    count<T>(column, at, at + toLabels, marks, cells, shift);
    count<T>(column, at + 4, at + 4 + toLabels, marks, cells, shift);
    at += 8;
  }
  if (at < to) count<T>(column, at, at + toLabels, marks, cells, shift);
}

/** Adds the draws of a row. */
// @ts-ignore: decorator
@inline
function count<T>(column: usize, at: usize, labelAt: usize, marks: usize, cells: usize, shift: u32): void {
  const label = load<u32>(labelAt);
  const code = <usize>load<T>(column + <usize>load<u32>(at) * sizeof<T>());
  store<u8>(marks + code, 0xff);
  const cell = cells + (code << shift) + ((label & 0xffff) << 1);
  store<u16>(cell, load<u16>(cell) + <u16>(label >>> 16));
}

/** Missing values, if there are any, stay on the right, where a cut may lie after the last code, or go left. */
function sweep(feature: i32, from: usize, end: usize, missingLeft: bool, shift: u32): void {
  const at = shift == 5 ? sweepVectors(from, end, missingLeft, true) : sweepVectors(from, end, missingLeft, false);
  if (at == 0) return;
  const split = <i32>(load<u32>(at) >>> shift);
  const next = at + 4 < end ? <i32>(load<u32>(at, 4) >>> shift) : load<i32>(codeCounts + (feature << 2));
  node.setCut(feature, missingLeft ? 0 : 1, split, next, i32(from > occupied));
}

/** Where in the list the best cut lies, if it is better than all before; else 0. */
// @ts-ignore: decorator
@inline
function sweepVectors(from: usize, end: usize, missingLeft: bool, two: bool): usize {
  const ones = i16x8.splat(1);
  let left = i64x2.splat(0);
  let left2 = left;
  let right = totalsFrom(0);
  let right2 = two ? totalsFrom(8) : left;
  if (missingLeft) {
    left = v128.load(histogram);
    right = i16x8.sub(right, left);
    if (two) {
      left2 = v128.load(histogram, 16);
      right2 = i16x8.sub(right2, left2);
    }
  }
  let best = node.score;
  let bestAt: usize = 0;
  for (let at = from; at < end; at += 4) {
    const cell = histogram + load<u32>(at);
    const moved = v128.load(cell);
    left = i16x8.add(left, moved);
    right = i16x8.sub(right, moved);
    let squares = i32x4.dot_i16x8_s(left, left);
    let otherSquares = i32x4.dot_i16x8_s(right, right);
    let counts = i32x4.dot_i16x8_s(left, ones);
    let otherCounts = i32x4.dot_i16x8_s(right, ones);
    if (two) {
      const moved2 = v128.load(cell, 16);
      left2 = i16x8.add(left2, moved2);
      right2 = i16x8.sub(right2, moved2);
      squares = i32x4.add(squares, i32x4.dot_i16x8_s(left2, left2));
      otherSquares = i32x4.add(otherSquares, i32x4.dot_i16x8_s(right2, right2));
      counts = i32x4.add(counts, i32x4.dot_i16x8_s(left2, ones));
      otherCounts = i32x4.add(otherCounts, i32x4.dot_i16x8_s(right2, ones));
    }
    const scores = f64x2.div(
      f64x2.convert_low_i32x4_s(addedUp(squares, otherSquares)),
      f64x2.convert_low_i32x4_s(addedUp(counts, otherCounts)),
    );
    // Not a number where nothing is right: never greater.
    const score = f64x2.extract_lane(scores, 0) + f64x2.extract_lane(scores, 1);
    if (score > best) {
      best = score;
      bestAt = at;
    }
  }
  node.setScore(best);
  return bestAt;
}

/** The sums of two vectors, in the first two lanes. */
// @ts-ignore: decorator
@inline
function addedUp(a: v128, b: v128): v128 {
  const pairs = i32x4.add(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(a, b, 2, 6, 3, 7));
  return i32x4.add(pairs, v128.shuffle<i32>(pairs, pairs, 2, 3, 0, 1));
}

/** The draws of eight classes of the node; 0 for those that there are not. */
function totalsFrom(first: i32): v128 {
  let lanes = i64x2.splat(0);
  for (let k = node.classCount - 1; k >= first; k--) {
    if (k >= first + 8) continue;
    // The classes after it move up by a lane.
    lanes = v128.shuffle<u8>(lanes, lanes, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13);
    lanes = i16x8.replace_lane(lanes, 0, <i16>load<f64>(totals + (k << 3)));
  }
  return lanes;
}
