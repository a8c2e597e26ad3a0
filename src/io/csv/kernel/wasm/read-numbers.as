// Columns of numbers out of cells: what is plain, exactly as ../../parse-number.ts reads it. The rows of all other cells
// are listed.
import { cells, countAbsent, fields, odd } from "./state";

const MINUS: u32 = 45;
const DOT: i8 = 46;
const ZERO: u32 = 48;

const lanes = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);

/** By number of bytes, up to 9: the last so many of eight, each with all its bits. */
const LAST = memory.data<u64>([
  0, 0xff00000000000000, 0xffff000000000000, 0xffffff0000000000, 0xffffffff00000000, 0xffffffffff000000,
  0xffffffffffff0000, 0xffffffffffffff00, 0xffffffffffffffff, 0xffffffffffffffff,
]);

/** By place of the point among eight bytes: the power of ten of as many digits as follow. */
const POWERS_BEHIND = memory.data<f64>([1e7, 1e6, 1e5, 1e4, 1e3, 1e2, 1e1, 1]);

/** The sign bit of a double that is not negative, and of one that is. */
const SIGNS = memory.data<u64>([0, 0x8000000000000000]);

/** The doubles nearest to the inverses of those below. */
const INVERSES = memory.data<f64>([
  1, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12, 1e-13, 1e-14, 1e-15, 1e-16, 1e-17,
  1e-18, 1e-19, 1e-20, 1e-21, 1e-22,
]);

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
    const to = values + (<usize>row << 3);
    if (row + 1 < rows && (twoDecimals(cell, cell + step, to) || twoLongDecimals(cell, cell + step, to))) {
      row++;
      cell += step;
      continue;
    }
    const start: usize = load<u32>(cell);
    const end: usize = load<u32>(cell, 4);
    if (start == end) {
      store<f64>(to, NaN);
      empty++;
      continue;
    }
    const minus = load<u8>(start) == MINUS;
    const first = start + <usize>minus;
    const length = <i32>(end - first);
    const value = <u32>(length - 1) < 16 ? shortDecimal(first, end, length) : longDecimal(first, end, length);
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

/**
 * Two short decimals at once, in 9 bytes or fewer each besides a minus, with a point in the last 8. Says whether they are;
 * only then values are put in their place.
 */
// @ts-ignore: decorator
@inline
function twoDecimals(cell: usize, other: usize, to: usize): bool {
  const start: usize = load<u32>(cell);
  const start2: usize = load<u32>(other);
  const end: usize = load<u32>(cell, 4);
  const end2: usize = load<u32>(other, 4);
  if (end - start > 10 || end2 - start2 > 10) return false;
  const minus = <usize>(load<u8>(start) == MINUS);
  const minus2 = <usize>(load<u8>(start2) == MINUS);
  const length = <u32>(end - start - minus);
  const length2 = <u32>(end2 - start2 - minus2);
  if (length > 9 || length2 > 9) return false;
  const bytes = v128.load64_lane(end2 - 8, v128.load64_zero(end - 8), 1);
  const dots = v128.and(i8x16.eq(bytes, i8x16.splat(DOT)), twoOf(LAST, <usize>length << 3, <usize>length2 << 3));
  const places = i8x16.bitmask(dots);
  if ((places & 0xff) == 0 || places >> 8 == 0) return false;
  // Bytes in front of the first point, and it, move up by one, so that digits lie together.
  const before = v128.andnot(i64x2.sub(dots, i64x2.splat(1)), dots);
  const moved = v128.or(i64x2.shl(before, 8), i64x2.splat(0xff));
  const joined = v128.bitselect(v128.load64_lane(end2 - 9, v128.load64_zero(end - 9), 1), bytes, moved);
  const used = twoOf(LAST, (<usize>length << 3) - 8, (<usize>length2 << 3) - 8);
  const digits = v128.and(i8x16.sub(joined, i8x16.splat(<i8>ZERO)), used);
  if (length == 1 || length2 == 1 || v128.any_true(i8x16.sub_sat_u(digits, i8x16.splat(9)))) return false;
  const wholes = f64x2.convert_low_i32x4_s(eightDigitsTwice(digits));
  const powers = twoOf(POWERS_BEHIND, <usize>ctz(places) << 3, <usize>ctz(places >> 8) << 3);
  const signs = twoOf(SIGNS, minus << 3, minus2 << 3);
  v128.store(to, v128.or(f64x2.div(wholes, powers), signs));
  return true;
}

/**
 * Two decimals at once, in 24 bytes or fewer each besides a minus, and of 19 digits or fewer behind the zeros in front. Says
 * whether they are, and each is told from its neighbours by `quotients`; only then values are put in their place.
 */
function twoLongDecimals(cell: usize, other: usize, to: usize): bool {
  const end: usize = load<u32>(cell, 4);
  const end2: usize = load<u32>(other, 4);
  const start: usize = load<u32>(cell);
  const start2: usize = load<u32>(other);
  const minus = <usize>(load<u8>(start) == MINUS);
  const minus2 = <usize>(load<u8>(start2) == MINUS);
  const length = <i32>(end - start - minus);
  const length2 = <i32>(end2 - start2 - minus2);
  if (<u32>(length - 1) > 23 || <u32>(length2 - 1) > 23) return false;
  const dot = lastDot(end, length);
  const dot2 = lastDot(end2, length2);
  const digits = lastDigits(end, length, dot);
  const digits2 = lastDigits(end2, length2, dot2);
  // The bytes in front of the last sixteen digits, eight or fewer, with a point only where there is none behind.
  const before = end - 16 - <usize>(dot >= 0);
  const before2 = end2 - 16 - <usize>(dot2 >= 0);
  const count = max(0, <i32>(before - start - minus));
  const count2 = max(0, <i32>(before2 - start2 - minus2));
  const bytes = v128.load64_lane(before2 - 8, v128.load64_zero(before - 8), 1);
  const mayPoint = twoOf(LAST, dot < 0 ? <usize>count << 3 : 0, dot2 < 0 ? <usize>count2 << 3 : 0);
  const dots = v128.and(i8x16.eq(bytes, i8x16.splat(DOT)), mayPoint);
  const pointed = i64x2.ne(dots, i64x2.splat(0));
  const moved = v128.and(v128.or(i64x2.shl(v128.andnot(i64x2.sub(dots, i64x2.splat(1)), dots), 8), i64x2.splat(0xff)), pointed);
  const joined = v128.bitselect(v128.load64_lane(before2 - 9, v128.load64_zero(before - 9), 1), bytes, moved);
  const places = i8x16.bitmask(dots);
  const place = places & 0xff;
  const place2 = places >> 8;
  const used = twoOf(LAST, <usize>(count - <i32>(place != 0)) << 3, <usize>(count2 - <i32>(place2 != 0)) << 3);
  const digitsBefore = v128.and(i8x16.sub(joined, i8x16.splat(<i8>ZERO)), used);
  const largest = i8x16.max_u(i8x16.max_u(digits, digits2), digitsBefore);
  if (v128.any_true(i8x16.gt_u(largest, i8x16.splat(9)))) return false;
  const scale = dot >= 0 ? 15 - dot : place != 0 ? 23 - ctz(place) : -1;
  const scale2 = dot2 >= 0 ? 15 - dot2 : place2 != 0 ? 23 - ctz(place2) : -1;
  if (!isPlain(start + minus, length, scale) || !isPlain(start2 + minus2, length2, scale2)) return false;
  const highs = eightDigitsTwice(digitsBefore);
  if (v128.any_true(i32x4.gt_u(highs, i32x4.splat(999)))) return false;
  const eights = v128.shuffle<i32>(eightDigitsTwice(digits), eightDigitsTwice(digits2), 0, 4, 1, 5);
  const uppers = f64x2.add(
    f64x2.mul(f64x2.convert_low_i32x4_s(highs), f64x2.splat(100000000)),
    f64x2.convert_low_i32x4_s(eights),
  );
  const lowers = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(eights, eights, 2, 3, 2, 3));
  const row = <usize>max(scale, 0) << 3;
  const row2 = <usize>max(scale2, 0) << 3;
  const values = quotients(uppers, lowers, twoOf(POWERS, row, row2), twoOf(INVERSES, row, row2));
  if (!i64x2.all_true(f64x2.eq(values, values))) return false;
  v128.store(to, v128.or(values, twoOf(SIGNS, minus << 3, minus2 << 3)));
  return true;
}

/** The place of the point among the last 16 bytes of so many that end there; -1 when there is none. */
// @ts-ignore: decorator
@inline
function lastDot(end: usize, length: i32): i32 {
  const inside = i8x16.gt_s(lanes, i8x16.splat(<i8>(15 - length)));
  const dots = i8x16.bitmask(v128.and(i8x16.eq(v128.load(end - 16), i8x16.splat(DOT)), inside));
  return dots != 0 ? ctz(dots) : -1;
}

/** The last 16 digits or fewer, with the bytes in front of the point at `dot` moved up by one, so that they lie together. */
// @ts-ignore: decorator
@inline
function lastDigits(end: usize, length: i32, dot: i32): v128 {
  const joined = v128.bitselect(v128.load(end - 16), v128.load(end - 17), i8x16.gt_s(lanes, i8x16.splat(<i8>dot)));
  const used = i8x16.gt_s(lanes, i8x16.splat(<i8>(15 - length + <i32>(dot >= 0))));
  return v128.and(i8x16.sub(joined, i8x16.splat(<i8>ZERO)), used);
}

/** Whether digits are a number: with a point, `scale` of them behind it; without one, -1, with no zero in front. */
// @ts-ignore: decorator
@inline
function isPlain(first: usize, length: i32, scale: i32): bool {
  return scale < 0 ? length == 1 || load<u8>(first) != ZERO : length > 1 && scale <= 22;
}

/** Two integers at once, of 8 digits or fewer each besides a minus. Says whether they are; only then values are put in their place. */
// @ts-ignore: decorator
@inline
function twoIntegers(cell: usize, other: usize, to: usize): bool {
  const start: usize = load<u32>(cell);
  const start2: usize = load<u32>(other);
  const end: usize = load<u32>(cell, 4);
  const end2: usize = load<u32>(other, 4);
  const minus = <usize>(load<u8>(start) == MINUS);
  const minus2 = <usize>(load<u8>(start2) == MINUS);
  const length = <u32>(end - start - minus);
  const length2 = <u32>(end2 - start2 - minus2);
  if (length - 1 > 7 || length2 - 1 > 7) return false;
  const bytes = v128.load64_lane(end2 - 8, v128.load64_zero(end - 8), 1);
  const used = twoOf(LAST, <usize>length << 3, <usize>length2 << 3);
  const digits = v128.and(i8x16.sub(bytes, i8x16.splat(<i8>ZERO)), used);
  if (v128.any_true(i8x16.sub_sat_u(digits, i8x16.splat(9)))) return false;
  if ((length > 1 && load<u8>(start + minus) == ZERO) || (length2 > 1 && load<u8>(start2 + minus2) == ZERO)) return false;
  const wholes = eightDigitsTwice(digits);
  store<i32>(to, (i32x4.extract_lane(wholes, 0) ^ -(<i32>minus)) + <i32>minus);
  store<i32>(to, (i32x4.extract_lane(wholes, 1) ^ -(<i32>minus2)) + <i32>minus2, 4);
  return true;
}

/** Two entries of a table. */
// @ts-ignore: decorator
@inline
function twoOf(table: usize, offset: usize, offset2: usize): v128 {
  return v128.load64_lane(table + offset2, v128.load64_zero(table + offset), 1);
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
  return scaled(0, digits, pointed ? 15 - dot : 0);
}

/** The same of 17 bytes or more, and 19 digits or fewer behind the zeros in front. */
function longDecimal(first: usize, end: usize, length: i32): f64 {
  if (<u32>(length - 17) > 7) return NaN;
  const bytes = v128.load(end - 16);
  const dots = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(DOT)));
  const pointed = dots != 0;
  const dot = pointed ? ctz(dots) : -1;
  const joined = v128.bitselect(bytes, v128.load(end - 17), i8x16.gt_s(lanes, i8x16.splat(<i8>dot)));
  const digits = i8x16.sub(joined, i8x16.splat(<i8>ZERO));
  if (v128.any_true(i8x16.gt_u(digits, i8x16.splat(9)))) return NaN;
  let scale = pointed ? 15 - dot : -1;
  let high: u32 = 0;
  for (let i = first, to = end - 16 - <usize>pointed; i < to; i++) {
    const digit = <u32>load<u8>(i) - ZERO;
    if (digit <= 9) {
      high = high * 10 + digit;
    } else if (digit == <u32>DOT - ZERO && scale < 0) {
      scale = <i32>(end - i) - 1;
    } else {
      return NaN;
    }
  }
  if (high > 999 || scale > 22 || (scale < 0 && load<u8>(first) == ZERO)) return NaN;
  return scaled(high, digits, max(scale, 0));
}

/** The numbers that the first eight digits and the others spell, as the first two of four integers. */
// @ts-ignore: decorator
@inline
function eightDigitsTwice(digits: v128): v128 {
  const tens = i16x8.mul(v128.and(digits, i16x8.splat(0xff)), i16x8.splat(10));
  const twos = i16x8.add(tens, i16x8.shr_u(digits, 8));
  const fours = i32x4.dot_i16x8_s(twos, i16x8(100, 1, 100, 1, 100, 1, 100, 1));
  const packed = i16x8.narrow_i32x4_u(fours, fours);
  return i32x4.dot_i16x8_s(packed, i16x8(10000, 1, 10000, 1, 10000, 1, 10000, 1));
}

/**
 * The double nearest to a number of some digits, up to 999, and sixteen more, divided by 10^scale; NaN when that is too close
 * to the middle of two doubles to tell.
 */
// @ts-ignore: decorator
@inline
function scaled(high: u32, digits: v128, scale: i32): f64 {
  const eights = eightDigitsTwice(digits);
  const upper = <u64>high * 100000000 + <u32>i32x4.extract_lane(eights, 0);
  const lower = <u64>(<u32>i32x4.extract_lane(eights, 1));
  const power = load<f64>(POWERS + (<usize>scale << 3));
  const whole = upper * 100000000 + lower;
  return whole > 0x20000000000000 ? quotient(<f64>(<i64>upper), <f64>(<i64>lower), power) : <f64>(<i64>whole) / power;
}

/** What `decimal` of ../../parse-number.ts calculates, out of the last eight digits and those in front of them. */
function quotient(upper: f64, lower: f64, power: f64): f64 {
  const product = upper * 100000000;
  const sum = product + lower;
  const rest = productError(upper, 100000000, product) + (lower - (sum - product));
  const value = sum / power;
  const back = value * power;
  const correction = (sum - back - productError(value, power, back) + rest) * (1 / power);
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

/** `quotient` of two, given the inverses of the powers too. */
// @ts-ignore: decorator
@inline
function quotients(upper: v128, lower: v128, power: v128, inverse: v128): v128 {
  const product = f64x2.mul(upper, f64x2.splat(100000000));
  const sum = f64x2.add(product, lower);
  const rest = f64x2.add(
    productErrors(upper, f64x2.splat(100000000), product),
    f64x2.sub(lower, f64x2.sub(sum, product)),
  );
  const value = f64x2.div(sum, power);
  const back = f64x2.mul(value, power);
  const missed = f64x2.add(f64x2.sub(f64x2.sub(sum, back), productErrors(value, power, back)), rest);
  const correction = f64x2.mul(missed, inverse);
  const slack = f64x2.mul(value, f64x2.splat(7.888609052210118e-31));
  const below = f64x2.add(value, f64x2.sub(correction, slack));
  const above = f64x2.add(value, f64x2.add(correction, slack));
  return v128.bitselect(below, f64x2.splat(NaN), f64x2.eq(below, above));
}

// @ts-ignore: decorator
@inline
function productErrors(a: v128, b: v128, product: v128): v128 {
  const aHigh = highParts(a);
  const aLow = f64x2.sub(a, aHigh);
  const bHigh = highParts(b);
  const bLow = f64x2.sub(b, bHigh);
  const rest = f64x2.sub(product, f64x2.mul(aHigh, bHigh));
  return f64x2.sub(f64x2.mul(aLow, bLow), f64x2.sub(f64x2.sub(rest, f64x2.mul(aLow, bHigh)), f64x2.mul(aHigh, bLow)));
}

// @ts-ignore: decorator
@inline
function highParts(a: v128): v128 {
  const split = f64x2.mul(a, f64x2.splat(134217729));
  return f64x2.sub(split, f64x2.sub(split, a));
}

/** Reads the cells of a column as 32-bit integers: plain digits, with or without a minus. */
export function readIntegers(column: i32, rows: i32, values: usize): i32 {
  const step = <usize>fields << 3;
  let cell = cells + (<usize>column << 3);
  let list = odd;
  for (let row = 0; row < rows; row++, cell += step) {
    const to = values + (<usize>row << 2);
    if (row + 1 < rows && twoIntegers(cell, cell + step, to)) {
      row++;
      cell += step;
      continue;
    }
    const start: usize = load<u32>(cell);
    const end: usize = load<u32>(cell, 4);
    const minus = load<u8>(start) == MINUS;
    const first = start + <usize>minus;
    const length = <i32>(end - first);
    let isPlain = <u32>(length - 1) < 10 && (length == 1 || load<u8>(first) != ZERO);
    let value: i64 = 0;
    for (let i = first; isPlain && i < end; i++) {
      const digit = <u32>load<u8>(i) - ZERO;
      isPlain = digit <= 9;
      value = value * 10 + digit;
    }
    if (minus) value = -value;
    if (isPlain && value == <i64>(<i32>value)) {
      store<i32>(to, <i32>value);
    } else {
      store<i32>(list, row);
      list += 4;
    }
  }
  countAbsent(0);
  return <i32>(list - odd) >> 2;
}
