// The rules of rows and cells; see ../../tokenizer.ts.
import { cells, clearFault, comment, delimiter, exact, failAt, fields, quote, stopAt } from "./state";

const LF: u32 = 10;
const CR: u32 = 13;
const SPACE: u32 = 32;
const TAB: u32 = 9;

/** Whether the cell that `closing` went through has a doubled quote. */
let doubled = false;

/**
 * Cuts the rows between two addresses, `limit` or fewer, and says how many. Writes the bytes in front of and behind them.
 *
 * @param final - whether the text ends there; otherwise a row that reaches it is left alone.
 */
export function cutRows(begin: usize, end: usize, limit: i32, final: bool): i32 {
  store<u8>(begin - 1, LF);
  store<u8>(end, LF);
  clearFault();
  const delimiters = i8x16.splat(<i8>delimiter);
  const newlines = i8x16.splat(<i8>LF);
  const comments = i8x16.splat(<i8>(comment < 256 ? comment : LF));
  let rows = 0;
  let count = 0;
  let i = begin;
  // A bit for each of the 64 bytes from `base` that may end a cell, of those that lie ahead.
  let base = i;
  let marks = marksAt(base, delimiters, newlines, comments);
  while (rows < limit && i < end) {
    let c: u32 = load<u8>(i);
    if (c <= SPACE || c == comment) {
      const after = behindLine(i);
      if (after > end && !final) break;
      if (after > i) {
        i = after;
        if (i - base < 64) {
          marks &= ~(<u64>0) << (i - base);
        } else {
          base = i;
          marks = marksAt(base, delimiters, newlines, comments);
        }
        continue;
      }
    }
    const row = i;
    const firstCell = cells + <usize>rows * fields * 8;
    let cell = firstCell;
    let escaped = false;
    count = 0;
    for (;;) {
      let from = i;
      let to: usize;
      if (load<u8>(i) == quote) {
        const close = closing(i + 1, end);
        if (close >= end) {
          if (final) failAt(i, 2);
          stopAt(row, count);
          return rows;
        }
        from = i + 1;
        to = close;
        escaped = escaped || doubled;
        i = close + 1;
        c = load<u8>(i);
        if (c == CR && load<u8>(i + 1) == LF) c = load<u8>(++i);
        if (c != delimiter && c != LF && c != comment) {
          do c = load<u8>(++i);
          while (c != delimiter && c != LF && c != comment);
          to = i - <usize>(c == LF && load<u8>(i - 1) == CR);
          escaped = true;
        }
        if (i + 1 - base < 64) {
          marks &= ~(<u64>0) << (i + 1 - base);
        } else {
          base = i + 1;
          marks = marksAt(base, delimiters, newlines, comments);
        }
      } else {
        while (marks == 0) {
          base += 64;
          marks = marksAt(base, delimiters, newlines, comments);
        }
        i = base + <usize>ctz(marks);
        marks &= marks - 1;
        c = load<u8>(i);
        to = i - <usize>(c == LF && i > from && load<u8>(i - 1) == CR);
      }
      if (count < fields) {
        store<u64>(cell, <u64>from | (<u64>to << 32));
        cell += 8;
      }
      count++;
      if (c != delimiter) break;
      i++;
    }
    if (c != LF) {
      do i++;
      while (load<u8>(i) != LF);
      base = i + 1;
      marks = marksAt(base, delimiters, newlines, comments);
    }
    if (i >= end && !final) {
      stopAt(row, count);
      return rows;
    }
    i++;
    if (count != fields && exact) {
      failAt(row, 1);
      stopAt(row, count);
      return rows;
    }
    if (escaped) unescape(firstCell, cell);
    rows++;
  }
  stopAt(i < end ? i : end, count);
  return rows;
}

// @ts-ignore: decorator
@inline
function marksAt(at: usize, delimiters: v128, newlines: v128, comments: v128): u64 {
  return (
    marksOf(v128.load(at), delimiters, newlines, comments) |
    (marksOf(v128.load(at, 16), delimiters, newlines, comments) << 16) |
    (marksOf(v128.load(at, 32), delimiters, newlines, comments) << 32) |
    (marksOf(v128.load(at, 48), delimiters, newlines, comments) << 48)
  );
}

// @ts-ignore: decorator
@inline
function marksOf(bytes: v128, delimiters: v128, newlines: v128, comments: v128): u64 {
  const lines = v128.or(i8x16.eq(bytes, newlines), i8x16.eq(bytes, comments));
  return <u64>(<u32>i8x16.bitmask(v128.or(i8x16.eq(bytes, delimiters), lines)));
}

/** Behind the line at `i` when it is blank or all comment, else `i`. */
function behindLine(i: usize): usize {
  let j = i;
  let c: u32 = load<u8>(j);
  while ((c == SPACE || c == TAB) && c != delimiter) c = load<u8>(++j);
  if (c == CR && load<u8>(j + 1) == LF) c = load<u8>(++j);
  if (c == comment) while (c != LF) c = load<u8>(++j);
  return c == LF ? j + 1 : i;
}

/** The quote that closes a cell whose text begins at `i`; `end` or beyond when none does. */
function closing(from: usize, end: usize): usize {
  const quotes = i8x16.splat(<i8>quote);
  let i = from;
  doubled = false;
  while (true) {
    let marks = <u32>i8x16.bitmask(i8x16.eq(v128.load(i), quotes));
    while (marks == 0) {
      i += 16;
      if (i >= end) return end;
      marks = <u32>i8x16.bitmask(i8x16.eq(v128.load(i), quotes));
    }
    i += <usize>ctz(marks);
    if (i >= end || load<u8>(i + 1) != quote) return i;
    doubled = true;
    i += 2;
  }
}

/** Takes the quotes that only have a meaning out of the cells of a row that are quoted. */
function unescape(from: usize, to: usize): void {
  for (let cell = from; cell < to; cell += 8) {
    const start: usize = load<u32>(cell);
    const end: usize = load<u32>(cell, 4);
    if (load<u8>(start - 1) != quote) continue;
    let i = start;
    while (i < end && load<u8>(i) != quote) i++;
    let place = i;
    while (i < end) {
      const c = load<u8>(i++);
      if (c == quote) {
        if (i == end || load<u8>(i) != quote) break;
        i++;
      }
      store<u8>(place++, c);
    }
    while (i < end) store<u8>(place++, load<u8>(i++));
    store<u32>(cell, <u32>place, 4);
  }
}
