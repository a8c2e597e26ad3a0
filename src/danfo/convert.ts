import { type Cell, type Column, cellAt, columnLength, type DType, type Partition } from "../partition/partition.js";
import { type Frame, type FrameSeries, loadDanfo } from "./danfo.js";
import { toColumn } from "./to-column.js";

/** What danfo calls each dtype. Its float32 is a name only: the cells are JavaScript's 64-bit numbers. */
const danfoDTypes: Readonly<Record<DType, string>> = {
  float64: "float32",
  int32: "int32",
  string: "string",
  category: "string",
  boolean: "boolean",
  datetime: "datetime",
};

/** The fields of danfo's frames that hold what they are made of. Columns' names cannot hide these. */
interface Internals {
  $isSeries: boolean;
  $data: unknown[];
  $dataIncolumnFormat: unknown[][];
  $columns: readonly unknown[];
  $dtypes: readonly string[];
}

/**
 * A danfo frame of the partition's rows, or of those of several partitions one after the other. Its index counts from
 * 0; a missing number is NaN, and whatever else is missing is null; datetimes are Dates. Copies every cell.
 *
 * @throws {RangeError} the partitions do not have the same columns.
 */
export function toDanfo(partitions: Partition | readonly Partition[]): Frame {
  const parts = Array.isArray(partitions) ? (partitions as readonly Partition[]) : [partitions as Partition];
  const { names = [], columns: first = [] } = parts[0] ?? {};
  for (const part of parts) checkSameColumns(parts[0], part);
  const columns = first.map((_, i) => cells(parts.map((part) => part.columns[i])));
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const rows: Cell[][] = new Array(length);
  for (let row = 0; row < length; row++) rows[row] = columns.map((column) => column[row]);

  const dtypes = first.map(({ dtype }) => danfoDTypes[dtype]);
  const frame = new (loadDanfo().DataFrame)(rows, { columns: [...names], dtypes, config: { lowMemoryMode: true } });
  // The second copy that danfo keeps, by column, is there already: it need not make it out of the rows.
  (frame as unknown as Internals).$dataIncolumnFormat = columns;
  frame.config.setIsLowMemoryMode(false);
  return frame;
}

/** A danfo Series of a column, or of the pieces of one; cells and index as of {@link toDanfo}. */
export function toDanfoSeries(name: string, pieces: Column | readonly Column[]): FrameSeries {
  const columns = Array.isArray(pieces) ? (pieces as readonly Column[]) : [pieces as Column];
  const dtypes = [danfoDTypes[columns[0]?.dtype ?? "float64"]];
  return new (loadDanfo().Series)(cells(columns), { columns: [name], dtypes });
}

/**
 * The partition that a danfo frame is, or a Series as one column. Null, undefined and NaN are missing.
 *
 * Danfo says what a column holds after its first rows, so the cells decide: numbers are int32 where danfo does not call
 * them float32 and all of them fit, else float64; strings, booleans and Dates are what they are; a column of different
 * kinds is made into strings; where all is missing danfo's dtype counts, float64 if it has none.
 *
 * @throws {TypeError} the value is not a frame or a Series of danfo.
 */
export function fromDanfo(frame: Frame | FrameSeries): Partition {
  const made: unknown = frame;
  if (!isDanfo(made)) {
    throw new TypeError("A danfo DataFrame or Series is needed here; make one with `new dfd.DataFrame(…)`.");
  }
  const { $isSeries, $data, $columns, $dtypes } = made;
  return {
    length: $data.length,
    names: $columns.map(String),
    columns: $columns.map((_, i) =>
      toColumn($isSeries ? $data : $data.map((row) => (row as unknown[])[i]), $dtypes[i] ?? "undefined"),
    ),
  };
}

function checkSameColumns(first: Partition, other: Partition): void {
  const same =
    other.names.length === first.names.length &&
    other.names.every((name, i) => name === first.names[i] && other.columns[i].dtype === first.columns[i].dtype);
  if (same) return;
  const [here, there] = [first, other].map(({ names, columns }) =>
    names.map((name, i) => `${JSON.stringify(name)} (${columns[i].dtype})`).join(", "),
  );
  throw new RangeError(`Partitions of one frame must have the same columns, but one has ${here} and one ${there}.`);
}

/** The cells of a column's pieces, one after the other. */
function cells(pieces: readonly Column[]): Cell[] {
  const all: Cell[] = new Array(pieces.reduce((sum, piece) => sum + columnLength(piece), 0));
  let offset = 0;
  for (const piece of pieces) {
    fill(all, offset, piece);
    offset += columnLength(piece);
  }
  return all;
}

/** A loop of its own for each layout: one for all of them takes four times as long. */
function fill(all: Cell[], offset: number, column: Column): void {
  const length = columnLength(column);
  if ("codes" in column) {
    const { codes, dictionary } = column;
    for (let row = 0; row < length; row++) all[offset + row] = codes[row] < 0 ? null : dictionary[codes[row]];
  } else if (column.dtype === "float64" || (column.dtype === "int32" && column.valid === undefined)) {
    const { values } = column;
    for (let row = 0; row < length; row++) all[offset + row] = values[row];
  } else {
    const missing = column.dtype === "int32" ? Number.NaN : null;
    for (let row = 0; row < length; row++) all[offset + row] = cellAt(column, row) ?? missing;
  }
}

/** Whether a value is made as danfo makes its frames and Series, by whichever copy of danfo. */
function isDanfo(value: unknown): value is Internals {
  if (typeof value !== "object" || value === null) return false;
  const { $isSeries, $data, $columns, $dtypes } = value as Partial<Internals>;
  return typeof $isSeries === "boolean" && [$data, $columns, $dtypes].every(Array.isArray);
}
