/**
 * A partition: some rows of a frame, held column by column in typed arrays. It is what parsers make, what column
 * work and the forest read, and what `arrow.ts` writes as Arrow bytes. Never changed after it is made.
 */

import { withCodes } from "./encoded-texts.js";

/** What a column holds, in the spelling users write. */
export type DType = "int32" | "float64" | "string" | "boolean" | "datetime" | "category";

/** All of them. */
export const dtypes: readonly DType[] = ["int32", "float64", "string", "boolean", "datetime", "category"];

/** 64-bit floats; NaN is missing. */
export interface Float64Column {
  readonly dtype: "float64";
  readonly values: Float64Array;
}

/** 32-bit integers; `valid[row]` is 0 where the value is missing, and absent when none is. */
export interface Int32Column {
  readonly dtype: "int32";
  readonly values: Int32Array;
  readonly valid?: Uint8Array;
}

/** 1 for true, 0 for false; `valid` as in {@link Int32Column}. */
export interface BooleanColumn {
  readonly dtype: "boolean";
  readonly values: Uint8Array;
  readonly valid?: Uint8Array;
}

/** Milliseconds since 1970-01-01 UTC; NaN is missing. */
export interface DatetimeColumn {
  readonly dtype: "datetime";
  readonly values: Float64Array;
}

/**
 * Text: `codes[row]` is a place in `dictionary`, or -1 where the value is missing. The dictionary may hold entries
 * that no row uses (after a filter), and no entry twice.
 */
export interface StringColumn {
  readonly dtype: "string" | "category";
  readonly codes: Int32Array;
  readonly dictionary: readonly string[];
}

export type Column = Float64Column | Int32Column | BooleanColumn | DatetimeColumn | StringColumn;

/** A cell as JavaScript sees it; datetimes are Dates and whatever is missing is null. */
export type Cell = number | string | boolean | Date | null;

/** Rows as columns. `names[i]` is the name of `columns[i]`; names are unique and may be any string. */
export interface Partition {
  readonly length: number;
  readonly names: readonly string[];
  readonly columns: readonly Column[];
}

/** The number of rows in a column. */
export function columnLength(column: Column): number {
  return "codes" in column ? column.codes.length : column.values.length;
}

/** Whether the row has no value. */
export function isMissing(column: Column, row: number): boolean {
  switch (column.dtype) {
    case "float64":
    case "datetime":
      return Number.isNaN(column.values[row]);
    case "int32":
    case "boolean":
      return column.valid !== undefined && column.valid[row] === 0;
    case "string":
    case "category":
      return column.codes[row] < 0;
  }
}

/** One cell. */
export function cellAt(column: Column, row: number): Cell {
  if (isMissing(column, row)) return null;
  switch (column.dtype) {
    case "float64":
    case "int32":
      return column.values[row];
    case "boolean":
      return column.values[row] === 1;
    case "datetime":
      return new Date(column.values[row]);
    case "string":
    case "category":
      return column.dictionary[column.codes[row]];
  }
}

/** The rows at these places, in this order; a copy, but for the dictionary of text. */
export function takeRows(column: Column, rows: Uint32Array | Int32Array): Column {
  switch (column.dtype) {
    case "float64":
    case "datetime":
      return {
        dtype: column.dtype,
        values: take(column.values, rows, Float64Array),
      };
    case "int32":
      return withValid({ dtype: "int32", values: take(column.values, rows, Int32Array) }, column.valid, rows);
    case "boolean":
      return withValid({ dtype: "boolean", values: take(column.values, rows, Uint8Array) }, column.valid, rows);
    case "string":
    case "category":
      return withCodes(column, take(column.codes, rows, Int32Array));
  }
}

function take<T extends Float64Array | Int32Array | Uint8Array>(
  values: T,
  rows: Uint32Array | Int32Array,
  type: new (length: number) => T,
): T {
  const taken = new type(rows.length);
  for (let i = 0; i < rows.length; i++) taken[i] = values[rows[i]];
  return taken;
}

function withValid<C extends object>(column: C, valid: Uint8Array | undefined, rows: Uint32Array | Int32Array): C {
  return valid === undefined ? column : { ...column, valid: take(valid, rows, Uint8Array) };
}
