import { type Column, isMissing, type Partition } from "../../partition/partition.js";

/** What text that needs it is put in. */
export const CSV_QUOTE = '"';

/** How rows are written. */
export interface CsvFormat {
  readonly format: "csv";
  /** One ASCII character. */
  readonly delimiter: string;
  /** Whether the first line names the columns. */
  readonly header: boolean;
}

/** Rows put together at a time. */
const BATCH = 4096;

/**
 * Writes rows as CSV, some at a time. A missing value is an empty cell. Text is quoted where reading would otherwise give
 * something else; floats always show that they are (1 is "1.0"), datetimes are ISO 8601 in UTC, without the time at
 * midnight. Reading it again with the same dtypes gives the same values, but for text that spells a missing value.
 */
export function* formatCSV(partition: Partition, { delimiter, header }: CsvFormat): Generator<string> {
  const { length, names, columns } = partition;
  const quoted = quoter(delimiter);
  // An empty line is no row, so the empty cell of a single column is quoted.
  const missing = columns.length === 1 ? '""' : "";
  if (header) yield `${names.map((name) => quoted(name) || missing).join(delimiter)}\n`;
  const cells = columns.map((column) => formatter(column, quoted, missing));
  for (let start = 0; start < length; start += BATCH) {
    const end = Math.min(length, start + BATCH);
    let text = "";
    for (let row = start; row < end; row++) {
      for (let i = 0; i < cells.length; i++) text += i === 0 ? cells[i](row) : delimiter + cells[i](row);
      text += "\n";
    }
    yield text;
  }
}

/** What puts text in quotes if it needs them: it has something of CSV's in it, or blanks or a byte order mark at an end. */
function quoter(delimiter: string): (text: string) => string {
  const special = new RegExp(`["\\r\\n\\u{${delimiter.charCodeAt(0).toString(16)}}]|^[ \\t\\uFEFF]|[ \\t]$`, "u");
  return (text) => (special.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
}

/** What writes the cell of a row. */
function formatter(column: Column, quoted: (text: string) => string, missing: string): (row: number) => string {
  switch (column.dtype) {
    case "float64":
      return unlessMissing(column, missing, (row) => formatFloat(column.values[row]));
    case "int32":
      return unlessMissing(column, missing, (row) => String(column.values[row]));
    case "boolean":
      return unlessMissing(column, missing, (row) => (column.values[row] === 1 ? "true" : "false"));
    case "datetime":
      return unlessMissing(column, missing, (row) => formatDatetime(column.values[row]));
    case "string":
    case "category": {
      const texts = column.dictionary.map((text) => quoted(text) || '""');
      return (row) => (column.codes[row] < 0 ? missing : texts[column.codes[row]]);
    }
  }
}

function unlessMissing(column: Column, missing: string, format: (row: number) => string): (row: number) => string {
  return (row) => (isMissing(column, row) ? missing : format(row));
}

/** The shortest decimal that reads as this double, with a point or an exponent; pandas' spelling of infinity. */
function formatFloat(value: number): string {
  if (Number.isInteger(value)) {
    const text = Object.is(value, -0) ? "-0" : String(value);
    return text.includes("e") ? text : `${text}.0`;
  }
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? "inf" : "-inf";
}

function formatDatetime(value: number): string {
  const text = new Date(value).toISOString();
  return text.endsWith("T00:00:00.000Z") ? text.slice(0, -14) : text;
}
