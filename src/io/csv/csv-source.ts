import type { DType } from "../../partition/partition.js";

/**
 * CSV files as partitions. `open-csv.ts` looks at a sample and describes the source; `layout.ts` moves the edges of
 * its blocks to where rows start; `read-block.ts` parses one block straight into typed columns. What they hand each
 * other is the plain data of this file, so any of it can be sent to a worker.
 */

/** One file of a source, as it was when the source was opened. */
export interface CsvFile {
  /** As the user named it, for messages and the path column. */
  readonly name: string;
  /** Absolute, so that a later change of folder does not matter. */
  readonly path: string;
  /** Bytes on disk. */
  readonly size: number;
  readonly mtimeMs: number;
  /** Whether it is packed by gzip. Positions in it count unpacked bytes. */
  readonly gzip: boolean;
}

/** The bytes that give a file its structure; `comment` is -1 when there are no comments. */
export interface CsvDialect {
  readonly delimiter: number;
  readonly quote: number;
  readonly comment: number;
}

/** A column of the frame that a source gives. */
export interface CsvColumn {
  readonly name: string;
  readonly dtype: DType;
  /** Its place in a row, from 0; -1 for the column that holds the file's path. */
  readonly field: number;
  /** Whether a sample decided on the dtype, rather than the user. */
  readonly inferred: boolean;
}

/** The bytes from `start` up to `end` of one file, counted after unpacking. The last block of a gzip file may end beyond its text. */
export interface CsvBlock {
  /** Place in {@link CsvSource.files}. */
  readonly file: number;
  readonly start: number;
  readonly end: number;
}

/** What every block of a source shares: all that {@link readBlock} needs besides the block. */
export interface CsvTable {
  readonly reader: "csv";
  readonly files: readonly CsvFile[];
  readonly dialect: CsvDialect;
  /** Fields in each row of the files. */
  readonly fields: number;
  readonly schema: readonly CsvColumn[];
  /** Every spelling of a missing value. */
  readonly naValues: readonly string[];
}

/** An opened source: plain data, nothing of the rows but what the schema says. */
export interface CsvSource extends CsvTable {
  /** In the order of the rows. Nominal: where a file has more than one, they may cut through rows (see `layout.ts`). */
  readonly blocks: readonly CsvBlock[];
}
