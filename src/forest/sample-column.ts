import type { Column } from "../partition/partition.js";
import { columnLength } from "../partition/partition.js";
import { draw, makeKey, Purpose } from "./random.js";

/** Rows whose values the bins are made from, when there are more than this. */
export const SAMPLE_ROWS = 200_000;

/**
 * What one partition's column tells about its values: the values of numbers in sampled rows, without the missing
 * ones, or how often each category occurs in all rows.
 */
export type ColumnSample =
  | { readonly kind: "numeric"; readonly values: Float64Array }
  | { readonly kind: "category"; readonly categories: readonly string[]; readonly counts: Float64Array };

/**
 * The places in a partition of the rows that are sampled. Whether a row is depends on its number in the whole frame
 * alone, so that neither block size nor the number of workers changes the sample.
 *
 * @param firstRow - the number of the partition's first row.
 * @param totalRows - the rows of the whole frame.
 */
export function sampledRows(firstRow: number, rows: number, totalRows: number, target = SAMPLE_ROWS): Int32Array {
  const chosen = new Int32Array(rows);
  let length = 0;
  const { a, b } = makeKey(0, 0, Purpose.sample);
  const limit = totalRows <= target ? 2 ** 32 : (target / totalRows) * 2 ** 32;
  for (let i = 0; i < rows; i++) if (draw(a, b, firstRow + i) < limit) chosen[length++] = i;
  return chosen.slice(0, length);
}

/** What a column of a partition adds to the sample; `chosen` are its sampled rows. */
export function sampleColumn(column: Column, chosen: Int32Array): ColumnSample {
  if ("codes" in column) return countCategories(column.codes, column.dictionary);
  const valid = "valid" in column ? column.valid : undefined;
  const values = new Float64Array(chosen.length);
  let length = 0;
  for (const row of chosen) {
    const x = column.values[row];
    if (!Number.isNaN(x) && (valid === undefined || valid[row] === 1)) values[length++] = x;
  }
  return { kind: "numeric", values: values.slice(0, length) };
}

function countCategories(codes: Int32Array, dictionary: readonly string[]): ColumnSample {
  const counts = new Float64Array(dictionary.length);
  for (let i = 0; i < codes.length; i++) if (codes[i] >= 0) counts[codes[i]] += 1;
  const used = dictionary.map((_, code) => code).filter((code) => counts[code] > 0);
  return {
    kind: "category",
    categories: used.map((code) => dictionary[code]),
    counts: Float64Array.from(used, (code) => counts[code]),
  };
}

/** All rows of a column, as a sample of its own. */
export function wholeColumn(column: Column): ColumnSample {
  return sampleColumn(
    column,
    Int32Array.from({ length: columnLength(column) }, (_, row) => row),
  );
}
