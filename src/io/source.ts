/**
 * Files as partitions. Each format has a folder with the same two doors: `open…` looks at a sample, or a footer, and
 * describes a source; `read…` makes a partition out of one of its blocks, on a worker. What they hand each other is
 * plain data, so that any of it can be sent. This file puts the formats together; nothing but `read-block.ts` and the
 * layout of CSV files has to tell them apart.
 */
import type { CsvSource, CsvTable } from "./csv/csv-source.js";
import type { JsonSource, JsonTable } from "./json/json-source.js";
import type { ParquetBlock, ParquetSource, ParquetTable } from "./parquet/parquet-source.js";
import type { TextBlock } from "./source-file.js";

/** An opened source: what all of its blocks share, and the blocks, in the order of the rows. */
export type Source = CsvSource | JsonSource | ParquetSource;

/** What all blocks of a source share. `reader` says which format it is. */
export type Table = CsvTable | JsonTable | ParquetTable;

/** What one partition is read from. */
export type Block = TextBlock | ParquetBlock;
