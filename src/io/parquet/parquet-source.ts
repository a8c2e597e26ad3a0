import type { DType } from "../../partition/partition.js";
import type { SourceFile } from "../source-file.js";

/**
 * Parquet files as partitions, a row group each. `open-parquet.ts` reads the footers and describes the source;
 * `read-row-group.ts` reads the column chunks that are wanted. hyparquet reads the footers, the pages' headers and the
 * rarer encodings; the common ones are decoded here, straight into typed arrays. What they hand each other is the plain
 * data of this file, so any of it can be sent to a worker.
 */

/** A column of the frame that a source gives. */
export interface ParquetColumn {
  readonly name: string;
  readonly dtype: DType;
}

/** What a footer says of a column, as far as decoding needs it; the fields' names are the format's. */
export interface ParquetElement {
  readonly name: string;
  readonly type?: string;
  readonly type_length?: number;
  readonly repetition_type?: string;
  readonly converted_type?: string;
  readonly logical_type?: {
    readonly type: string;
    readonly unit?: string;
    readonly isSigned?: boolean;
    readonly bitWidth?: number;
  };
  readonly scale?: number;
  readonly num_children?: number;
}

/** The bytes of one column in one row group. */
export interface ParquetChunk {
  readonly element: ParquetElement;
  readonly codec: string;
  readonly start: number;
  readonly size: number;
}

/** What a footer knows of a column's values in a row group: those that are there lie from `min` to `max`, in the terms of its dtype. */
export interface ColumnStatistics {
  readonly min: number;
  readonly max: number;
  /** Values that are null, NaN not among them, if the footer says how many. */
  readonly nulls: number | undefined;
}

/** One row group of one file. The chunks and statistics are in the order of the source's columns. */
export interface ParquetBlock {
  /** Place among the source's files. */
  readonly file: number;
  readonly rows: number;
  readonly chunks: readonly ParquetChunk[];
  /** Of numbers, booleans (0 and 1) and datetimes (milliseconds); undefined where the footer has none, or for text. */
  readonly statistics: readonly (ColumnStatistics | undefined)[];
}

/** What every block of a source shares. */
export interface ParquetTable {
  readonly reader: "parquet";
  readonly files: readonly SourceFile[];
  readonly schema: readonly ParquetColumn[];
}

/** An opened source: plain data, no rows. */
export interface ParquetSource extends ParquetTable {
  /** In the order of the rows; one without rows if the files have no row group. */
  readonly blocks: readonly ParquetBlock[];
  /** The rows of each block. */
  readonly lengths: readonly number[];
}
