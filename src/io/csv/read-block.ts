import { toArrowBytes } from "../../partition/arrow.js";
import { copyPartition } from "../../partition/copy-partition.js";
import type { Column, Partition } from "../../partition/partition.js";
import type { SourceFile, TextBlock } from "../source-file.js";
import { bytesReader, openText, type TextReader } from "../text-reader.js";
import { atLine } from "./at-line.js";
import type { CsvColumn, CsvTable } from "./csv-source.js";
import { moveToLines } from "./line-edges.js";
import { parseBlock } from "./parse-block.js";

/**
 * Reads one block of a source: the named columns, in that order; other columns cost only the
 * search for where their cells end. With no columns it still counts the rows.
 *
 * @param block - aligned to rows: one of {@link composeLayout}'s, or a file's only one; or one of {@link looseBlocks}, of which
 *   {@link CSVParseError} may only mean that its edges are none of rows, as long as those before it have not been read too.
 * @param columns - names of columns of the source.
 * @throws {CSVParseError} a ragged row, an open quote, a value that is not of its column's dtype, with its line.
 * @throws {ReadError} the file cannot be read, or has changed since it was opened.
 */
export function readBlock(source: CsvTable, block: TextBlock, columns: readonly string[]): Promise<Partition> {
  return useBlock(source, block, columns, copyPartition);
}

/** The same as Arrow bytes, to which the values go straight from the kernel's memory. */
export function readBlockBytes(source: CsvTable, block: TextBlock, columns: readonly string[]): Promise<Uint8Array> {
  return useBlock(source, block, columns, toArrowBytes);
}

/** Reads one block, and has something made of it while it lies in the kernel's memory. */
async function useBlock<T>(
  source: CsvTable,
  block: TextBlock,
  columns: readonly string[],
  use: (partition: Partition) => T,
): Promise<T> {
  const byName = new Map(source.schema.map((column) => [column.name, column]));
  const wanted = columns.map((name) => byName.get(name) as CsvColumn);
  const file = source.files[block.file];
  const { start, end } = await moveToLines(file, block);
  const text = start === end ? bytesReader(new Uint8Array(0)) : await openText(file, start, end);
  try {
    return use({ names: columns, ...parseFile(source, file, text, wanted) });
  } catch (error) {
    text.close();
    throw await atLine(file, start, error);
  } finally {
    text.close();
  }
}

/**
 * Parses rows of one file, given their text, with the column of paths where that is wanted. As those of {@link parseBlock}, the
 * columns are good until the next text is read.
 */
export function parseFile(
  source: CsvTable,
  file: SourceFile,
  text: TextReader,
  wanted: readonly CsvColumn[],
  most?: number,
): { length: number; columns: Column[] } {
  const parsed = parseBlock(
    text,
    source,
    wanted.filter((column) => column.field >= 0),
    most,
  );
  let next = 0;
  const columns = wanted.map((column): Column => {
    if (column.field >= 0) return parsed.columns[next++];
    return { dtype: "category", codes: new Int32Array(parsed.length), dictionary: [file.name] };
  });
  return { length: parsed.length, columns };
}
