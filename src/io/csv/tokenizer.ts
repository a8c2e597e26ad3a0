import { ParseFault } from "../parse-fault.js";
import { isBlank } from "./blanks.js";
import type { CsvDialect } from "./csv-source.js";
import { decimal, POWERS } from "./parse-number.js";
import { areDigits, fourDigits, hasByte, repeated, wordsOf } from "./words.js";

const LF = 10;
const CR = 13;
const SPACE = 32;
const MINUS = 45;
const DOT = 46;
const ZERO = 48;

/** A dot, as its difference from {@link ZERO}: digits come out as 9 or less, and no other byte does. */
const POINT = DOT ^ ZERO;

/** What a cell's value is: unknown so far, a whole number, or another decimal. */
export const UNREAD = 0;
export const WHOLE = 1;
export const DECIMAL = 2;

/** With four digits more a number below this is exact, and with one more a number below the other. */
const ROOM_FOR_FOUR = 9e11;
const ROOM_FOR_ONE = 9e14;

/** Offsets kept at a time: few enough that they and their bytes stay in a processor's cache. */
const OFFSETS = 16_384;

/**
 * Where the cells of some rows are: row `r`, field `f` has the number `r * fields + f`, and runs from `starts` up to `ends` at
 * that place. A cell that is a plain decimal has been read on the way, since a second look would cost as much as the
 * first: its kind is {@link WHOLE} or {@link DECIMAL}, and its value the nearest double. Any other cell is {@link UNREAD},
 * also the few numbers that this cannot tell: those with an exponent, of more than 15 digits in front of the point or
 * about 19 in all, and such as "-0", "007" or "5.".
 */
export interface Tokens {
  readonly bytes: Buffer;
  /** The same bytes, to be read four at a time. */
  readonly words: DataView;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly values: Float64Array;
  readonly kinds: Uint8Array;
  readonly fields: number;
}

/**
 * Cuts bytes into rows and cells, some rows at a time. The rules are those of pandas' C parser: a quote counts only as
 * the first byte of a cell, a doubled one inside a quoted cell is one quote, and what follows the closing quote
 * belongs to the cell; a comment ends the row; blank lines and lines of comment alone are no rows. A row ends with LF
 * or CRLF, or with the last byte.
 *
 * Cells with doubled quotes are put together within the bytes, so bytes can be cut only once. `bytes[end]` is written too.
 */
export class Tokenizer implements Tokens {
  readonly words: DataView;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly values: Float64Array;
  readonly kinds: Uint8Array;
  /** Fields of the last row that was cut. */
  found = 0;
  readonly #most: number;
  #cellEnd = 0;

  /**
   * @param position - where the next row is looked for; after {@link next}, behind the last row.
   * @param final - whether the text ends at `end`; otherwise a row that reaches `end` is left alone.
   * @param exact - whether a row with another number of fields is an error.
   */
  constructor(
    readonly bytes: Buffer,
    public position: number,
    readonly end: number,
    readonly fields: number,
    readonly dialect: CsvDialect,
    readonly final = true,
    readonly exact = true,
  ) {
    bytes[end] = LF;
    this.#most = Math.max(1, Math.min(1024, Math.floor(OFFSETS / fields)));
    this.starts = new Int32Array(this.#most * fields);
    this.ends = new Int32Array(this.#most * fields);
    this.values = new Float64Array(this.#most * fields);
    this.kinds = new Uint8Array(this.#most * fields);
    this.words = wordsOf(bytes);
  }

  /**
   * Cuts the next rows, `most` or fewer.
   *
   * @returns how many; 0 at the end.
   * @throws {ParseFault} a row with too many or too few fields, or a quote that is not closed.
   */
  next(most = this.#most): number {
    const { bytes, words, starts, ends, values, kinds, end, fields } = this;
    const lastWord = end - 4;
    const { delimiter, quote, comment } = this.dialect;
    const special = Math.max(delimiter, LF, comment);
    const limit = Math.min(most, this.#most);
    let rows = 0;
    let i = this.position;
    while (rows < limit && i < end) {
      let c = bytes[i];
      if (c <= SPACE || c === comment) {
        const after = this.#skipLine(i);
        if (after > end && !this.final) break;
        if (after > i) {
          i = after;
          continue;
        }
      }
      const begin = i;
      const row = rows * fields;
      let count = 0;
      let unclosed = false;
      for (;;) {
        let from = i;
        let to: number;
        let value = 0;
        let kind = UNREAD;
        c = bytes[i];
        if (c === quote) {
          i = this.#quoted(i);
          if (i < 0) {
            unclosed = true;
            break;
          }
          from++;
          to = this.#cellEnd;
          c = bytes[i];
        } else {
          // 1 for a minus, else 0: signs come at random, so a branch would often be foreseen wrongly.
          const minus = ((c ^ MINUS) - 1) >>> 31;
          i += minus;
          const first = i;
          let head = 0;
          let digit = bytes[i] ^ ZERO;
          while (digit <= 9) {
            head = (head * 10 + digit) | 0;
            digit = bytes[++i] ^ ZERO;
          }
          const read = i - first;
          value = read > 9 ? wholeNumber(bytes, first, i) : head;
          if (digit === POINT) {
            const point = ++i;
            while (i <= lastWord && value < ROOM_FOR_FOUR) {
              const word = words.getInt32(i, true);
              if (!areDigits(word)) break;
              value = value * 10_000 + fourDigits(word);
              i += 4;
            }
            digit = bytes[i] ^ ZERO;
            while (digit <= 9 && value < ROOM_FOR_ONE) {
              value = value * 10 + digit;
              digit = bytes[++i] ^ ZERO;
            }
            const high = i;
            let low = 0;
            while (digit <= 9 && i - high < 4) {
              low = low * 10 + digit;
              digit = bytes[++i] ^ ZERO;
            }
            const scale = i - point;
            if (scale > 0 && scale <= 22 && read <= 15) {
              value = i === high ? value / POWERS[scale] : decimal(value, low, i - high, -scale);
              if (!Number.isNaN(value)) kind = DECIMAL;
            }
          } else if (read > 0 && read <= 15 && (read === 1 || bytes[first] !== ZERO)) {
            kind = WHOLE;
          }
          const stop = i;
          if (value + 1 === minus) kind = UNREAD;
          value *= 1 - 2 * minus;
          c = bytes[i];
          while (c > special || (c !== delimiter && c !== LF && c !== comment)) c = bytes[++i];
          to = i;
          if (c === LF && to > from && bytes[to - 1] === CR) to--;
          if (to !== stop) kind = UNREAD;
        }
        if (count < fields) {
          starts[row + count] = from;
          ends[row + count] = to;
          values[row + count] = value;
          kinds[row + count] = kind;
        }
        count++;
        if (c !== delimiter) break;
        i++;
      }
      if (unclosed) {
        i = begin;
        break;
      }
      if (c !== LF) i = bytes.indexOf(LF, i);
      if (i >= end && !this.final) {
        i = begin;
        break;
      }
      i++;
      this.found = count;
      if (count !== fields && this.exact) {
        throw new ParseFault(
          `the row has ${count} ${count === 1 ? "field" : "fields"}, but ${fields} ${fields === 1 ? "is" : "are"} expected`,
          begin,
        );
      }
      rows++;
    }
    this.position = Math.min(i, end);
    return rows;
  }

  /** Behind the line at `i` when it is blank or all comment, else `i`. */
  #skipLine(i: number): number {
    const { bytes } = this;
    const { delimiter, comment } = this.dialect;
    let j = i;
    while (isBlank(bytes[j]) && bytes[j] !== delimiter) j++;
    if (bytes[j] === CR && bytes[j + 1] === LF) j++;
    if (bytes[j] === comment) j = bytes.indexOf(LF, j);
    return bytes[j] === LF ? j + 1 : i;
  }

  /**
   * Behind the cell whose opening quote is at `open`, with its end in `#cellEnd`; -1 when it is not closed and the text
   * goes on behind the bytes.
   */
  #quoted(open: number): number {
    const { bytes, words, end } = this;
    const { delimiter, quote, comment } = this.dialect;
    const pattern = repeated(quote);
    const lastWord = end - 4;
    let i = open + 1;
    while (i <= lastWord && !hasByte(words.getInt32(i, true), pattern)) i += 4;
    while (i < end && bytes[i] !== quote) i++;
    let to = i;
    while (i < end && (bytes[i] !== quote || bytes[i + 1] === quote)) {
      if (bytes[i] === quote) i++;
      bytes[to++] = bytes[i++];
    }
    if (i >= end) {
      if (!this.final) return -1;
      throw new ParseFault("a quote is opened and never closed", open);
    }
    i++;
    let c = bytes[i];
    const closed = to;
    while (c !== delimiter && c !== LF && c !== comment) {
      bytes[to++] = c;
      c = bytes[++i];
    }
    this.#cellEnd = c === LF && to > closed && bytes[to - 1] === CR ? to - 1 : to;
    return i;
  }
}

/** The number that digits spell; exact up to 15 of them. */
function wholeNumber(bytes: Buffer, start: number, end: number): number {
  let value = 0;
  for (let i = start; i < end; i++) value = value * 10 + (bytes[i] ^ ZERO);
  return value;
}
