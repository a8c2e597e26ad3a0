import { skipBlanks, skipBlanksBack } from "./blanks.js";

const ZERO = 48;
const PLUS = 43;
const DASH = 45;
const DOT = 46;
const COLON = 58;
const LETTER_T = 84;
const LETTER_Z = 90;
const SPACE = 32;

/**
 * A date or a date-time of ISO 8601 in its extended form, out of the bytes from `start` up to `end`: `2024-02-29`,
 * `2024-02-29T13:45`, `2024-02-29 13:45:10.250Z`, `…+01:00`, `…+0100`, `…+01`. UTC when it names no zone; digits of a second
 * beyond the third are dropped; blanks around it do not matter.
 *
 * @returns milliseconds since 1970-01-01 UTC, or NaN for anything else, a day that is not in the calendar included.
 */
export function parseDatetime(bytes: Buffer, start: number, end: number): number {
  let i = skipBlanks(bytes, start, end);
  const to = skipBlanksBack(bytes, i, end);
  if (to - i < 10 || bytes[i + 4] !== DASH || bytes[i + 7] !== DASH) return Number.NaN;
  const year = fourDigits(bytes, i);
  const month = twoDigits(bytes, i + 5);
  const day = twoDigits(bytes, i + 8);
  if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month))) return Number.NaN;
  const date = daysSinceEpoch(year, month, day) * 86_400_000;
  i += 10;
  if (i === to) return date;

  if (to - i < 6 || (bytes[i] !== LETTER_T && bytes[i] !== SPACE) || bytes[i + 3] !== COLON) return Number.NaN;
  const hour = twoDigits(bytes, i + 1);
  const minute = twoDigits(bytes, i + 4);
  if (!(hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59)) return Number.NaN;
  let time = hour * 3_600_000 + minute * 60_000;
  i += 6;
  if (i < to && bytes[i] === COLON) {
    const second = to - i < 3 ? -1 : twoDigits(bytes, i + 1);
    if (!(second >= 0 && second <= 59)) return Number.NaN;
    time += second * 1000;
    i += 3;
    if (i < to && bytes[i] === DOT) {
      const point = i;
      for (i++; i < to && isDigit(bytes[i]); i++)
        if (i - point <= 3) time += (bytes[i] - ZERO) * 10 ** (3 - (i - point));
      if (i === point + 1) return Number.NaN;
    }
  }
  return date + time - zoneOffset(bytes, i, to);
}

/** Milliseconds that the zone spelled from `i` to `end` is ahead of UTC; NaN if that is no zone. */
function zoneOffset(bytes: Buffer, i: number, end: number): number {
  if (i === end) return 0;
  const sign = bytes[i];
  if (sign === LETTER_Z) return end === i + 1 ? 0 : Number.NaN;
  if (sign !== PLUS && sign !== DASH) return Number.NaN;
  const colon = bytes[i + 3] === COLON && end - i === 6 ? 1 : 0;
  const length = end - i - colon;
  if (length !== 3 && length !== 5) return Number.NaN;
  const hours = twoDigits(bytes, i + 1);
  const minutes = length === 5 ? twoDigits(bytes, i + 3 + colon) : 0;
  if (!(hours >= 0 && hours <= 23 && minutes >= 0 && minutes <= 59)) return Number.NaN;
  return (sign === PLUS ? 1 : -1) * (hours * 3_600_000 + minutes * 60_000);
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= ZERO + 9;
}

/** The whole number spelled by two digits, or -1. */
function twoDigits(bytes: Buffer, start: number): number {
  const tens = bytes[start] ^ ZERO;
  const ones = bytes[start + 1] ^ ZERO;
  return tens <= 9 && ones <= 9 ? tens * 10 + ones : -1;
}

/** The whole number spelled by four digits, or less than 0. */
function fourDigits(bytes: Buffer, start: number): number {
  const high = twoDigits(bytes, start);
  const low = twoDigits(bytes, start + 2);
  return low < 0 ? -1 : high * 100 + low;
}

const monthLengths = Int32Array.of(0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31);

/** Days of a common year before each month, from 1. */
const daysBefore = monthLengths.map((_, month) => monthLengths.subarray(0, month).reduce((sum, days) => sum + days, 0));

function isLeap(year: number): boolean {
  return (year & 3) === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function daysIn(year: number, month: number): number {
  return month === 2 && isLeap(year) ? 29 : monthLengths[month];
}

/** Days from 1970-01-01 in the Gregorian calendar, for years from 0: those of whole years, a leap year every 4, but not every 100, but every 400. */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const leapYears = ((year + 3) >> 2) - (((year + 99) / 100) | 0) + (((year + 399) / 400) | 0);
  const leapDay = month > 2 && isLeap(year) ? 1 : 0;
  return year * 365 + leapYears + daysBefore[month] + leapDay + day - 1 - 719_528;
}
