import type { AsyncBuffer, ColumnData, FileMetaData, SchemaElement } from "hyparquet" with {
  "resolution-mode": "import",
};
import { ReadError } from "../../errors.js";
import type { Column, Partition } from "../../partition/partition.js";
import { readBytes } from "../read-bytes.js";
import type { SourceFile } from "../source-file.js";
import { ColumnFiller } from "./column-filler.js";
import { type ColumnKind, kindOf } from "./column-kind.js";
import { pageUnpackers, parquetLibrary } from "./library.js";
import type { ParquetBlock, ParquetChunk, ParquetColumn, ParquetTable } from "./parquet-source.js";

/**
 * Reads the named columns of one row group, in that order: the bytes of their chunks and nothing else of the file.
 *
 * @throws {ReadError} the file cannot be read, has changed since it was opened, or is damaged.
 */
export async function readRowGroup(
  { files, schema }: ParquetTable,
  { file, rows, chunks }: ParquetBlock,
  names: readonly string[],
): Promise<Partition> {
  const places = new Map(schema.map(({ name }, i) => [name, i]));
  const columns: Column[] = [];
  for (const name of names) {
    const place = places.get(name) as number;
    columns.push(await readChunk(files[file], schema[place], chunks[place], rows));
  }
  return { length: rows, names, columns };
}

async function readChunk(
  source: SourceFile,
  { name, dtype }: ParquetColumn,
  chunk: ParquetChunk,
  rows: number,
): Promise<Column> {
  const kind = kindOf(chunk.element) as ColumnKind;
  if (kind === "nothing") return { dtype: "float64", values: new Float64Array(rows).fill(Number.NaN) };
  const filler = new ColumnFiller(kind, dtype, rows, chunk.element.scale ?? 0);
  try {
    const { parquetRead } = await parquetLibrary();
    const decoded: ColumnData[] = [];
    await parquetRead({
      file: bytesOf(source),
      metadata: metadataOf(chunk, kind === "decimal", rows),
      columns: [chunk.element.name],
      compressors: await pageUnpackers(),
      parsers: filler.parsers,
      utf8: kind !== "decimal",
      onChunk: (data) => {
        decoded.push(data);
      },
    });
    for (const { columnData, rowStart } of decoded) filler.fill(columnData, rowStart);
    return filler.finish();
  } catch (error) {
    if (error instanceof ReadError) throw error;
    throw new ReadError(
      `${source.name}: column ${JSON.stringify(name)} cannot be read: ${(error as Error).message}.`,
      { file: source.name },
      { cause: error },
    );
  }
}

/** A file as hyparquet reads it. */
export function bytesOf(source: SourceFile): AsyncBuffer {
  return {
    byteLength: source.size,
    slice: async (start, end = source.size) => {
      const { buffer, byteOffset, length } = await readBytes(source, start, end);
      const whole = buffer as ArrayBuffer;
      return length === whole.byteLength ? whole : whole.slice(byteOffset, byteOffset + length);
    },
  };
}

/** A footer that knows of this one chunk. Decimals are read as they are stored: hyparquet's own are not the nearest doubles. */
function metadataOf({ element, codec, start, size }: ParquetChunk, asStored: boolean, rows: number): FileMetaData {
  const stored = { ...element, converted_type: undefined, logical_type: undefined };
  const meta_data = {
    type: element.type,
    codec,
    path_in_schema: [element.name],
    encodings: [],
    num_values: BigInt(rows),
    data_page_offset: BigInt(start),
    total_compressed_size: BigInt(size),
    total_uncompressed_size: 0n,
  };
  return {
    version: 1,
    schema: [{ name: "root", num_children: 1 }, (asStored ? stored : element) as SchemaElement],
    num_rows: BigInt(rows),
    row_groups: [
      {
        columns: [{ file_offset: 0n, meta_data }],
        num_rows: BigInt(rows),
        total_byte_size: 0n,
      },
    ],
    metadata_length: 0,
  } as FileMetaData;
}
