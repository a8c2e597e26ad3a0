import type { DType } from "../../partition/partition.js";
import type { SourceFile, TextBlock } from "../source-file.js";

/**
 * CSV files as partitions. `open-csv.ts` looks at a sample and describes the source; `line-edges.ts` moves the edges of
 * its blocks to where lines begin, and where that turns out not to be enough, `layout.ts` to where rows do; `read-block.ts`
 * parses one block straight into typed columns. What they hand each other is the plain data of this file, so any of it can be
 * sent to a worker.
 */

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

/** What every block of a source shares: all that {@link readBlock} needs besides the block. */
export interface CsvTable {
  readonly reader: "csv";
  readonly files: readonly SourceFile[];
  readonly dialect: CsvDialect;
  /** Fields in each row of the files. */
  readonly fields: number;
  readonly schema: readonly CsvColumn[];
  /** Every spelling of a missing value. */
  readonly naValues: readonly string[];
}

/** An opened source: plain data, nothing of the rows but what the schema says. */
export interface CsvSource extends CsvTable {
  /** In the order of the rows. Nominal: where a file has more than one, they may cut through rows. */
  readonly blocks: readonly TextBlock[];
}
