import type { Column, DType } from "../../partition/partition.js";
import { castColumn } from "./cast.js";
import { literalOf } from "./expression.js";
import {
  type ColumnFunction,
  fillByText,
  fromNumbers,
  kindOf,
  presentRows,
  TextDictionary,
  toNumbers,
} from "./operand.js";

/** Functions about missing values, membership, and values taken for others. */
export const missing: Readonly<Record<string, ColumnFunction>> = {
  isNa: { takes: "a column", dtype: () => "boolean", run: ([column], rows) => present(column as Column, rows, 0) },
  notNa: { takes: "a column", dtype: () => "boolean", run: ([column], rows) => present(column as Column, rows, 1) },
  /** Missing values become the value. int32 stays int32 only if the value is one. */
  fillNa: {
    takes: "a value of the column's kind",
    dtype: ([dtype], [value]) => widened(dtype, [value]),
    run: ([column], _, [value]) => fill(column as Column, value),
  },
  /** Whether each value is among the given ones. Missing is so only if null or NaN is among them. */
  isin: {
    takes: "an array of values of the column's kind",
    dtype: ([dtype], [values]) => (widened(dtype, values as unknown[]) === undefined ? undefined : "boolean"),
    run: ([column], rows, [values]) => isIn(column as Column, rows, values as unknown[]),
  },
  /** Each value that equals one of `from` becomes that of `to` at the same place; what is not among them stays. */
  replace: {
    takes: "values of the column's kind, what to replace and by what",
    dtype: ([dtype], [from, to]) => widened(dtype, from as unknown[]) && widened(dtype, to as unknown[]),
    run: ([column], _, [from, to]) => replaceValues(column as Column, from as unknown[], to as unknown[]),
  },
  /** Each value becomes what stands for it in `to`; what is not among `from` becomes missing. `dtype` is that of `to`. */
  map: {
    takes: "a column",
    dtype: (_, [, , dtype]) => dtype as DType,
    run: ([column], rows, [from, to, dtype]) =>
      mapValues(column as Column, rows, from as unknown[], to as unknown[], dtype as DType),
  },
};

/** The dtype of a column that also holds these values; undefined if no dtype holds both. Missing ones do not matter. */
function widened(dtype: DType, values: readonly unknown[]): DType | undefined {
  let result: DType | undefined = dtype;
  for (const value of values) {
    if (value === null) continue;
    const literal = literalOf(value);
    if (literal === undefined || kindOf(literal.dtype) !== kindOf(dtype)) return undefined;
    if (result === "int32") result = literal.dtype;
  }
  return result;
}

function present(column: Column, rows: number, yes: 0 | 1): Column {
  const there = presentRows(column);
  if (yes === 1 && there !== undefined) return { dtype: "boolean", values: there };
  const values = new Uint8Array(rows).fill(yes);
  if (there !== undefined) for (let row = 0; row < rows; row++) values[row] = 1 - there[row];
  return { dtype: "boolean", values };
}

function fill(column: Column, value: unknown): Column {
  if (!hasMissing(column)) return castColumn(column, widened(column.dtype, [value]) as DType);
  if ("codes" in column) {
    const place = column.dictionary.indexOf(value as string);
    const code = place < 0 ? column.dictionary.length : place;
    const dictionary = place < 0 ? [...column.dictionary, value as string] : column.dictionary;
    return { ...column, codes: column.codes.map((own) => (own < 0 ? code : own)), dictionary };
  }
  const filler = Number(value);
  const numbers = toNumbers(column).map((own) => (Number.isNaN(own) ? filler : own));
  return fromNumbers(numbers, widened(column.dtype, [value]) as DType);
}

function isIn(column: Column, rows: number, wanted: readonly unknown[]): Column {
  const ofMissing = wanted.some((value) => value === null || Number.isNaN(value)) ? 1 : 0;
  const values = new Uint8Array(rows);
  if ("codes" in column) {
    const texts = new Set(wanted);
    return { dtype: "boolean", values: fillByText(column, values, ofMissing, (text) => (texts.has(text) ? 1 : 0)) };
  }
  const set = new Set(wanted.filter((value) => value !== null).map(Number));
  const numbers = toNumbers(column);
  for (let row = 0; row < rows; row++) {
    values[row] = Number.isNaN(numbers[row]) ? ofMissing : set.has(numbers[row]) ? 1 : 0;
  }
  return { dtype: "boolean", values };
}

function replaceValues(column: Column, from: readonly unknown[], to: readonly unknown[]): Column {
  if ("codes" in column) {
    const replaced = new Map(from.map((text, i) => [text, to[i] as string | null]));
    const dictionary = new TextDictionary();
    const codes = fillByText(column, new Int32Array(column.codes.length), -1, (text) =>
      dictionary.code(replaced.has(text) ? (replaced.get(text) as string | null) : text),
    );
    return { dtype: column.dtype, codes, dictionary: dictionary.texts };
  }
  const replaced = new Map(from.map((value, i) => [Number(value), to[i] === null ? Number.NaN : Number(to[i])]));
  const numbers = toNumbers(column).map((own) => replaced.get(own) ?? own);
  return fromNumbers(numbers, widened(column.dtype, to) as DType);
}

function mapValues(
  column: Column,
  rows: number,
  from: readonly unknown[],
  to: readonly unknown[],
  dtype: DType,
): Column {
  const places = placesOf(column, rows, from);
  if (kindOf(dtype) === "text") {
    const dictionary = new TextDictionary();
    const codes = to.map((text) => dictionary.code(text as string | null));
    return { dtype: "string", codes: places.map((place) => codes[place] ?? -1), dictionary: dictionary.texts };
  }
  const numbers = to.map((value) => (value === null ? Number.NaN : Number(value)));
  return fromNumbers(
    Float64Array.from(places, (place) => numbers[place] ?? Number.NaN),
    dtype,
  );
}

/** The place of each row's value in `from`, or -1. */
function placesOf(column: Column, rows: number, from: readonly unknown[]): Int32Array {
  const known = new Map(from.map((value, i) => [value, i]));
  if ("codes" in column) return fillByText(column, new Int32Array(rows), -1, (text) => known.get(text) ?? -1);
  const numbers = toNumbers(column);
  const places = new Int32Array(rows).fill(-1);
  const spelled = column.dtype === "boolean" ? (value: number) => value === 1 : (value: number) => value;
  for (let row = 0; row < rows; row++) {
    if (!Number.isNaN(numbers[row])) places[row] = known.get(spelled(numbers[row])) ?? -1;
  }
  return places;
}

function hasMissing(column: Column): boolean {
  return presentRows(column)?.includes(0) ?? false;
}
