// Columns of numbers out of cells: what is plain, exactly as ../../parse-number.ts reads it. The rows of all other cells
// are listed.
import { cells, countAbsent, fields, odd } from "./state";

const MINUS: u32 = 45;
const DOT: i8 = 46;
const ZERO: u32 = 48;

const lanes = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);

const ONES: u64 = 0x0101010101010101;
const TOPS: u64 = 0x8080808080808080;

/** The powers of ten that a double holds exactly. */
const POWERS = memory.data<f64>([
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
  1e21, 1e22,
]);

/** Reads the cells of a column as doubles: those of up to 19 digits, with or without a sign and a point. An empty one is NaN. */
export function readFloats(column: i32, rows: i32, values: usize): i32 {
  const step = <usize>fields << 3;
  let cell = cells + (<usize>column << 3);
  let list = odd;
  let empty = 0;
  for (let row = 0; row < rows; row++, cell += step) {
    const start: usize = load<u32>(cell);
    const end: usize = load<u32>(cell, 4);
    const to = values + (<usize>row << 3);
    if (start == end) {
      store<f64>(to, NaN);
      empty++;
      continue;
    }
    const minus = load<u8>(start) == MINUS;
    const first = start + <usize>minus;
    const length = <i32>(end - first);
    let value = NaN;
    if (length < 10) value = tinyDecimal(first, end, length);
    if (length > 8 && isNaN(value)) {
      value = length < 17 ? shortDecimal(first, end, length) : longDecimal(first, end, length);
    }
    if (isNaN(value)) {
      store<i32>(list, row);
      list += 4;
    } else {
      store<u64>(to, reinterpret<u64>(value) | (<u64>minus << 63));
    }
  }
  countAbsent(empty);
  return <i32>(list - odd) >> 2;
}

/** Of 9 bytes or fewer, 8 digits among them; NaN for anything but a plain decimal. */
// @ts-ignore: decorator
@inline
function tinyDecimal(first: usize, end: usize, length: i32): f64 {
  const bytes = load<u64>(end - 8);
  // The top bit of every byte that is a point, in the cell.
  const others = bytes ^ (ONES * 46);
  const dots = ~(((others & ~TOPS) + ~TOPS) | others | ~TOPS) & ((<u64>-1) << (64 - 8 * min(8, length)));
  const pointed = dots != 0;
  const count = length - <i32>pointed;
  const place = ctz(dots);
  // Bytes in front of the point move up by one, so that digits lie together.
  const behind = (<u64>-2) << place;
  const joined = pointed ? (bytes & behind) | (load<u64>(end - 9) & ~behind) : bytes;
  const unused = <u64>(64 - 8 * count);
  const digits = ((joined ^ (ONES * 48)) >> unused) << unused;
  if (((digits | (digits + ONES * 118)) & TOPS) != 0 || <u32>(count - 1) > 7) return NaN;
  if (!pointed && length > 1 && load<u8>(first) == ZERO) return NaN;
  return <f64>eightDigits(digits) / load<f64>(POWERS + (pointed ? (63 - <usize>place) : 0));
}

/** Of 16 bytes or fewer; NaN for anything but a plain decimal. */
// @ts-ignore: decorator
@inline
function shortDecimal(first: usize, end: usize, length: i32): f64 {
  const bytes = v128.load(end - 16);
  const inside = i8x16.gt_s(lanes, i8x16.splat(<i8>(15 - length)));
  const dots = i8x16.bitmask(v128.and(i8x16.eq(bytes, i8x16.splat(DOT)), inside));
  const pointed = dots != 0;
  const dot = pointed ? ctz(dots) : -1;
  // Bytes in front of the point move up by one, so that digits lie together.
  const joined = v128.bitselect(bytes, v128.load(end - 17), i8x16.gt_s(lanes, i8x16.splat(<i8>dot)));
  const used = i8x16.gt_s(lanes, i8x16.splat(<i8>(15 - length + <i32>pointed)));
  const digits = v128.and(i8x16.sub(joined, i8x16.splat(<i8>ZERO)), used);
  if (v128.any_true(i8x16.gt_u(digits, i8x16.splat(9)))) return NaN;
  if (pointed ? length == 1 : length > 1 && load<u8>(first) == ZERO) return NaN;
  return scaled(sixteenDigits(digits), pointed ? 15 - dot : 0);
}

/** The same of 17 bytes or more, and 19 digits or fewer. */
function longDecimal(first: usize, end: usize, length: i32): f64 {
  if (<u32>(length - 17) > 3) return NaN;
  const bytes = v128.load(end - 16);
  const dots = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(DOT)));
  const pointed = dots != 0;
  const dot = pointed ? ctz(dots) : -1;
  const joined = v128.bitselect(bytes, v128.load(end - 17), i8x16.gt_s(lanes, i8x16.splat(<i8>dot)));
  const digits = i8x16.sub(joined, i8x16.splat(<i8>ZERO));
  if (v128.any_true(i8x16.gt_u(digits, i8x16.splat(9)))) return NaN;
  let scale = pointed ? 15 - dot : -1;
  let high: u64 = 0;
  let count = 16;
  for (let i = first, to = end - 16 - <usize>pointed; i < to; i++) {
    const digit = <u32>load<u8>(i) - ZERO;
    if (digit <= 9) {
      high = high * 10 + digit;
      count++;
    } else if (digit == <u32>DOT - ZERO && scale < 0) {
      scale = <i32>(end - i) - 1;
    } else {
      return NaN;
    }
  }
  if (count > 19 || (scale < 0 && load<u8>(first) == ZERO)) return NaN;
  return scaled(high * 10000000000000000 + sixteenDigits(digits), max(scale, 0));
}

/** The number that digits spell, the first of most weight. */
// @ts-ignore: decorator
@inline
function sixteenDigits(digits: v128): u64 {
  const tens = i16x8.mul(v128.and(digits, i16x8.splat(0xff)), i16x8.splat(10));
  const twos = i16x8.add(tens, i16x8.shr_u(digits, 8));
  const fours = i32x4.dot_i16x8_s(twos, i16x8(100, 1, 100, 1, 100, 1, 100, 1));
  const packed = i16x8.narrow_i32x4_u(fours, fours);
  const eights = i32x4.dot_i16x8_s(packed, i16x8(10000, 1, 10000, 1, 10000, 1, 10000, 1));
  return <u64>(<u32>i32x4.extract_lane(eights, 0)) * 100000000 + <u64>(<u32>i32x4.extract_lane(eights, 1));
}

/** The double nearest to whole / 10^scale; NaN when that is too close to the middle of two doubles to tell. */
// @ts-ignore: decorator
@inline
function scaled(whole: u64, scale: i32): f64 {
  const power = load<f64>(POWERS + (<usize>scale << 3));
  let value = <f64>(<i64>whole) / power;
  if (whole > 0x20000000000000) value = quotient(whole, power);
  return value;
}

/** What `decimal` of ../../parse-number.ts calculates. */
function quotient(whole: u64, power: f64): f64 {
  const high = <f64>(whole / 10000);
  const low = <f64>(whole % 10000);
  const product = high * 10000;
  const sum = product + low;
  const rest = productError(high, 10000, product) + (low - (sum - product));
  const value = sum / power;
  const back = value * power;
  const correction = (sum - back - productError(value, power, back) + rest) / power;
  const slack = value * 7.888609052210118e-31;
  const below = value + (correction - slack);
  return below == value + (correction + slack) ? below : NaN;
}

/** a·b − product, exactly, where product is a·b rounded. */
// @ts-ignore: decorator
@inline
function productError(a: f64, b: f64, product: f64): f64 {
  const aSplit = a * 134217729;
  const aHigh = aSplit - (aSplit - a);
  const aLow = a - aHigh;
  const bSplit = b * 134217729;
  const bHigh = bSplit - (bSplit - b);
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

/** Reads the cells of a column as 32-bit integers: plain digits, with or without a minus. */
export function readIntegers(column: i32, rows: i32, values: usize): i32 {
  const step = <usize>fields << 3;
  let cell = cells + (<usize>column << 3);
  let list = odd;
  for (let row = 0; row < rows; row++, cell += step) {
    const start: usize = load<u32>(cell);
    const end: usize = load<u32>(cell, 4);
    const minus = load<u8>(start) == MINUS;
    const first = start + <usize>minus;
    const length = <i32>(end - first);
    let isPlain = <u32>(length - 1) < 10;
    // The last eight digits at once, those that are not there as zeros.
    const unused = <u64>(64 - 8 * min(8, max(1, length)));
    const digits = ((load<u64>(end - 8) ^ (ONES * 48)) >> unused) << unused;
    isPlain = isPlain & (((digits | (digits + ONES * 118)) & TOPS) == 0);
    isPlain = isPlain & ((length == 1) | (load<u8>(first) != ZERO));
    let value: i64 = eightDigits(digits);
    if (length > 8) {
      for (let i = first, weight: i64 = 100000000; i < end - 8; i++) {
        const digit = <u32>load<u8>(end - 9 - (i - first)) - ZERO;
        isPlain = isPlain & (digit <= 9);
        value += weight * digit;
        weight *= 10;
      }
    }
    if (minus) value = -value;
    if (isPlain && value == <i64>(<i32>value)) {
      store<i32>(values + (<usize>row << 2), <i32>value);
    } else {
      store<i32>(list, row);
      list += 4;
    }
  }
  return <i32>(list - odd) >> 2;
}

// @ts-ignore: decorator
@inline
function eightDigits(digits: u64): i64 {
  const twos = (digits * 2561) >> 8;
  const fours = ((twos & 0x00ff00ff00ff00ff) * 6553601) >> 16;
  return <i64>(((fours & 0x0000ffff0000ffff) * 42949672960001) >> 32);
}
