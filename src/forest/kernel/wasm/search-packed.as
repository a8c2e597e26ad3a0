// What histogram.as and scan-histogram.as do together, by gini, for up to four classes and fewer than 2 ** 15 draws: the
// counters of a code are four of 16 bits side by side, and both sides of a cut are scored in one vector. The scores are
// the same to the last bit, as all that is added up are whole numbers that 32 bits hold. Where leaves must have a least
// number of distinct rows, the last counter is theirs.
import { listOccupied } from "./list-occupied";
import * as node from "./node";
import { codeCounts, codeMarks, gini, histogram, minSamplesLeaf, occupied, rowIds, totals } from "./state";

const MOST_CLASSES = 4;
const MOST_DRAWS: f64 = 32768;
/** Codes for each row up to which looking for those that occur costs less than sorting the rows. */
const CODES_PER_ROW = 64;

/** Whether the node can be searched so, and that is quickest. */
// @ts-ignore: decorator
@inline
export function packs(rows: i32, codeCount: i32): bool {
  return (
    gini != 0 &&
    node.classCount > 1 &&
    node.classCount <= MOST_CLASSES - i32(minSamplesLeaf > 1) &&
    node.draws < MOST_DRAWS &&
    rows * CODES_PER_ROW >= codeCount
  );
}

/** Looks at every cut of an ordered feature; whether it has more than one value in the node. */
export function searchPacked<T>(feature: i32, column: usize, codeCount: i32): bool {
  fill<T>(column);
  const end = listOccupied(codeCount, 3);
  const several = end > occupied + 4;
  if (several) {
    if (load<u32>(occupied) != 0) sweep(feature, occupied, end, false);
    else {
      sweep(feature, occupied + 4, end, false);
      sweep(feature, occupied + 4, end, true);
    }
  }
  for (let at = occupied; at < end; at += 4) store<u64>(histogram + load<u32>(at), 0);
  return several;
}

function fill<T>(column: usize): void {
  const to = rowIds + (node.end << 2);
  const from = rowIds + (node.start << 2);
  const toLabels = node.labels - from;
  const marks = codeMarks;
  const cells = histogram;
  const row = <u64>(minSamplesLeaf > 1) << 48;
  // Two at a time, as V8 unrolls no loop over memory that threads share.
  const pairs = from + ((to - from) & ~7);
  let at = from;
  while (at < pairs) {
    count<T>(column, at, at + toLabels, marks, cells, row);
    count<T>(column, at + 4, at + 4 + toLabels, marks, cells, row);
    at += 8;
  }
  if (at < to) count<T>(column, at, at + toLabels, marks, cells, row);
}

/** Adds the draws of a row. */
// @ts-ignore: decorator
@inline
function count<T>(column: usize, at: usize, labelAt: usize, marks: usize, cells: usize, row: u64): void {
  const label = load<u32>(labelAt);
  const code = <usize>load<T>(column + <usize>load<u32>(at) * sizeof<T>());
  store<u8>(marks + code, 0xff);
  const cell = cells + (code << 3);
  store<u64>(cell, load<u64>(cell) + (<u64>(label >>> 16) << ((label & 0xffff) << 4)) + row);
}

/** Missing values, if there are any, stay on the right, where a cut may lie after the last code, or go left. */
function sweep(feature: i32, from: usize, end: usize, missingLeft: bool): void {
  const sides = i16x8(0, 0, 0, 0, total(0), total(1), total(2), minSamplesLeaf > 1 ? <i16>(node.end - node.start) : total(3));
  const start = missingLeft ? moved(sides, 0) : sides;
  const at = minSamplesLeaf > 1 ? sweepLeaves(from, end, start) : sweepPairs(from, end, start);
  if (at == 0) return;
  const split = <i32>(load<u32>(at) >>> 3);
  const next = at + 4 < end ? <i32>(load<u32>(at, 4) >>> 3) : load<i32>(codeCounts + (feature << 2));
  node.setCut(feature, missingLeft ? 0 : 1, split, next, i32(from > occupied));
}

/** The draws of a class in the node; 0 for one that there is not. */
// @ts-ignore: decorator
@inline
function total(k: i32): i16 {
  return k < node.classCount ? <i16>load<f64>(totals + (k << 3)) : 0;
}

/** The counts on the left, then those on the right, once a code has been moved. */
// @ts-ignore: decorator
@inline
function moved(sides: v128, cell: u32): v128 {
  return i16x8.add(sides, i16x8.mul(v128.load64_splat(histogram + cell), i16x8(1, 1, 1, 1, -1, -1, -1, -1)));
}

/** The score of a cut; not a number where one side is empty: never greater. */
// @ts-ignore: decorator
@inline
function scoreOf(sides: v128): f64 {
  const squares = i32x4.dot_i16x8_s(sides, sides);
  const counts = i32x4.dot_i16x8_s(sides, i16x8.splat(1));
  const sums = i32x4.add(v128.shuffle<i32>(squares, counts, 0, 2, 4, 6), v128.shuffle<i32>(squares, counts, 1, 3, 5, 7));
  const scores = f64x2.div(
    f64x2.convert_low_i32x4_s(sums),
    f64x2.convert_low_i32x4_s(v128.shuffle<i32>(sums, sums, 2, 3, 2, 3)),
  );
  return f64x2.extract_lane(scores, 0) + f64x2.extract_lane(scores, 1);
}

/**
 * Where in the list the best cut lies, if it is better than all before; else 0. Two cuts at a time are scored in single
 * precision, which is wrong by less than a part in 2 ** 21; only those that may be better then are scored exactly.
 */
function sweepPairs(from: usize, end: usize, start: v128): usize {
  const ones = i16x8.splat(1);
  let sides = start;
  let best = node.score;
  let bestAt: usize = 0;
  let least = leastOf(best);
  // A code that does not occur, to make pairs.
  store<u32>(end, NOTHING - <u32>histogram);
  for (let at = from; at < end; at += 8) {
    const first = moved(sides, load<u32>(at));
    const second = moved(first, load<u32>(at, 4));
    sides = second;
    const squares1 = i32x4.dot_i16x8_s(first, first);
    const squares2 = i32x4.dot_i16x8_s(second, second);
    const counts1 = i32x4.dot_i16x8_s(first, ones);
    const counts2 = i32x4.dot_i16x8_s(second, ones);
    const squares = i32x4.add(
      v128.shuffle<i32>(squares1, squares2, 0, 2, 4, 6),
      v128.shuffle<i32>(squares1, squares2, 1, 3, 5, 7),
    );
    const counts = i32x4.add(
      v128.shuffle<i32>(counts1, counts2, 0, 2, 4, 6),
      v128.shuffle<i32>(counts1, counts2, 1, 3, 5, 7),
    );
    const scores = f32x4.div(f32x4.convert_i32x4_s(squares), f32x4.convert_i32x4_s(counts));
    const both = f32x4.add(scores, v128.shuffle<i32>(scores, scores, 1, 0, 3, 2));
    if (!v128.any_true(f32x4.ge(both, least))) continue;
    const score1 = scoreOf(first);
    if (score1 > best) {
      best = score1;
      bestAt = at;
    }
    const score2 = scoreOf(second);
    if (score2 > best) {
      best = score2;
      bestAt = at + 4;
    }
    least = leastOf(best);
  }
  node.setScore(best);
  return bestAt;
}

/** Eight bytes that are zero. */
const NOTHING = <u32>memory.data(8, 8);

// @ts-ignore: decorator
@inline
function leastOf(best: f64): v128 {
  return f32x4.splat(<f32>(best * (1 - 1 / 1048576.0)));
}

/** The same where leaves must have so many rows, which are counted last on each side. */
function sweepLeaves(from: usize, end: usize, start: v128): usize {
  const leaf = minSamplesLeaf;
  const draws = i16x8(-1, -1, -1, 0, -1, -1, -1, 0);
  let sides = start;
  let best = node.score;
  let bestAt: usize = 0;
  for (let at = from; at < end; at += 4) {
    sides = moved(sides, load<u32>(at));
    if (min(i16x8.extract_lane_s(sides, 3), i16x8.extract_lane_s(sides, 7)) < leaf) continue;
    const score = scoreOf(v128.and(sides, draws));
    if (score > best) {
      best = score;
      bestAt = at;
    }
  }
  node.setScore(best);
  return bestAt;
}
