import { openCSV } from "../io/csv/open-csv.js";
import type { ReadCSVOptions } from "../io/csv/read-csv-options.js";
import { DataFrame } from "./data-frame.js";
import { readPlan } from "./plan.js";

/**
 * Opens CSV files as a lazy frame, a block of bytes a partition. Reads only a sample, which tells the dtypes.
 *
 * @param source - a path, or several of the same columns.
 * @throws {OptionError} an option is unknown or wrong.
 * @throws {CSVParseError} a file is empty or its header is not one.
 */
export async function readCSV(source: string | string[], options?: ReadCSVOptions): Promise<DataFrame> {
  const { source: opened, sample } = await openCSV(source, options);
  return new DataFrame(readPlan(opened, sample));
}
