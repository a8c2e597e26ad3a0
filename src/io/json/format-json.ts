import { type Column, isMissing, type Partition } from "../../partition/partition.js";

/** How rows are written as JSON: an object a line, or with `lines` false an array of objects, one a line too. */
export interface JsonFormat {
  readonly format: "json";
  readonly lines: boolean;
}

/** Rows put together at a time. */
const BATCH = 4096;

/** What an array of rows begins with, has between its rows, and ends with. */
export const arrayMarks = { start: "[", between: ",\n", end: "]\n" } as const;

/**
 * Writes rows as JSON, some at a time. A missing value is null, as is an infinite number, which JSON has not; datetimes are
 * ISO 8601 in UTC.
 */
export function* formatJSON({ length, names, columns }: Partition, { lines }: JsonFormat): Generator<string> {
  const cells = columns.map(formatter);
  const labels = names.map((name, i) => `${i === 0 ? "{" : ","}${JSON.stringify(name)}:`);
  const last = lines ? "\n" : "";
  const between = lines ? "\n" : arrayMarks.between;
  if (!lines) yield arrayMarks.start;
  for (let start = 0; start < length; start += BATCH) {
    const end = Math.min(length, start + BATCH);
    let text = "";
    for (let row = start; row < end; row++) {
      if (cells.length === 0) text += "{";
      for (let i = 0; i < cells.length; i++) text += labels[i] + cells[i](row);
      text += row + 1 < length ? `}${between}` : `}${last}`;
    }
    yield text;
  }
  if (!lines) yield arrayMarks.end;
}

/** What writes the cell of a row. */
function formatter(column: Column): (row: number) => string {
  switch (column.dtype) {
    case "string":
    case "category": {
      const texts = column.dictionary.map((text) => JSON.stringify(text));
      return (row) => (column.codes[row] < 0 ? "null" : texts[column.codes[row]]);
    }
    case "boolean":
      return unlessMissing(column, (row) => (column.values[row] === 1 ? "true" : "false"));
    case "datetime":
      return unlessMissing(column, (row) => `"${new Date(column.values[row]).toISOString()}"`);
    default:
      return unlessMissing(column, (row) => formatNumber(column.values[row]));
  }
}

function unlessMissing(column: Column, format: (row: number) => string): (row: number) => string {
  return (row) => (isMissing(column, row) ? "null" : format(row));
}

function formatNumber(value: number): string {
  if (Object.is(value, -0)) return "-0";
  return Number.isFinite(value) ? String(value) : "null";
}
