// What histogram.as and scan-histogram.as do together, by gini, for up to four classes and fewer than 2 ** 15 draws: the
// counters of a code are four of 16 bits side by side, and both sides of a cut are scored in one vector. The scores are
// the same to the last bit, as all that is added up are whole numbers that 32 bits hold. Where leaves must have a least
// number of distinct rows, the last counter is theirs.
import * as node from "./node";
import { codeBits, codeCounts, codeMarks, gini, histogram, minSamplesLeaf, rowIds, totals } from "./state";

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
  const words = (codeCount + 63) >> 6;
  gatherMarks(words);
  const first = firstCode(words);
  const last = lastCode(words);
  if (first < last) {
    sweep(feature, words, first, false);
    if (first == 0) sweep(feature, words, first, true);
  }
  clear(words);
  return first < last;
}

function fill<T>(column: usize): void {
  const to = rowIds + (node.end << 2);
  const from = rowIds + (node.start << 2);
  const toLabels = node.labels - from;
  const marks = codeMarks;
  const cells = histogram;
  const row = <u64>(minSamplesLeaf > 1) << 48;
  for (let at = from; at < to; at += 4) {
    const label = load<u32>(at + toLabels);
    const code = <usize>load<T>(column + <usize>load<u32>(at) * sizeof<T>());
    store<u8>(marks + code, 0xff);
    const cell = cells + (code << 3);
    store<u64>(cell, load<u64>(cell) + (<u64>(label >>> 16) << ((label & 0xffff) << 4)) + row);
  }
}

/** Makes bits of the marks, which are a byte each as those can be set without being read, and clears these. */
function gatherMarks(words: i32): void {
  const none = i64x2.splat(0);
  for (let word = 0; word < words; word++) {
    const marks = codeMarks + (word << 6);
    const low = i8x16.bitmask(v128.load(marks)) | (i8x16.bitmask(v128.load(marks, 16)) << 16);
    const high = i8x16.bitmask(v128.load(marks, 32)) | (i8x16.bitmask(v128.load(marks, 48)) << 16);
    v128.store(marks, none);
    v128.store(marks, none, 16);
    v128.store(marks, none, 32);
    v128.store(marks, none, 48);
    store<u64>(codeBits + (word << 3), <u64>(<u32>low) | (<u64>(<u32>high) << 32));
  }
}

function firstCode(words: i32): i32 {
  for (let word = 0; word < words; word++) {
    const bits = load<u64>(codeBits + (word << 3));
    if (bits != 0) return (word << 6) + <i32>ctz(bits);
  }
  return 0;
}

function lastCode(words: i32): i32 {
  for (let word = words - 1; word >= 0; word--) {
    const bits = load<u64>(codeBits + (word << 3));
    if (bits != 0) return (word << 6) + 63 - <i32>clz(bits);
  }
  return 0;
}

/** Missing values, if there are any, go left or stay on the right; on the right, a cut may lie after the last code. */
function sweep(feature: i32, words: i32, first: i32, missingLeft: bool): void {
  const signs = i16x8(1, 1, 1, 1, -1, -1, -1, -1);
  const ones = i16x8.splat(1);
  const skipped: i32 = first == 0 && !missingLeft ? 0 : -1;
  const leaf = minSamplesLeaf;
  const draws = leaf > 1 ? i16x8(-1, -1, -1, 0, -1, -1, -1, 0) : i16x8.splat(-1);
  // The counts on the left, then those on the right.
  const last = leaf > 1 ? <i16>(node.end - node.start) : total(3);
  let sides = i16x8(0, 0, 0, 0, total(0), total(1), total(2), last);
  const cells = histogram;
  let best = node.score;
  let split = -1;
  for (let word = 0; word < words; word++) {
    let bits = load<u64>(codeBits + (word << 3));
    while (bits != 0) {
      const code = (word << 6) + <i32>ctz(bits);
      bits &= bits - 1;
      if (code == skipped) continue;
      sides = i16x8.add(sides, i16x8.mul(v128.load64_splat(cells + (code << 3)), signs));
      if (leaf > 1 && min(i16x8.extract_lane_s(sides, 3), i16x8.extract_lane_s(sides, 7)) < leaf) continue;
      const both = v128.and(sides, draws);
      const squares = i32x4.dot_i16x8_s(both, both);
      const counts = i32x4.dot_i16x8_s(both, ones);
      const sums = i32x4.add(
        v128.shuffle<i32>(squares, counts, 0, 2, 4, 6),
        v128.shuffle<i32>(squares, counts, 1, 3, 5, 7),
      );
      const scores = f64x2.div(
        f64x2.convert_low_i32x4_s(sums),
        f64x2.convert_low_i32x4_s(v128.shuffle<i32>(sums, sums, 2, 3, 2, 3)),
      );
      // Not a number after the last code, where nothing is right: never greater.
      const score = f64x2.extract_lane(scores, 0) + f64x2.extract_lane(scores, 1);
      if (score > best && (code != 0 || !missingLeft)) {
        best = score;
        split = code;
      }
    }
  }
  if (split < 0) return;
  node.setScore(best);
  node.setCut(feature, missingLeft ? 0 : 1, split, nextCode(split, words, load<i32>(codeCounts + (feature << 2))), i32(first == 0));
}

/** The draws of a class in the node; 0 for one that there is not. */
// @ts-ignore: decorator
@inline
function total(k: i32): i16 {
  return k < node.classCount ? <i16>load<f64>(totals + (k << 3)) : 0;
}

/** The next code that occurs. */
function nextCode(code: i32, words: i32, codeCount: i32): i32 {
  let word = code >> 6;
  let bits = load<u64>(codeBits + (word << 3)) & ((<u64>-2) << (code & 63));
  while (bits == 0) {
    word += 1;
    if (word == words) return codeCount;
    bits = load<u64>(codeBits + (word << 3));
  }
  return (word << 6) + <i32>ctz(bits);
}

function clear(words: i32): void {
  const cells = histogram;
  for (let word = 0; word < words; word++) {
    let bits = load<u64>(codeBits + (word << 3));
    store<u64>(codeBits + (word << 3), 0);
    while (bits != 0) {
      store<u64>(cells + (((word << 6) + <i32>ctz(bits)) << 3), 0);
      bits &= bits - 1;
    }
  }
}
