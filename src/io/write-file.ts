import { randomUUID } from "node:crypto";
import { closeSync, openSync, readSync, renameSync, rmSync, writeSync } from "node:fs";
import type { TaskContext } from "../engine/engine.js";
import type { Partition } from "../partition/partition.js";
import { type CsvFormat, formatCSV } from "./csv/format-csv.js";
import { openParquet } from "./parquet/open-parquet.js";
import { readRowGroup } from "./parquet/read-row-group.js";
import { writeParquet } from "./parquet/write-parquet.js";

/** How partitions are written to files. */
export type FileFormat = CsvFormat | { readonly format: "parquet" };

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
      for (const text of formatCSV(partition, format)) yield Buffer.from(text);
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
  { format }: FileFormat,
  path: string,
): Promise<void> {
  await replace(path, async (temporary) => {
    if (format === "parquet") return writeParquet(temporary, rowGroupsOf(parts));
    writeBytes(temporary, function* () {
      for (const part of parts) yield* bytesOf(part);
    });
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

function* bytesOf(path: string): Generator<Buffer> {
  const handle = openSync(path, "r");
  try {
    const window = Buffer.alloc(WINDOW);
    for (;;) {
      const read = readSync(handle, window);
      if (read === 0) return;
      yield window.subarray(0, read);
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
