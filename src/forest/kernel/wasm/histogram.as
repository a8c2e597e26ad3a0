// What ../histogram.ts does.
import * as node from "./node";
import { codeBits, codeRows, histogram, occupied, rowIds } from "./state";

const ROWS_PER_CODE = 4;

/** Counts the draws by code and class and lists the codes that occur; how many these are. */
export function fillHistogram<T>(column: usize, codeCount: i32, countRows: bool): i32 {
  const from = rowIds + (node.start << 2);
  const to = rowIds + (node.end << 2);
  const toLabels = node.labels - from;
  const count = node.classCount;
  if (countRows) {
    for (let at = from; at < to; at += 4) {
      const cell = codeRows + (<usize>load<T>(column + <usize>load<u32>(at) * sizeof<T>()) << 2);
      store<i32>(cell, load<i32>(cell) + 1);
    }
  }
  if (node.end - node.start >= codeCount * ROWS_PER_CODE) {
    for (let at = from; at < to; at += 4) {
      const label = load<u32>(at + toLabels);
      const code = <u32>load<T>(column + <usize>load<u32>(at) * sizeof<T>());
      const cell = histogram + ((code * count + (label & 0xffff)) << 2);
      store<u32>(cell, load<u32>(cell) + (label >>> 16));
    }
    return occupiedByCount(codeCount, count);
  }
  for (let at = from; at < to; at += 4) {
    const label = load<u32>(at + toLabels);
    const code = <u32>load<T>(column + <usize>load<u32>(at) * sizeof<T>());
    const word = codeBits + ((code >>> 5) << 2);
    store<u32>(word, load<u32>(word) | (1 << (code & 31)));
    const cell = histogram + ((code * count + (label & 0xffff)) << 2);
    store<u32>(cell, load<u32>(cell) + (label >>> 16));
  }
  return takeOccupied(codeCount);
}

function occupiedByCount(codeCount: i32, count: i32): i32 {
  let at = occupied;
  let cell = histogram;
  for (let code = 0; code < codeCount; code++) {
    let any: u32 = 0;
    for (let k = 0; k < count; k++) {
      any |= load<u32>(cell);
      cell += 4;
    }
    store<i32>(at, code);
    at += any == 0 ? 0 : 4;
  }
  return <i32>(at - occupied) >> 2;
}

/** Lists the marked codes, and clears the marks. */
function takeOccupied(codeCount: i32): i32 {
  let at = occupied;
  for (let first = 0; first < codeCount; first += 32) {
    const word = codeBits + (first >> 3);
    let bits = load<u32>(word);
    if (bits == 0) continue;
    store<u32>(word, 0);
    do {
      store<i32>(at, first + ctz(bits));
      at += 4;
      bits &= bits - 1;
    } while (bits != 0);
  }
  return <i32>(at - occupied) >> 2;
}

/** Sets the counters of the occupied codes back to zero. */
export function clearHistogram(length: i32, countRows: bool): void {
  const count = node.classCount;
  const to = occupied + (length << 2);
  for (let at = occupied; at < to; at += 4) {
    const code = load<i32>(at);
    const cell = histogram + ((code * count) << 2);
    for (let k = 0; k < count; k++) store<u32>(cell + (k << 2), 0);
    if (countRows) store<i32>(codeRows + (code << 2), 0);
  }
}
