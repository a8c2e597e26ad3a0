import { toArrowBytes } from "../partition/arrow.js";
import type { Partition } from "../partition/partition.js";
import type { ParquetBlock } from "./parquet/parquet-source.js";
import type { Block, Table } from "./source.js";
import type { TextBlock } from "./source-file.js";

/** The formats' readers, each loaded by its first block: a worker that reads one kind of files does not wait for the others. */
const csv = (): typeof import("./csv/read-block.js") => require("./csv/read-block.js");
const json = (): typeof import("./json/read-json-block.js") => require("./json/read-json-block.js");
const parquet = (): typeof import("./parquet/read-row-group.js") => require("./parquet/read-row-group.js");

/** Reads the named columns of one block of a source, in that order. With no columns the partition has its length alone. */
export function readBlock(table: Table, block: Block, columns: readonly string[]): Promise<Partition> {
  switch (table.reader) {
    case "csv":
      return csv().readBlock(table, block as TextBlock, columns);
    case "json":
      return json().readJsonBlock(table, block as TextBlock, columns);
    case "parquet":
      return parquet().readRowGroup(table, block as ParquetBlock, columns);
  }
}

/** The same as Arrow bytes, in memory that threads share. */
export async function readBlockBytes(table: Table, block: Block, columns: readonly string[]): Promise<Uint8Array> {
  if (table.reader === "csv") return csv().readBlockBytes(table, block as TextBlock, columns);
  if (table.reader === "parquet") return parquet().readRowGroupBytes(table, block as ParquetBlock, columns);
  return toArrowBytes(await readBlock(table, block, columns));
}
