import type { RecordBatch, Table } from "apache-arrow";
import { joinShared } from "../shared-bytes.js";
import { arrowLibrary, dtypeKey, nameKey, ownKey, usersArrowLibrary } from "./arrow-library.js";
import { fromVector } from "./from-vector.js";
import type { Column, Partition } from "./partition.js";
import { toData } from "./to-data.js";

/**
 * Partitions as Arrow: the bytes that threads share, that are spilled to files and that pyarrow reads, and the tables
 * that users bring or take away.
 *
 * | dtype    | Arrow type                                                            |
 * |----------|-----------------------------------------------------------------------|
 * | float64  | Float64                                                               |
 * | int32    | Int32                                                                 |
 * | boolean  | Bool                                                                  |
 * | datetime | Timestamp in milliseconds, no time zone                               |
 * | string   | Dictionary of Utf8 with Int32 indices                                 |
 * | category | the same, and the field's metadata says `danfo-distributed:dtype`: category |
 *
 * A missing value is null.
 */

/** The partition as an Arrow IPC stream of one record batch, in one buffer that threads share. Copies the data once. */
export function toArrowBytes(partition: Partition): Uint8Array {
  const { AsyncByteQueue, RecordBatchStreamWriter } = arrowLibrary();
  const pieces: Uint8Array[] = [];
  const sink = new AsyncByteQueue<Uint8Array>();
  sink.write = (piece) => {
    pieces.push(piece as Uint8Array);
  };
  const writer = new RecordBatchStreamWriter().reset(sink);
  writer.write(toRecordBatch(partition));
  writer.finish();
  return joinShared(pieces);
}

/**
 * The partition that an Arrow IPC stream holds.
 *
 * For what {@link toArrowBytes} wrote, float64 and int32 columns and the codes of text are views onto the bytes, so
 * these must not change any more. Booleans and datetimes are copied, and texts when they are asked for. For other streams see
 * {@link fromArrowTable}.
 *
 * @throws {TypeError} as {@link fromArrowTable}.
 */
export function fromArrowBytes(bytes: Uint8Array): Partition {
  const table = arrowLibrary().tableFromIPC(bytes);
  return partitionOf(table, table.schema.metadata.has(ownKey));
}

/** The rows that {@link toArrowBytes} wrote, and by column how many values are missing, without a look at the values. */
export function countsOf(bytes: Uint8Array): { readonly rows: number; readonly missing: readonly number[] } {
  const table = arrowLibrary().tableFromIPC(bytes);
  return { rows: table.numRows, missing: table.schema.fields.map((_, i) => table.getChildAt(i)!.nullCount) };
}

/** An Arrow IPC stream as a table of `apache-arrow`, whose vectors are views onto the bytes. */
export function toArrowTable(bytes: Uint8Array): Table {
  return usersArrowLibrary().tableFromIPC(bytes);
}

/**
 * An Arrow table, with all its record batches, as one partition.
 *
 * Integers of any width become int32 if all values of the column fit, else float64 (exact up to 2^53); floats of any
 * width float64; all kinds of text, also in dictionaries, string; dates and timestamps datetime, with anything finer
 * than a millisecond cut off; a column of type Null float64. Null is missing, and so is NaN. Where nothing has to be
 * converted the columns are views onto the table's buffers.
 *
 * @throws {TypeError} a column's type has no counterpart among our dtypes, or two columns have one name.
 */
export function fromArrowTable(table: Table): Partition {
  return partitionOf(table, false);
}

/** @param own - whether {@link toArrowBytes} wrote it. */
function partitionOf(table: Table, own: boolean): Partition {
  const names: string[] = [];
  const columns: Column[] = [];
  const seen = new Set<string>();
  for (const [index, field] of table.schema.fields.entries()) {
    const name = field.metadata.get(nameKey) ?? field.name;
    if (seen.has(name)) {
      throw new TypeError(
        `The Arrow table has more than one column named ${JSON.stringify(name)}. Rename or drop all but one.`,
      );
    }
    seen.add(name);
    names.push(name);
    columns.push(fromVector(field, table.getChildAt(index)!, own));
  }
  return { length: table.numRows, names, columns };
}

function toRecordBatch({ length, names, columns }: Partition): RecordBatch {
  const { Field, RecordBatch, Schema, Struct, makeData } = arrowLibrary();
  const children = columns.map(toData);
  const fields = names.map((name, i) => {
    const metadata = new Map<string, string>();
    if (name === "") metadata.set(nameKey, name);
    if (columns[i].dtype === "category") metadata.set(dtypeKey, "category");
    return new Field(name, children[i].type, true, metadata);
  });
  return new RecordBatch(
    new Schema(fields, new Map([[ownKey, "1"]])),
    makeData({ type: new Struct(fields), length, nullCount: 0, children: [...children] }),
  );
}
