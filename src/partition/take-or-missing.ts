import { withCodes } from "./encoded-texts.js";
import { type Column, takeRows } from "./partition.js";

/** The rows at these places, in this order, and a missing value for each place of -1; a copy, but for the dictionary of text. */
export function takeOrMissing(column: Column, rows: Int32Array): Column {
  let complete = true;
  for (let i = 0; i < rows.length && complete; i++) complete = rows[i] >= 0;
  if (complete) return takeRows(column, rows);
  switch (column.dtype) {
    case "float64":
    case "datetime":
      return {
        dtype: column.dtype,
        values: Float64Array.from(rows, (row) => (row < 0 ? Number.NaN : column.values[row])),
      };
    case "int32":
      return {
        dtype: "int32",
        values: Int32Array.from(rows, (row) => (row < 0 ? 0 : column.values[row])),
        valid: valid(column.valid, rows),
      };
    case "boolean":
      return {
        dtype: "boolean",
        values: Uint8Array.from(rows, (row) => (row < 0 ? 0 : column.values[row])),
        valid: valid(column.valid, rows),
      };
    case "string":
    case "category":
      return withCodes(
        column,
        rows.map((row) => (row < 0 ? -1 : column.codes[row])),
      );
  }
}

function valid(present: Uint8Array | undefined, rows: Int32Array): Uint8Array {
  return Uint8Array.from(rows, (row) => (row < 0 ? 0 : (present?.[row] ?? 1)));
}
