import type { Partition } from "../partition/partition.js";
import { readBlock as readCsvBlock } from "./csv/read-block.js";
import type { Block, Table } from "./source.js";

/** Reads the named columns of one block of a source, in that order. With no columns the partition has its length alone. */
export async function readBlock(table: Table, block: Block, columns: readonly string[]): Promise<Partition> {
  return readCsvBlock(table, block, columns);
}
