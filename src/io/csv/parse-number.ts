import { isBlank, skipBlanks, skipBlanksBack } from "./blanks.js";

/**
 * Numbers out of bytes. A cell runs from `start` up to `end`, and the byte at `end` may be read. Blanks around a number do
 * not matter, as in pandas.
 */

const DOT = 46;
const PLUS = 43;
const MINUS = 45;
const ZERO = 48;

/** The powers of ten that a double holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, n) => Number(`1e${n}`));

/** What {@link parseInt32} gives when the cell is no 32-bit integer. */
export const NOT_INT32 = 0x80000000;

/** A 32-bit integer in decimal digits, with or without a sign; {@link NOT_INT32} for anything else. */
export function parseInt32(bytes: Buffer, start: number, end: number): number {
  let i = start;
  const first = bytes[i];
  if (first === MINUS || first === PLUS) i++;
  if (end - i > 9 || i === end) return parseLongInt32(bytes, start, end);
  let value = 0;
  for (; i < end; i++) {
    const digit = bytes[i] - ZERO;
    if (digit < 0 || digit > 9) return parseLongInt32(bytes, start, end);
    value = (value * 10 + digit) | 0;
  }
  return first === MINUS ? -value | 0 : value;
}

function parseLongInt32(bytes: Buffer, start: number, end: number): number {
  const text = bytes.toString("latin1", start, Math.min(end, start + 64));
  if (!/^[ \t]*[+-]?\d+[ \t]*$/.test(text) || end - start > 64) return NOT_INT32;
  const value = Number(text);
  return value === (value | 0) ? value | 0 : NOT_INT32;
}

/**
 * The double nearest to a decimal number; NaN for a cell that is none. Takes a sign, a decimal point, an exponent, and
 * "inf" or "infinity" in any case.
 */
export function parseFloat64(bytes: Buffer, start: number, end: number): number {
  let i = start;
  const first = bytes[i];
  if (first === MINUS || first === PLUS) i++;
  const begin = i;
  let stop = i + 9;
  if (stop > end) stop = end;
  let head = 0;
  let dot = -1;
  for (; i < stop; i++) {
    const digit = bytes[i] - ZERO;
    if (digit >= 0 && digit <= 9) {
      head = (head * 10 + digit) | 0;
    } else if (digit === DOT - ZERO && dot < 0) {
      dot = i;
      if (stop < end) stop++;
    } else {
      return parseOther(bytes, start, end, begin, i, head, dot);
    }
  }
  if (i < end) return parseOther(bytes, start, end, begin, i, head, dot);
  let value: number;
  if (dot < 0) {
    if (i === begin) return Number.NaN;
    value = head;
  } else {
    if (i === begin + 1) return Number.NaN;
    value = head / POWERS[i - 1 - dot];
  }
  return first === MINUS ? -value : value;
}

/** Goes on where nine digits or plain digits end: at position `i`, with `head` read so far. */
function parseOther(
  bytes: Buffer,
  start: number,
  end: number,
  begin: number,
  from: number,
  head: number,
  dotSoFar: number,
): number {
  let i = from;
  let dot = dotSoFar;
  // With six more digits the whole is still below 2^53; up to four behind these are `low`.
  let middle = 0;
  let low = 0;
  const headDigits = i - begin - (dot < 0 ? 0 : 1);
  let digits = headDigits;
  for (; i < end; i++) {
    const digit = bytes[i] - ZERO;
    if (digit >= 0 && digit <= 9) {
      if (digits < 15) middle = (middle * 10 + digit) | 0;
      else if (digits < 19) low = (low * 10 + digit) | 0;
      digits++;
    } else if (digit === DOT - ZERO && dot < 0) {
      dot = i;
    } else {
      break;
    }
  }
  if (digits === 0) return parseWord(bytes, start, end);
  let power = dot < 0 ? 0 : dot + 1 - i;
  if (i < end && (bytes[i] | 32) === 101) {
    const afterSign = i + (bytes[i + 1] === MINUS || bytes[i + 1] === PLUS ? 2 : 1);
    let exponent = 0;
    let j = afterSign;
    for (; j < end && bytes[j] >= ZERO && bytes[j] <= ZERO + 9; j++) {
      if (exponent < 100000) exponent = exponent * 10 + bytes[j] - ZERO;
    }
    if (j === afterSign || j > end) return Number.NaN;
    power += bytes[i + 1] === MINUS ? -exponent : exponent;
    i = j;
  }
  if (i !== end) return isBlank(bytes[i]) ? parseWord(bytes, start, end) : Number.NaN;
  if (power >= -22 && power <= 22 && digits <= 19) {
    const high = head * POWERS[Math.min(digits, 15) - headDigits] + middle;
    let value: number;
    if (digits > 15) value = decimal(high, low, digits - 15, power);
    else value = power < 0 ? high / POWERS[-power] : high * POWERS[power];
    if (!Number.isNaN(value)) return bytes[start] === MINUS ? -value : value;
  }
  return Number(bytes.toString("latin1", start, end));
}

/** A number with blanks around it, or infinity. */
function parseWord(bytes: Buffer, start: number, end: number): number {
  const from = skipBlanks(bytes, start, end);
  const to = skipBlanksBack(bytes, from, end);
  if (from === to) return Number.NaN;
  if (to - from < end - start) return parseFloat64(bytes, from, to);
  if (to - from > 9) return Number.NaN;
  const word = bytes.toString("latin1", from, to).toLowerCase();
  if (/^[+]?inf(inity)?$/.test(word)) return Number.POSITIVE_INFINITY;
  return /^-inf(inity)?$/.test(word) ? Number.NEGATIVE_INFINITY : Number.NaN;
}

/**
 * The double nearest to (high·10^lowDigits + low)·10^power, for a whole high from 1 up to 2^53, lowDigits ≤ 4 and |power| ≤ 22; NaN when
 * that is too close to the middle of two doubles to tell. Calculates with pairs of doubles (Dekker 1971): the first sum
 * and the remainder of the division are exact, so the correction is off by less than 2^-100 of the value.
 */
function decimal(high: number, low: number, lowDigits: number, power: number): number {
  const shift = POWERS[lowDigits];
  const product = high * shift;
  const sum = product + low;
  const rest = productError(high, shift, product) + (low - (sum - product));
  const factor = POWERS[power < 0 ? -power : power];
  let value: number;
  let correction: number;
  if (power < 0) {
    value = sum / factor;
    const back = value * factor;
    correction = (sum - back - productError(value, factor, back) + rest) / factor;
  } else {
    value = sum * factor;
    correction = productError(sum, factor, value) + rest * factor;
  }
  const slack = value * 2 ** -100;
  const below = value + (correction - slack);
  return below === value + (correction + slack) ? below : Number.NaN;
}

/** a·b − product, exactly, where product is a·b rounded. */
function productError(a: number, b: number, product: number): number {
  const aSplit = a * 134217729;
  const aHigh = aSplit - (aSplit - a);
  const aLow = a - aHigh;
  const bSplit = b * 134217729;
  const bHigh = bSplit - (bSplit - b);
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

/** Whether a cell looks like a code rather than a number: digits that begin with a needless zero, as in "007". */
export function isCode(bytes: Buffer, start: number, end: number): boolean {
  const from = skipBlanks(bytes, start, end);
  if (bytes[from] !== ZERO) return false;
  const to = skipBlanksBack(bytes, from, end);
  return to - from >= 2 && areDigits(bytes, from, to);
}

/** The fewest digits of a whole number that a double may round. */
const LONG = 16;

/**
 * Whether a cell is a whole number that a double would make into another one, as of the id 9007199254740993. The shortest
 * digits that give a double, as its `String` has them, are not such.
 */
export function isRounded(bytes: Buffer, start: number, end: number): boolean {
  if (end - start < LONG) return false;
  const first = skipBlanks(bytes, start, end);
  const from = bytes[first] === MINUS || bytes[first] === PLUS ? first + 1 : first;
  const to = skipBlanksBack(bytes, from, end);
  if (to - from < LONG || !areDigits(bytes, from, to)) return false;
  const digits = bytes.toString("latin1", from, to);
  const value = Number(digits);
  return String(value) !== digits && (value === Infinity || BigInt(value) !== BigInt(digits));
}

function areDigits(bytes: Buffer, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i] < ZERO || bytes[i] > ZERO + 9) return false;
  return true;
}
