// Columns of numbers out of cells: what is plain, exactly as ../../parse-number.ts reads it. The rows of all other cells
// are listed.
import { cells, countAbsent, fields, odd } from "./state";

const MINUS: u32 = 45;
const ZERO: u32 = 48;

// Vectors that loops use lie in memory, as V8 would put them together wherever one is used, which takes longer than loading.
const DOTS = memory.data<u64>([0x2e2e2e2e2e2e2e2e, 0x2e2e2e2e2e2e2e2e], 16);
const ZEROS = memory.data<u64>([0x3030303030303030, 0x3030303030303030], 16);
/** What 9 lacks of 127: added to it, more than a digit has its upper bit set. */
const TO_127 = memory.data<u64>([0x7676767676767676, 0x7676767676767676], 16);
/** What `eightDigitsTwice` makes two digits a number by, then four, then eight. */
const PAIRS = memory.data<u16>([2561, 2561, 2561, 2561, 2561, 2561, 2561, 2561], 16);
const HUNDREDS = memory.data<u16>([100, 1, 100, 1, 100, 1, 100, 1], 16);
const MYRIADS = memory.data<u16>([10000, 1, 10000, 1, 10000, 1, 10000, 1], 16);

const SPLITS = memory.data<f64>([134217729, 134217729], 16);
const SLACKS = memory.data<f64>([7.888609052210118e-31, 7.888609052210118e-31], 16);
const HUNDRED_MILLIONS = memory.data<f64>([1e8, 1e8], 16);
const SIXTEEN_ZEROS = memory.data<f64>([1e16, 1e16], 16);
/** The most that may be in front of the last sixteen digits. */
const MOST_HIGH = memory.data<i32>([999, 999, 999, 999], 16);

/** What `digitsBehind` gives where there is no point. */
const NONE = 24;

/**
 * 24 bytes without bits, and 24 with all of theirs: for n bytes at the end of 24 the mask of the last 16 is at `LANES + n`, and
 * that of the 8 in front of these at `LANES - 8 + n`.
 */
const LANES = memory.data<u64>([0, 0, 0, 0xffffffffffffffff, 0xffffffffffffffff, 0xffffffffffffffff], 16) + 8;

/** By number of bytes, up to 8: the last so many of eight, each with all its bits. */
const LAST = memory.data<u64>([
  0, 0xff00000000000000, 0xffff000000000000, 0xffffff0000000000, 0xffffffff00000000, 0xffffffffff000000,
  0xffffffffffff0000, 0xffffffffffffff00, 0xffffffffffffffff,
]);

/** By place of the point among eight bytes: the power of ten of as many digits as follow. */
const POWERS_BEHIND = memory.data<f64>([1e7, 1e6, 1e5, 1e4, 1e3, 1e2, 1e1, 1]);

/** The sign bit of a double that is not negative, and of one that is. */
const SIGNS = memory.data<u64>([0, 0x8000000000000000]);

/** By number of digits behind the point, the powers of ten, which a double holds exactly; 1 where there is no point. */
const POWERS = memory.data<f64>([
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
  1e21, 1e22, NaN, 1,
]);

/** The doubles nearest to their inverses. */
const INVERSES = memory.data<f64>([
  1, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12, 1e-13, 1e-14, 1e-15, 1e-16, 1e-17,
  1e-18, 1e-19, 1e-20, 1e-21, 1e-22, NaN, 1,
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
    const value = oneDecimal(first, end);
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
  const minus = <usize>(load<u8>(start) == MINUS);
  const minus2 = <usize>(load<u8>(start2) == MINUS);
  const length = <u32>(end - start - minus);
  const length2 = <u32>(end2 - start2 - minus2);
  if (((length - 2) | (length2 - 2)) > 7) return false;
  const bytes = twoOf(end - 8, end2 - 8);
  const used = twoOf(LAST - 8 + (length << 3), LAST - 8 + (length2 << 3));
  const dots = v128.and(i8x16.eq(bytes, v128.load(DOTS)), v128.or(used, i64x2.shr_u(used, 8)));
  // Bytes in front of the first point, and it, move up by one, so that digits lie together.
  const behind = i64x2.shl(v128.or(dots, i64x2.neg(dots)), 8);
  const joined = v128.bitselect(bytes, twoOf(end - 9, end2 - 9), behind);
  const digits = v128.and(i8x16.sub(joined, v128.load(ZEROS)), used);
  const wrong = v128.or(i8x16.add_sat_u(digits, v128.load(TO_127)), i64x2.eq(dots, i64x2.splat(0)));
  if (i8x16.bitmask(wrong) != 0) return false;
  const wholes = f64x2.convert_low_i32x4_s(eightDigitsTwice(digits));
  const places = i8x16.bitmask(dots);
  const powers = twoOf(POWERS_BEHIND + (<usize>ctz(places) << 3), POWERS_BEHIND + (<usize>ctz(places >> 8) << 3));
  const signs = twoOf(SIGNS + (minus << 3), SIGNS + (minus2 << 3));
  v128.store(to, v128.or(f64x2.div(wholes, powers), signs));
  return true;
}

/**
 * Two decimals at once, in 24 bytes or fewer each besides a minus, and of 19 digits or fewer behind the zeros in front. Says
 * whether they are, and each is told from its neighbours by `quotients`; only then values are put in their place.
 */
function twoLongDecimals(cell: usize, other: usize, to: usize): bool {
  const start: usize = load<u32>(cell);
  const start2: usize = load<u32>(other);
  const end: usize = load<u32>(cell, 4);
  const end2: usize = load<u32>(other, 4);
  const minus = <usize>(load<u8>(start) == MINUS);
  const minus2 = <usize>(load<u8>(start2) == MINUS);
  const length = <u32>(end - start - minus);
  const length2 = <u32>(end2 - start2 - minus2);
  if (length - 1 > 23 || length2 - 1 > 23) return false;
  const scale = digitsBehind(end, length);
  const scale2 = digitsBehind(end2, length2);
  if (!isPlain(start + minus, length, scale) || !isPlain(start2 + minus2, length2, scale2)) return false;
  const count = length - <u32>(scale != NONE);
  const count2 = length2 - <u32>(scale2 != NONE);
  const digits = lastDigits(end, count, scale);
  const digits2 = lastDigits(end2, count2, scale2);
  const behind = twoOf(LANES - 8 + scale, LANES - 8 + scale2);
  const joined = v128.bitselect(twoOf(end - 24, end2 - 24), twoOf(end - 25, end2 - 25), behind);
  const before = v128.and(i8x16.sub(joined, v128.load(ZEROS)), twoOf(LANES - 8 + count, LANES - 8 + count2));
  if (!areDigits(i8x16.max_u(i8x16.max_u(digits, digits2), before))) return false;
  const highs = eightDigitsTwice(before);
  if (i32x4.bitmask(i32x4.sub(v128.load(MOST_HIGH), highs)) != 0) return false;
  const eights = v128.shuffle<i32>(eightDigitsTwice(digits), eightDigitsTwice(digits2), 0, 4, 1, 5);
  const powers = twoOf(POWERS + (scale << 3), POWERS + (scale2 << 3));
  const values = quotients(highs, eights, powers, twoOf(INVERSES + (scale << 3), INVERSES + (scale2 << 3)));
  if (i64x2.bitmask(f64x2.eq(values, values)) != 3) return false;
  v128.store(to, v128.or(values, twoOf(SIGNS + (minus << 3), SIGNS + (minus2 << 3))));
  return true;
}

/** How many bytes follow the first point among so many, 24 or fewer, that end there; NONE without a point. */
// @ts-ignore: decorator
@inline
function digitsBehind(end: usize, length: u32): u32 {
  const dots = v128.load(DOTS);
  const places = <u32>i8x16.bitmask(i8x16.eq(v128.load(end - 16), dots)) << 16;
  const inside = (places | <u32>i8x16.bitmask(i8x16.eq(v128.load(end - 32), dots))) >> (32 - length);
  return inside != 0 ? length - 1 - ctz(inside) : NONE;
}

/** The last 16 digits of so many, or fewer, with the bytes in front of the point moved up by one, so that they lie together. */
// @ts-ignore: decorator
@inline
function lastDigits(end: usize, count: u32, scale: u32): v128 {
  const joined = v128.bitselect(v128.load(end - 16), v128.load(end - 17), v128.load(LANES + scale));
  return v128.and(i8x16.sub(joined, v128.load(ZEROS)), v128.load(LANES + count));
}

/** Whether no byte is more than 9. */
// @ts-ignore: decorator
@inline
function areDigits(bytes: v128): bool {
  return i8x16.bitmask(i8x16.add_sat_u(bytes, v128.load(TO_127))) == 0;
}

/** Whether digits may be a number: with a point, some of them and 22 or fewer behind it; without one, no zero in front. */
// @ts-ignore: decorator
@inline
function isPlain(first: usize, length: u32, scale: u32): bool {
  return length == 1 ? scale == NONE : scale <= 22 || (scale == NONE && load<u8>(first) != ZERO);
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
  if (((length - 1) | (length2 - 1)) > 7) return false;
  const used = twoOf(LAST + (length << 3), LAST + (length2 << 3));
  const digits = v128.and(i8x16.sub(twoOf(end - 8, end2 - 8), v128.load(ZEROS)), used);
  if (!areDigits(digits)) return false;
  if ((length > 1 && load<u8>(start + minus) == ZERO) || (length2 > 1 && load<u8>(start2 + minus2) == ZERO)) return false;
  const wholes = eightDigitsTwice(digits);
  store<i32>(to, (i32x4.extract_lane(wholes, 0) ^ -(<i32>minus)) + <i32>minus);
  store<i32>(to, (i32x4.extract_lane(wholes, 1) ^ -(<i32>minus2)) + <i32>minus2, 4);
  return true;
}

/** The eight bytes at one place and those at another. */
// @ts-ignore: decorator
@inline
function twoOf(place: usize, place2: usize): v128 {
  return v128.load64_lane(place2, v128.load64_zero(place), 1);
}

/** One decimal of those that `twoLongDecimals` takes, behind its sign; NaN for anything else. */
function oneDecimal(first: usize, end: usize): f64 {
  const length = <u32>(end - first);
  if (length - 1 > 23) return NaN;
  const scale = digitsBehind(end, length);
  const count = length - <u32>(scale != NONE);
  const digits = lastDigits(end, count, scale);
  const behind = v128.load64_zero(LANES - 8 + scale);
  const joined = v128.bitselect(v128.load64_zero(end - 24), v128.load64_zero(end - 25), behind);
  const before = v128.and(i8x16.sub(joined, v128.load(ZEROS)), v128.load64_zero(LANES - 8 + count));
  if (!isPlain(first, length, scale) || !areDigits(i8x16.max_u(digits, before))) return NaN;
  const high = <u32>i32x4.extract_lane(eightDigitsTwice(before), 0);
  return high <= 999 ? scaled(high, digits, load<f64>(POWERS + (<usize>scale << 3))) : NaN;
}

/** The numbers that the first eight digits and the others spell, as the first two of four integers. */
// @ts-ignore: decorator
@inline
function eightDigitsTwice(digits: v128): v128 {
  // Of two bytes, a + 256 b, this is 10 a + b in the upper one, as what is beyond it is lost.
  const twos = i16x8.shr_u(i16x8.mul(digits, v128.load(PAIRS)), 8);
  const fours = i32x4.dot_i16x8_s(twos, v128.load(HUNDREDS));
  const packed = i16x8.narrow_i32x4_u(fours, fours);
  return i32x4.dot_i16x8_s(packed, v128.load(MYRIADS));
}

/**
 * The double nearest to a number of some digits, up to 999, and sixteen more, divided by a power of ten; NaN when that is too
 * close to the middle of two doubles to tell.
 */
// @ts-ignore: decorator
@inline
function scaled(high: u32, digits: v128, power: f64): f64 {
  const eights = eightDigitsTwice(digits);
  const upper = <u64>high * 100000000 + <u32>i32x4.extract_lane(eights, 0);
  const lower = <u64>(<u32>i32x4.extract_lane(eights, 1));
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

/**
 * `quotient` of two, given the inverses of the powers too.
 *
 * @param highs - what is in front of the last sixteen digits, up to 999.
 * @param eights - the first eight of these, and then the last eight.
 */
// @ts-ignore: decorator
@inline
function quotients(highs: v128, eights: v128, power: v128, inverse: v128): v128 {
  const lower = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(eights, eights, 2, 3, 2, 3));
  // Both products are exact, and each sum is of a larger and a smaller number, or of 0 and another.
  const upper = f64x2.mul(f64x2.convert_low_i32x4_s(highs), v128.load(SIXTEEN_ZEROS));
  const middle = f64x2.mul(f64x2.convert_low_i32x4_s(eights), v128.load(HUNDRED_MILLIONS));
  const most = f64x2.add(upper, middle);
  const sum = f64x2.add(most, lower);
  const rest = f64x2.add(f64x2.sub(middle, f64x2.sub(most, upper)), f64x2.sub(lower, f64x2.sub(sum, most)));
  const value = f64x2.div(sum, power);
  const back = f64x2.mul(value, power);
  const missed = f64x2.add(f64x2.sub(f64x2.sub(sum, back), productErrors(value, power, back)), rest);
  const correction = f64x2.mul(missed, inverse);
  const slack = f64x2.mul(value, v128.load(SLACKS));
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
  const split = f64x2.mul(a, v128.load(SPLITS));
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
