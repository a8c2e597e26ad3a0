import { ReadError } from "../../errors.js";
import { toArrowBytes } from "../../partition/arrow.js";
import type { Column, Partition } from "../../partition/partition.js";
import { readBytes } from "../read-bytes.js";
import type { SourceFile } from "../source-file.js";
import { ColumnFiller } from "./column-filler.js";
import { type ColumnKind, kindOf } from "./column-kind.js";
import { ValueDecoder } from "./decode-values.js";
import { type PageLibrary, pageLibrary } from "./library.js";
import type { ParquetBlock, ParquetChunk, ParquetColumn, ParquetTable } from "./parquet-source.js";
import { readPages } from "./read-pages.js";
import { type MakeArray, newArray, useColumns } from "./scratch.js";
import { TextDictionary } from "./text-dictionary.js";

/**
 * Reads the named columns of one row group, in that order: the bytes of their chunks and nothing else of the file.
 *
 * @throws {ReadError} the file cannot be read, has changed since it was opened, or is damaged.
 */
export function readRowGroup(table: ParquetTable, block: ParquetBlock, names: readonly string[]): Promise<Partition> {
  return readColumns(table, block, names, newArray);
}

/** The same as Arrow bytes. */
export function readRowGroupBytes(
  table: ParquetTable,
  block: ParquetBlock,
  names: readonly string[],
): Promise<Uint8Array> {
  return useColumns(names.length, block.rows, async (makeArray) =>
    toArrowBytes(await readColumns(table, block, names, makeArray)),
  );
}

async function readColumns(
  { files, schema }: ParquetTable,
  { file, rows, chunks }: ParquetBlock,
  names: readonly string[],
  makeArray: MakeArray,
): Promise<Partition> {
  const library = await pageLibrary();
  const places = new Map(schema.map(({ name }, i) => [name, i]));
  const wanted = names.map((name) => places.get(name) as number);
  // A column's values are copied out of its chunk, so that the next chunk may take its place.
  const room = Buffer.allocUnsafeSlow(wanted.reduce((most, place) => Math.max(most, chunks[place].size), 0));
  const columns: Column[] = [];
  for (const place of wanted) {
    columns.push(await readChunk(files[file], schema[place], chunks[place], rows, library, room, makeArray));
  }
  return { length: rows, names, columns };
}

async function readChunk(
  file: SourceFile,
  column: ParquetColumn,
  chunk: ParquetChunk,
  rows: number,
  library: PageLibrary,
  room: Buffer,
  makeArray: MakeArray,
): Promise<Column> {
  const bytes = await readBytes(file, chunk.start, chunk.start + chunk.size, room);
  try {
    return decodeChunk(bytes, column, chunk, rows, library, makeArray);
  } catch (error) {
    throw new ReadError(
      `${file.name}: column ${JSON.stringify(column.name)} cannot be read: ${(error as Error).message}.`,
      { file: file.name },
      { cause: error },
    );
  }
}

/** A column out of the bytes of its chunk. */
function decodeChunk(
  bytes: Buffer,
  { dtype }: ParquetColumn,
  chunk: ParquetChunk,
  rows: number,
  library: PageLibrary,
  makeArray: MakeArray,
): Column {
  const kind = kindOf(chunk.element) as ColumnKind;
  if (kind === "nothing") return { dtype: "float64", values: makeArray(Float64Array, rows).fill(Number.NaN) };
  const texts = new TextDictionary();
  const decoder = new ValueDecoder(kind, chunk.element, texts, library);
  const filler = new ColumnFiller(dtype, rows, makeArray);
  for (const page of readPages(bytes, chunk, rows, library)) {
    if (page.type === "dictionary") decoder.setDictionary(page);
    else if (page.encoding === "PLAIN" && chunk.element.type === "DOUBLE" && page.present === undefined) {
      filler.fillDoubles(page.values, page.count);
    } else filler.fill(decoder.decode(page), page.present);
  }
  return filler.finish(texts.texts);
}
