import type { Partition } from "../partition/partition.js";
import { readBlock as readCsvBlock } from "./csv/read-block.js";
import { readJsonBlock } from "./json/read-json-block.js";
import type { ParquetBlock } from "./parquet/parquet-source.js";
import { readRowGroup } from "./parquet/read-row-group.js";
import type { Block, Table } from "./source.js";
import type { TextBlock } from "./source-file.js";

/** Reads the named columns of one block of a source, in that order. With no columns the partition has its length alone. */
export function readBlock(table: Table, block: Block, columns: readonly string[]): Promise<Partition> {
  switch (table.reader) {
    case "csv":
      return readCsvBlock(table, block as TextBlock, columns);
    case "json":
      return readJsonBlock(table, block as TextBlock, columns);
    case "parquet":
      return readRowGroup(table, block as ParquetBlock, columns);
  }
}
