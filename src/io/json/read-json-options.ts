import { type OptionTable, wholeNumber } from "../../options.js";
import type { DType } from "../../partition/partition.js";
import { blockSize, dtypesByName, uniqueStrings } from "../option-rules.js";

/** What `readJSON` can be told. */
export interface ReadJSONOptions {
  /** The most bytes of a file of JSON lines that make one partition: a number, or a text such as "64MB" or "16MiB". Default "16MiB". */
  blocksize?: number | string;
  /** The columns to read, in the order wanted. Default: all that a sample shows, and one that it does not show is an error. */
  columns?: string[];
  /** dtypes of columns by name; the others are inferred from a sample. */
  dtypes?: Record<string, DType>;
  /** Bytes looked at to infer columns and dtypes: as many at the start, in the middle and at the end of the first, the middle and the last file. Default 256,000. */
  sampleBytes?: number;
}

export const readJSONOptions: OptionTable<ReadJSONOptions> = {
  blocksize: blockSize,
  columns: uniqueStrings,
  dtypes: dtypesByName,
  sampleBytes: wholeNumber(1),
};
