// What ../scan-categories.ts does.
import * as node from "./node";
import { sweep } from "./scan-histogram";
import { codeCounts, histogram, leftBits, occupied, order, orderKeys, seenBits, totals } from "./state";

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
  const count = node.classCount;
  for (let t = 0; t < length; t++) {
    const code = load<i32>(occupied + (t << 2));
    const cell = histogram + ((code * count) << 2);
    let draws: f64 = 0;
    for (let k = 0; k < count; k++) draws += <f64>load<u32>(cell + (k << 2));
    store<i32>(order + (t << 2), code);
    store<f64>(orderKeys + (t << 3), <f64>load<u32>(cell + (byClass << 2)) / draws);
  }
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
  node.setFeature(feature);
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
