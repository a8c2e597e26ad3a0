// Columns of booleans and datetimes out of cells: the usual spellings, as ../../parse-boolean.ts and ../../parse-datetime.ts
// read them. The rows of all other cells are listed.
import { cells, countAbsent, fields, odd } from "./state";

const ZERO: u32 = 48;
const DASH: u32 = 45;
const DOT: u32 = 46;
const COLON: u32 = 58;
const SPACE: u32 = 32;
const LETTER_T: u32 = 84;
const LETTER_Z: u32 = 90;

/** Reads true and false, each as it is, with a capital, or in capitals. */
export function readBooleans(column: i32, rows: i32, values: usize): i32 {
  const step = <usize>fields << 3;
  let cell = cells + (<usize>column << 3);
  let list = odd;
  for (let row = 0; row < rows; row++, cell += step) {
    const start: usize = load<u32>(cell);
    const length = load<u32>(cell, 4) - <u32>start;
    const head = load<u32>(start);
    const last: u32 = load<u8>(start, 4);
    if (length == 4 && (head == 0x65757274 || head == 0x65757254 || head == 0x45555254)) {
      store<u8>(values + <usize>row, 1);
    } else if (
      length == 5 &&
      (((head == 0x736c6166 || head == 0x736c6146) && last == 101) || (head == 0x534c4146 && last == 69))
    ) {
      store<u8>(values + <usize>row, 0);
    } else {
      store<i32>(list, row);
      list += 4;
    }
  }
  countAbsent(0);
  return <i32>(list - odd) >> 2;
}

/** Reads a day, or a day and a time with seconds and perhaps thousandths, in UTC. An empty cell is NaN. */
export function readDatetimes(column: i32, rows: i32, values: usize): i32 {
  const step = <usize>fields << 3;
  let cell = cells + (<usize>column << 3);
  let list = odd;
  let empty = 0;
  for (let row = 0; row < rows; row++, cell += step) {
    const start: usize = load<u32>(cell);
    const end: usize = load<u32>(cell, 4);
    const value = start == end ? NaN : datetime(start, <u32>(end - start));
    empty += <i32>(start == end);
    if (start != end && isNaN(value)) {
      store<i32>(list, row);
      list += 4;
    } else {
      store<f64>(values + (<usize>row << 3), value);
    }
  }
  countAbsent(empty);
  return <i32>(list - odd) >> 2;
}

// @ts-ignore: decorator
@inline
function datetime(at: usize, length: u32): f64 {
  if (length != 10 && length < 19) return NaN;
  if (load<u8>(at, 4) != DASH || load<u8>(at, 7) != DASH) return NaN;
  const year = twoDigits(at) * 100 + twoDigits(at + 2);
  const month = twoDigits(at + 5);
  const day = twoDigits(at + 8);
  if (year > 9999 || month - 1 > 11 || day - 1 >= daysIn(year, month)) return NaN;
  const date = <f64>daysSinceEpoch(year, month, day) * 86400000;
  return length == 10 ? date : date + time(at, length);
}

function time(at: usize, length: u32): f64 {
  const between: u32 = load<u8>(at, 10);
  if ((between != LETTER_T && between != SPACE) || load<u8>(at, 13) != COLON || load<u8>(at, 16) != COLON) return NaN;
  const hour = twoDigits(at + 11);
  const minute = twoDigits(at + 14);
  const second = twoDigits(at + 17);
  if (hour > 23 || minute > 59 || second > 59) return NaN;
  let milliseconds: u32 = 0;
  let read: u32 = 19;
  if (length >= 23 && load<u8>(at, 19) == DOT) {
    const tenths = <u32>load<u8>(at, 20) - ZERO;
    const rest = twoDigits(at + 21);
    if (tenths > 9 || rest > 99) return NaN;
    milliseconds = tenths * 100 + rest;
    read = 23;
  }
  if (length > read && (length != read + 1 || load<u8>(at + read) != LETTER_Z)) return NaN;
  return <f64>(((hour * 60 + minute) * 60 + second) * 1000 + milliseconds);
}

/** The whole number spelled by two digits; a great one for anything else. */
// @ts-ignore: decorator
@inline
function twoDigits(at: usize): u32 {
  const tens = <u32>load<u8>(at) - ZERO;
  const ones = <u32>load<u8>(at, 1) - ZERO;
  return tens <= 9 && ones <= 9 ? tens * 10 + ones : 1000000;
}

// @ts-ignore: decorator
@inline
function isLeap(year: u32): bool {
  return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
}

// @ts-ignore: decorator
@inline
function daysIn(year: u32, month: u32): u32 {
  if (month == 2) return isLeap(year) ? 29 : 28;
  return 30 + ((month + (month >> 3)) & 1);
}

/** Days from 1970-01-01; years begin in March, so that a leap day is the last. */
// @ts-ignore: decorator
@inline
function daysSinceEpoch(year: u32, month: u32, day: u32): i32 {
  const early = month <= 2 ? 1 : 0;
  const y = <i32>year - early + 400;
  const m = <i32>month + (early != 0 ? 9 : -3);
  const inYear = (153 * m + 2) / 5 + <i32>day - 1;
  return y * 365 + y / 4 - y / 100 + y / 400 + inYear - 719468 - 146097;
}
