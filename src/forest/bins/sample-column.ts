import type { Column } from "../../partition/partition.js";
import { columnLength, isMissing } from "../../partition/partition.js";
import { draw, makeKey, Purpose } from "../random.js";
import type { NumericBins } from "./bins.js";

/** Rows whose values the bins are made from, when there are more than this. */
export const SAMPLE_ROWS = 200_000;

/** The values of a column of numbers in the sampled rows of a partition. */
export interface NumericSample {
  readonly kind: "numeric";
  /** Whether a value is missing, in any row. */
  readonly sawMissing: boolean;
  /** Without the missing ones. */
  readonly values: Float64Array;
  /** See the bins' `dtype`. */
  readonly dtype?: NumericBins["dtype"];
}

/** How often each category occurs, in all rows of a partition. */
export interface CategorySample {
  readonly kind: "category";
  readonly sawMissing: boolean;
  readonly categories: readonly string[];
  readonly counts: Float64Array;
}

/** What one partition's column tells about its values. */
export type ColumnSample = NumericSample | CategorySample;

/**
 * The places in a partition of the rows that are sampled. Whether a row is depends on its number in the whole frame
 * alone, so that neither block size nor the number of workers changes the sample.
 *
 * @param firstRow - the number of the partition's first row.
 * @param totalRows - the rows of the whole frame.
 */
export function sampledRows(firstRow: number, rows: number, totalRows: number, target = SAMPLE_ROWS): Int32Array {
  const chosen = new Int32Array(rows);
  if (totalRows <= target) return chosen.map((_, row) => row);
  let length = 0;
  const { a, b } = makeKey(0, 0, Purpose.sample);
  const limit = (target / totalRows) * 2 ** 32;
  for (let i = 0; i < rows; i++) if (draw(a, b, firstRow + i) < limit) chosen[length++] = i;
  return chosen.slice(0, length);
}

/** What a column of a partition adds to the sample; `chosen` are its sampled rows. */
export function sampleColumn(column: Column, chosen: Int32Array): ColumnSample {
  if ("codes" in column) return countCategories(column.codes, column.dictionary);
  const { dtype } = column;
  const own = dtype === "boolean" || dtype === "datetime" ? { dtype } : {};
  const sawMissing = someMissing(column);
  if (!sawMissing && chosen.length === columnLength(column)) {
    return { kind: "numeric", sawMissing, values: floats(column.values), ...own };
  }
  const values = new Float64Array(chosen.length);
  let length = 0;
  for (const row of chosen) if (!isMissing(column, row)) values[length++] = column.values[row];
  return { kind: "numeric", sawMissing, values: values.subarray(0, length), ...own };
}

/** The numbers as doubles: themselves if they are such. */
function floats(values: Float64Array | Int32Array | Uint8Array): Float64Array {
  return values instanceof Float64Array ? values : new Float64Array(values);
}

/** The same from all rows, and each value once. */
export function sampleValues(column: Column): ColumnSample {
  const sample = sampleColumn(
    column,
    Int32Array.from({ length: columnLength(column) }, (_, row) => row),
  );
  return sample.kind === "numeric" ? { ...sample, values: distinctValues(sample.values.slice().sort()) } : sample;
}

/** Each value once; they are ascending, as they were. */
export function distinctValues(sorted: Float64Array): Float64Array {
  return sorted.filter((value, i) => i === 0 || sorted[i - 1] < value);
}

/** Whether any row of the column has no value. */
function someMissing(column: Column): boolean {
  if ("codes" in column) return column.codes.includes(-1);
  if (column.dtype === "float64" || column.dtype === "datetime") return column.values.includes(NaN);
  return column.valid?.includes(0) ?? false;
}

function countCategories(codes: Int32Array, dictionary: readonly string[]): CategorySample {
  const counts = new Float64Array(dictionary.length);
  for (let i = 0; i < codes.length; i++) if (codes[i] >= 0) counts[codes[i]] += 1;
  const used = dictionary.map((_, code) => code).filter((code) => counts[code] > 0);
  return {
    kind: "category",
    sawMissing: codes.includes(-1),
    categories: used.map((code) => dictionary[code]),
    counts: Float64Array.from(used, (code) => counts[code]),
  };
}
