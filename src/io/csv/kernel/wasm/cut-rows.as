// The rules of rows and cells; see ../../tokenizer.ts.
import { cells, clearFault, comment, delimiter, exact, failAt, fields, quote, stopAt } from "./state";

const LF: u32 = 10;
const CR: u32 = 13;
const SPACE: u32 = 32;
const TAB: u32 = 9;

/** Puts a place in both halves of 64 bits; moves the one in the upper half on by one. */
const TWICE: u64 = 0x100000001;
const NEXT: u64 = 0x100000000;

/** Bytes that are looked for, sixteen times each; loaded where they are used, as V8 would put them together there. */
const LOOKED_FOR = memory.data(64, 16);

/** Whether the cell that `closing` went through has a doubled quote. */
let doubled = false;

/** Behind the rows that `cutPlainRows` cut. */
let plainEnd: usize = 0;

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
  let plain = exact != 0;
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
    const firstCell = cells + <usize>rows * fields * 8;
    if (plain) {
      const cut = cutPlainRows(i, end, limit - rows, firstCell);
      if (cut > 0) {
        rows += cut;
        i = base = plainEnd;
        marks = marksAt(base, delimiters, newlines, comments);
        continue;
      }
    }
    const row = i;
    plain = exact != 0;
    let cell = firstCell;
    let escaped = false;
    count = 0;
    for (;;) {
      let from = i;
      let to: usize;
      if (load<u8>(i) == quote) {
        plain = false;
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

/**
 * Cuts rows without quotes and comments, `limit` or fewer: the places of all delimiters and newlines in 64 bytes are listed
 * at once, and only newlines are looked at, whether they are where a row of so many fields has its end. Stops in front of the
 * first row that is none of these, or that may be blank, or that comes near the end.
 *
 * @param to - where the cells go; up to 72 more than those of the rows are written.
 */
function cutPlainRows(begin: usize, end: usize, limit: i32, to: usize): i32 {
  v128.store(LOOKED_FOR, i8x16.splat(<i8>delimiter));
  v128.store(LOOKED_FOR, i8x16.splat(<i8>LF), 16);
  v128.store(LOOKED_FOR, i8x16.splat(<i8>quote), 32);
  v128.store(LOOKED_FOR, i8x16.splat(<i8>(comment < 256 ? comment : quote)), 48);
  const rowSize = <usize>fields * 8;
  let rows = 0;
  let cell = to;
  let lastCell = to + rowSize - 8;
  store<u32>(to, <u32>begin);
  plainEnd = begin;
  for (let base = begin; base + 64 <= end; base += 64) {
    const a = v128.load(base);
    const b = v128.load(base, 16);
    const c = v128.load(base, 32);
    const d = v128.load(base, 48);
    const quotes = v128.load(LOOKED_FOR, 32);
    const comments = v128.load(LOOKED_FOR, 48);
    const quoted = v128.or(eitherOf(a, quotes, comments), eitherOf(b, quotes, comments));
    if (v128.any_true(v128.or(quoted, v128.or(eitherOf(c, quotes, comments), eitherOf(d, quotes, comments))))) break;
    const newlines = v128.load(LOOKED_FOR, 16);
    const delimiters = v128.load(LOOKED_FOR);
    let lines = bitsOf(i8x16.eq(a, newlines), i8x16.eq(b, newlines), i8x16.eq(c, newlines), i8x16.eq(d, newlines));
    const marks =
      lines | bitsOf(i8x16.eq(a, delimiters), i8x16.eq(b, delimiters), i8x16.eq(c, delimiters), i8x16.eq(d, delimiters));
    let place = cell;
    // The end of a cell, and the beginning of the next one behind it. Eight at a time, whether or not there are so many.
    const first = <u64>base * TWICE + NEXT;
    for (let left = marks; left != 0; place += 64) {
      left = putNext(place, first, left);
      left = putNext(place + 8, first, left);
      left = putNext(place + 16, first, left);
      left = putNext(place + 24, first, left);
      left = putNext(place + 32, first, left);
      left = putNext(place + 40, first, left);
      left = putNext(place + 48, first, left);
      left = putNext(place + 56, first, left);
    }
    for (; lines != 0; lines &= lines - 1) {
      const newline = base + <usize>ctz(lines);
      if (cell + <usize>popcnt(marks & (lines - 1) & ~lines) * 8 != lastCell) return rows;
      if (load<u8>(newline - 1) == CR && newline > load<u32>(lastCell)) store<u32>(lastCell, <u32>newline - 1, 4);
      rows++;
      lastCell += rowSize;
      plainEnd = newline + 1;
      if (rows == limit || load<u8>(plainEnd) <= SPACE) return rows;
    }
    cell += <usize>popcnt(marks) * 8;
    if (cell > lastCell) return rows;
  }
  return rows;
}

/** Puts the place of the first mark where it belongs; the other marks. */
// @ts-ignore: decorator
@inline
function putNext(place: usize, first: u64, marks: u64): u64 {
  store<u64>(place, first + ctz(marks) * TWICE, 4);
  return marks & (marks - 1);
}

// @ts-ignore: decorator
@inline
function eitherOf(bytes: v128, one: v128, other: v128): v128 {
  return v128.or(i8x16.eq(bytes, one), i8x16.eq(bytes, other));
}

/** A bit for each of the bytes of four vectors. */
// @ts-ignore: decorator
@inline
function bitsOf(a: v128, b: v128, c: v128, d: v128): u64 {
  return (
    <u64>(<u32>i8x16.bitmask(a)) |
    (<u64>(<u32>i8x16.bitmask(b)) << 16) |
    (<u64>(<u32>i8x16.bitmask(c)) << 32) |
    (<u64>(<u32>i8x16.bitmask(d)) << 48)
  );
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
