import { openCSV } from "../io/csv/open-csv.js";
import type { ReadCSVOptions } from "../io/csv/read-csv-options.js";
import { DataFrame } from "./data-frame.js";
import { readPlan } from "./plan.js";

/**
 * Opens CSV files as a lazy frame, a block of bytes a partition; a file that is packed, or whose server sends no parts of
 * it, is one partition. Reads only a sample, which tells the dtypes: int32, float64, boolean, datetime of ISO dates, else
 * string, as also for codes ("007") and for ids of so many digits that float64 would round them; `dtypes` says otherwise.
 *
 * @param source - a path, a pattern such as `data/part-*.csv`, an http(s) address, or several of the same columns. gzip
 *   and zstd are told by the files' first bytes.
 * @throws {OptionError} an option is unknown or wrong.
 * @throws {CSVParseError} a file is empty or its header is not one.
 * @throws {ReadError} a file is not there, or cannot be read or unpacked.
 */
export async function readCSV(source: string | string[], options?: ReadCSVOptions): Promise<DataFrame> {
  const { source: opened, sample } = await openCSV(source, options);
  return new DataFrame(readPlan(opened, sample));
}
