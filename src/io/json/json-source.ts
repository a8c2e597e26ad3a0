import type { DType } from "../../partition/partition.js";
import type { SourceFile, TextBlock } from "../source-file.js";

/**
 * JSON files as partitions. `open-json.ts` looks at a sample and describes the source; `find-records.ts` tells where
 * records begin and end; `read-json-block.ts` parses those of one block into typed columns. What they hand each other is
 * the plain data of this file, so any of it can be sent to a worker.
 */

/** One object a line, or one array of objects. */
export type JsonLayout = "lines" | "array";

/** A column of the frame that a source gives. */
export interface JsonColumn {
  readonly name: string;
  readonly dtype: DType;
  /** Whether a sample decided on the dtype, rather than the user. */
  readonly inferred: boolean;
}

/** What every block of a source shares. */
export interface JsonTable {
  readonly reader: "json";
  readonly files: readonly SourceFile[];
  /** How each file is laid out. */
  readonly layouts: readonly JsonLayout[];
  readonly schema: readonly JsonColumn[];
  /** Whether a key that is no column is an error, as the user did not say which columns to read. */
  readonly complete: boolean;
}

/** An opened source: plain data, nothing of the rows but what the schema says. */
export interface JsonSource extends JsonTable {
  /** In the order of the rows. They may cut through records: a record belongs to the block that it begins in. */
  readonly blocks: readonly TextBlock[];
}
