import { randomUUID } from "node:crypto";
import { closeSync, openSync, readSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import type { TaskContext } from "../engine/engine.js";
import type { Partition } from "../partition/partition.js";
import { type CsvFormat, formatCSV } from "./csv/format-csv.js";
import { arrayMarks, formatJSON, type JsonFormat } from "./json/format-json.js";
import { openParquet } from "./parquet/open-parquet.js";
import { readRowGroup } from "./parquet/read-row-group.js";
import { writeParquet } from "./parquet/write-parquet.js";

/** How partitions are written to files. */
export type FileFormat = CsvFormat | JsonFormat | { readonly format: "parquet" };

/** Bytes copied at a time. */
const WINDOW = 2 ** 20;

/**
 * Writes a partition to a file of its own.
 *
 * @throws {Error} the file system does not take it.
 */
export async function writePartition(partition: Partition, format: FileFormat, path: string): Promise<void> {
  await replace(path, async (temporary) => {
    if (format.format === "parquet") return writeParquet(temporary, [partition]);
    writeBytes(temporary, function* () {
      const texts = format.format === "csv" ? formatCSV(partition, format) : formatJSON(partition, format);
      for (const text of texts) yield Buffer.from(text);
    });
  });
}

/**
 * The task function "io.join": puts files that {@link writePartition} wrote one behind the other in one file. Takes the
 * memory of one of them.
 *
 * @throws {Error} the file system does not take it.
 */
export async function joinFiles(
  _context: TaskContext,
  parts: readonly string[],
  format: FileFormat,
  path: string,
): Promise<void> {
  await replace(path, async (temporary) => {
    if (format.format === "parquet") return writeParquet(temporary, rowGroupsOf(parts));
    const isArray = format.format === "json" && !format.lines;
    writeBytes(temporary, () => (isArray ? arrayOf(parts) : bytesOfAll(parts)));
  });
}

/** Writes under another name first, so that the file is whole once it is there, also when two tasks write the same. */
async function replace(path: string, write: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = `${path}.${randomUUID()}`;
  try {
    await write(temporary);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function writeBytes(path: string, chunks: () => Iterable<Buffer>): void {
  const handle = openSync(path, "wx");
  try {
    for (const bytes of chunks()) {
      for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
    }
  } finally {
    closeSync(handle);
  }
}

function* bytesOfAll(parts: readonly string[]): Generator<Buffer> {
  for (const part of parts) yield* bytesOf(part);
}

/** One array of the rows of several. */
function* arrayOf(parts: readonly string[]): Generator<Buffer> {
  const [start, between, end] = [arrayMarks.start, arrayMarks.between, arrayMarks.end].map((mark) => Buffer.from(mark));
  yield start;
  let isFirst = true;
  for (const part of parts) {
    const stop = statSync(part).size - end.length;
    if (stop === start.length) continue;
    if (!isFirst) yield between;
    isFirst = false;
    yield* bytesOf(part, start.length, stop);
  }
  yield end;
}

function* bytesOf(path: string, start = 0, end = Number.POSITIVE_INFINITY): Generator<Buffer> {
  const handle = openSync(path, "r");
  try {
    const window = Buffer.alloc(WINDOW);
    for (let at = start; at < end; ) {
      const read = readSync(handle, window, 0, Math.min(WINDOW, end - at), at);
      if (read === 0) return;
      yield window.subarray(0, read);
      at += read;
    }
  } finally {
    closeSync(handle);
  }
}

async function* rowGroupsOf(parts: readonly string[]): AsyncGenerator<Partition> {
  for (const part of parts) {
    const source = await openParquet(part);
    const names = source.schema.map(({ name }) => name);
    for (const block of source.blocks) yield readRowGroup(source, block, names);
  }
}
