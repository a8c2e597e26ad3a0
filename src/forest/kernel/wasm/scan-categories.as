// What ../scan-categories.ts does.
import { keyCategories, sharesOf } from "./category-keys";
import * as node from "./node";
import { sweep } from "./scan-histogram";
import { codeCounts, leftBits, occupied, order, orderKeys, seenBits, totals } from "./state";

const ORDERINGS = 8;

export function scanCategories(feature: i32, length: i32): void {
  const count = node.classCount;
  if (count == 2) {
    scanOrder(feature, length, 1);
    return;
  }
  let lastCount = Infinity;
  let lastClass = -1;
  for (let round = min(ORDERINGS, count); round > 0; round--) {
    let next = -1;
    let most: f64 = 0;
    for (let k = 0; k < count; k++) {
      const total = load<f64>(totals + (k << 3));
      const after = total < lastCount || (total == lastCount && k > lastClass);
      if (after && (next < 0 || total > most)) {
        next = k;
        most = total;
      }
    }
    if (most == 0) return;
    scanOrder(feature, length, next);
    lastCount = most;
    lastClass = next;
  }
}

function scanOrder(feature: i32, length: i32, byClass: i32): void {
  memory.copy(order, occupied, length << 2);
  const odds = keyCategories(feature, length, byClass);
  sortByKey(length);
  const at = sweep(order, 0, length, 0, false);
  if (at < 0) return;
  const bytes = ((load<i32>(codeCounts + (feature << 2)) + 31) >> 5) << 2;
  memory.fill(leftBits, 0, bytes);
  memory.fill(seenBits, 0, bytes);
  for (let t = 0; t < length; t++) {
    const code = load<i32>(order + (t << 2));
    const word = (code >> 5) << 2;
    const bit: u32 = 1 << (code & 31);
    store<u32>(seenBits + word, load<u32>(seenBits + word) | bit);
    if (t <= at) store<u32>(leftBits + word, load<u32>(leftBits + word) | bit);
  }
  const key = orderKeys + (at << 3);
  const middle = (load<f64>(key) + load<f64>(key, 8)) / 2;
  node.setOrder(feature, byClass, odds == 0 ? middle : middle / (middle + odds * (1 - middle)));
}

/** Adds to the left those categories of the best split that do not occur in the node, by their place in the order. */
export function placeUnseen(): void {
  const feature = node.feature;
  const codeCount = load<i32>(codeCounts + (feature << 2));
  const from = sharesOf(feature, node.byClass);
  const ofNode = load<f64>(totals + (node.byClass << 3)) / node.draws;
  const all: u32 = ofNode <= node.middle ? 0xffffffff : 0;
  for (let code = 0; code < codeCount; code += 32) {
    const word = (code >> 5) << 2;
    let bits = from == 0 ? all : bitsUpTo(from + (code << 3), node.middle);
    if (codeCount - code < 32) bits &= (1 << (codeCount - code)) - 1;
    store<u32>(leftBits + word, load<u32>(leftBits + word) | (bits & ~load<u32>(seenBits + word)));
  }
}

/** A bit for each of 32 shares that is at most `most`. */
function bitsUpTo(at: usize, most: f64): u32 {
  const limit = f64x2.splat(most);
  let bits: u32 = 0;
  for (let i: u32 = 0; i < 32; i += 2, at += 16) bits |= <u32>i64x2.bitmask(f64x2.le(v128.load(at), limit)) << i;
  return bits;
}

/** Shell's sort with Ciura's gaps, by key and then by code. */
function sortByKey(length: i32): void {
  for (let gap = firstGap(length); gap > 0; gap = gapBelow(gap)) {
    for (let i = gap; i < length; i++) {
      const code = load<i32>(order + (i << 2));
      const key = load<f64>(orderKeys + (i << 3));
      let j = i - gap;
      while (j >= 0) {
        const other = load<f64>(orderKeys + (j << 3));
        if (other < key || (other == key && load<i32>(order + (j << 2)) <= code)) break;
        store<f64>(orderKeys + ((j + gap) << 3), other);
        store<i32>(order + ((j + gap) << 2), load<i32>(order + (j << 2)));
        j -= gap;
      }
      store<f64>(orderKeys + ((j + gap) << 3), key);
      store<i32>(order + ((j + gap) << 2), code);
    }
  }
}

const GAPS = memory.data<i32>([1, 4, 10, 23, 57, 132, 301, 701, 1750, 4376, 10941, 27353]);
const GAP_COUNT = 12;

function firstGap(length: i32): i32 {
  let at = 0;
  while (at + 1 < GAP_COUNT && load<i32>(GAPS + ((at + 1) << 2)) < length) at += 1;
  return load<i32>(GAPS + (at << 2));
}

function gapBelow(gap: i32): i32 {
  let at = GAP_COUNT - 1;
  while (at >= 0 && load<i32>(GAPS + (at << 2)) >= gap) at -= 1;
  return at < 0 ? 0 : load<i32>(GAPS + (at << 2));
}
