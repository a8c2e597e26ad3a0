import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TaskContext } from "../../../src/engine/engine.js";
import type { CsvSource } from "../../../src/io/csv/csv-source.js";
import { composeLayout, csvLayout, layoutArgs } from "../../../src/io/csv/layout.js";
import { openCSV } from "../../../src/io/csv/open-csv.js";
import { readBlock } from "../../../src/io/csv/read-block.js";
import type { ReadCSVOptions } from "../../../src/io/csv/read-csv-options.js";
import { type Cell, cellAt, type Partition } from "../../../src/partition/partition.js";

/** Calls back with a folder of its own, which is removed afterwards. */
export async function inFolder<T>(use: (folder: string) => Promise<T> | T): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "csv-test-"));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The partition's cells, row by row. */
export function rowsOf(partition: Partition): Cell[][] {
  return Array.from({ length: partition.length }, (_, row) => partition.columns.map((column) => cellAt(column, row)));
}

/** Every partition of an opened source, through layout, composition and reading, each given only plain data. */
export async function readPartitions(
  source: CsvSource,
  columns = source.schema.map(({ name }) => name),
): Promise<Partition[]> {
  const layouts = await Promise.all(
    layoutArgs(source).map((args) => csvLayout({} as TaskContext, ...structuredClone(args))),
  );
  const { blocks: _, ...table } = source;
  const sent = structuredClone(table);
  return Promise.all(composeLayout(source, layouts).map((block) => readBlock(sent, block, columns)));
}

export interface Read {
  readonly names: string[];
  readonly dtypes: string[];
  readonly rows: Cell[][];
  readonly sample: Cell[][];
}

export async function readPath(path: string | string[], options?: ReadCSVOptions): Promise<Read> {
  const { source, sample } = await openCSV(path, options);
  return {
    names: source.schema.map(({ name }) => name),
    dtypes: source.schema.map(({ dtype }) => dtype),
    rows: (await readPartitions(source)).flatMap(rowsOf),
    sample: rowsOf(sample),
  };
}

/** Reads text as the file `data.csv`, and has its folder left out of messages. */
export async function readText(text: string | Uint8Array, options?: ReadCSVOptions): Promise<Read> {
  return inFolder(async (folder) => {
    const path = join(folder, "data.csv");
    writeFileSync(path, text);
    try {
      return await readPath(path, options);
    } catch (error) {
      if (error instanceof Error) error.message = error.message.replaceAll(`${folder}/`, "");
      throw error;
    }
  });
}
