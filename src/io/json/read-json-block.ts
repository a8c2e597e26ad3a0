import { JSONParseError } from "../../errors.js";
import type { Partition } from "../../partition/partition.js";
import { ParseFault } from "../parse-fault.js";
import { lineAt, readText } from "../read-text.js";
import type { SourceFile, TextBlock } from "../source-file.js";
import { findRecords } from "./find-records.js";
import type { JsonColumn, JsonTable } from "./json-source.js";
import { parseRecords } from "./parse-records.js";

const LF = 10;

/** Bytes read at first to find the end of a block's last line. */
const TAIL = 2 ** 16;

/**
 * Reads the records that begin in one block, with the named columns in that order.
 *
 * @throws {JSONParseError} as {@link parseRecords}, with the line.
 * @throws {ReadError} the file cannot be read, or has changed since it was opened.
 */
export async function readJsonBlock(
  table: JsonTable,
  block: TextBlock,
  columns: readonly string[],
): Promise<Partition> {
  const byName = new Map(table.schema.map((column) => [column.name, column]));
  const wanted = columns.map((name) => byName.get(name) as JsonColumn);
  const file = table.files[block.file];
  const layout = table.layouts[block.file];
  const { bytes, start } = await (layout === "lines" && file.seekable ? linesOf(file, block) : allOf(file, block));
  try {
    return { names: columns, ...parseRecords(bytes, findRecords(bytes, layout, true), table, wanted) };
  } catch (error) {
    throw await atLine(file, start, error);
  }
}

/** Turns a fault in text that was read from `start` into the error that users see. Reads the file once more, for the line. */
export async function atLine(file: SourceFile, start: number, error: unknown): Promise<unknown> {
  if (!(error instanceof ParseFault)) return error;
  const line = await lineAt(file, start + error.at);
  return new JSONParseError(`${file.name}, line ${line}: ${error.message}.`, { file: file.name, line, ...error.cell });
}

async function allOf(file: SourceFile, { start, end }: TextBlock): Promise<{ bytes: Buffer; start: number }> {
  return { bytes: await readText(file, start, end), start };
}

/**
 * The lines that begin in a block, whole, and where the first is. A newline in JSON always ends a line, so that a look at
 * the byte before the block tells whether one begins with it.
 */
async function linesOf(file: SourceFile, { start, end }: TextBlock): Promise<{ bytes: Buffer; start: number }> {
  const from = Math.max(0, start - 1);
  const text = await readText(file, from, end);
  const first = start === 0 ? 0 : text.indexOf(LF) + 1;
  if (first === 0 && start > 0) return { bytes: Buffer.alloc(0), start };
  const bytes = text.subarray(first);
  if (bytes.length === 0) return { bytes, start };
  return { bytes: Buffer.concat([bytes, ...(await restOfLine(file, bytes, end))]), start: from + first };
}

/** What follows the block up to the end of the line that its last byte belongs to. */
async function restOfLine(file: SourceFile, bytes: Buffer, end: number): Promise<Buffer[]> {
  const rest: Buffer[] = [];
  let isOpen = bytes[bytes.length - 1] !== LF;
  for (let at = end, size = TAIL; isOpen && at < file.size; size *= 2) {
    const more = await readText(file, at, Math.min(file.size, at + size));
    const newline = more.indexOf(LF);
    isOpen = newline < 0;
    rest.push(isOpen ? more : more.subarray(0, newline));
    at += more.length;
  }
  return rest;
}
