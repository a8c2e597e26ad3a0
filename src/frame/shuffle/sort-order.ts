import { compareText } from "../../partition/compare-text.js";
import type { Column, StringColumn } from "../../partition/partition.js";
import { rowNumbers } from "../column-work.js";
import { presentRows } from "../expression/operand.js";

/** A column to sort by. */
export interface SortKey {
  readonly name: string;
  readonly ascending: boolean;
  /** Whether missing values come before all others, which is otherwise after them. */
  readonly missingFirst?: boolean;
}

/** Rows in the order of one or more 32-bit words each, the first word first. */
export type SortWords = readonly Uint32Array[];

const last = 0xffffffff;

/**
 * Words that order a column's rows as their values do: numbers by size, texts by code point, false before true. Missing
 * is last, in descending order too. Only words made by one call can be compared.
 *
 * @param marks - texts in ascending order: then texts are ordered only against these, which saves sorting them all.
 */
export function sortWords(column: Column, ascending: boolean, marks?: readonly string[]): SortWords {
  switch (column.dtype) {
    case "float64":
    case "datetime":
      return floatWords(column.values, ascending);
    case "int32": {
      const { values, valid } = column;
      const flip = ascending ? 0x80000000 : 0x7fffffff;
      const words = new Uint32Array(values.length);
      for (let row = 0; row < words.length; row++) words[row] = valid?.[row] === 0 ? 0 : values[row] ^ flip;
      if (valid === undefined) return [words];
      const missing = new Uint32Array(valid.length);
      for (let row = 0; row < missing.length; row++) missing[row] = 1 - valid[row];
      return [missing, words];
    }
    case "boolean": {
      const { values, valid } = column;
      const words = new Uint32Array(values.length);
      const flip = ascending ? 0 : 1;
      for (let row = 0; row < words.length; row++) words[row] = valid?.[row] === 0 ? last : values[row] ^ flip;
      return [words];
    }
    case "string":
    case "category":
      return [textWords(column, ascending, marks)];
  }
}

/** As {@link sortWords}, for a column to sort by. */
export function keyWords(column: Column, { ascending, missingFirst }: SortKey, marks?: readonly string[]): SortWords {
  const words = sortWords(column, ascending, marks);
  const present = missingFirst ? presentRows(column) : undefined;
  return present === undefined ? words : [Uint32Array.from(present), ...words];
}

/** The places of rows in the order of their words; equal rows stay in their order. Takes a radix sort's linear time. */
export function sortedOrder(words: SortWords, rows: number): Uint32Array {
  let order = rowNumbers(rows);
  let other: Uint32Array = new Uint32Array(rows);
  const counts = new Uint32Array(2048);
  for (let word = words.length - 1; word >= 0; word--) {
    const values = words[word];
    const [least, most] = bounds(values, rows);
    // Only digits in which the rows differ cost a pass.
    for (let shift = 0; shift < 32 && (most - least) >>> shift > 0; shift += 11) {
      counts.fill(0);
      for (let row = 0; row < rows; row++) counts[((values[row] - least) >>> shift) & 2047] += 1;
      let place = 0;
      for (let digit = 0; digit < counts.length; digit++) {
        const count = counts[digit];
        counts[digit] = place;
        place += count;
      }
      for (let i = 0; i < rows; i++) other[counts[((values[order[i]] - least) >>> shift) & 2047]++] = order[i];
      [order, other] = [other, order];
    }
  }
  return order;
}

/** Negative when row `a` comes before row `b`. */
export function compareWords(words: SortWords, a: number, b: number): number {
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (word[a] !== word[b]) return word[a] - word[b];
  }
  return 0;
}

/** The rows' order by several columns, of which the first counts most. */
export function orderBy(columns: readonly Column[], ascending: readonly boolean[], rows: number): Uint32Array {
  return sortedOrder(
    columns.flatMap((column, i) => sortWords(column, ascending[i])),
    rows,
  );
}

function bounds(values: Uint32Array, rows: number): [least: number, most: number] {
  let [least, most] = [last, 0];
  for (let row = 0; row < rows; row++) {
    if (values[row] < least) least = values[row];
    if (values[row] > most) most = values[row];
  }
  return [least, Math.max(least, most)];
}

/** The bits of an IEEE 754 double order like integers once those of negative ones are all inverted. */
function floatWords(values: Float64Array, ascending: boolean): SortWords {
  const high = new Uint32Array(values.length);
  const low = new Uint32Array(values.length);
  const double = new Float64Array(1);
  const halves = new Uint32Array(double.buffer);
  for (let row = 0; row < values.length; row++) {
    double[0] = values[row] + 0;
    if (Number.isNaN(double[0])) {
      high[row] = last;
      low[row] = last;
      continue;
    }
    const negative = halves[1] >>> 31 === 1;
    const invert = negative === ascending ? last : 0;
    const top = ascending ? (negative ? last : 0x80000000) : negative ? 0 : 0x7fffffff;
    high[row] = halves[1] ^ top;
    low[row] = halves[0] ^ invert;
  }
  return [high, low];
}

function textWords(column: StringColumn, ascending: boolean, marks: readonly string[] | undefined): Uint32Array {
  const { codes, dictionary } = column;
  const used = new Uint8Array(dictionary.length);
  for (let row = 0; row < codes.length; row++) if (codes[row] >= 0) used[codes[row]] = 1;
  const inUse = Array.from(dictionary.keys()).filter((code) => used[code] === 1);
  const ranks = new Uint32Array(dictionary.length);
  if (marks === undefined) {
    const compare = inUse.some((code) => hasSurrogates(dictionary[code])) ? compareText : compareUnits;
    inUse.sort((a, b) => compare(dictionary[a], dictionary[b]));
    inUse.forEach((code, rank) => {
      ranks[code] = rank;
    });
  } else for (const code of inUse) ranks[code] = rankAmong(dictionary[code], marks);
  const most = marks === undefined ? inUse.length : 2 * marks.length;
  const words = new Uint32Array(codes.length);
  for (let row = 0; row < words.length; row++) {
    words[row] = codes[row] < 0 ? last : ascending ? ranks[codes[row]] : most - ranks[codes[row]];
  }
  return words;
}

/** Twice the number of marks below a text, and one more if it is a mark itself. */
function rankAmong(text: string, marks: readonly string[]): number {
  let [low, high] = [0, marks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareText(marks[middle], text) < 0) low = middle + 1;
    else high = middle;
  }
  return 2 * low + (marks[low] === text ? 1 : 0);
}

/** As `compareText`, for texts without characters beyond U+FFFF. */
function compareUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function hasSurrogates(text: string): boolean {
  return /[\ud800-\udfff]/.test(text);
}
