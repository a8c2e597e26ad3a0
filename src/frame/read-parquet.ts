import { openParquet, type ReadParquetOptions } from "../io/parquet/open-parquet.js";
import { DataFrame } from "./data-frame.js";
import { readPlan } from "./plan.js";

/**
 * Opens Parquet files as a lazy frame, a row group a partition. Reads only the footers, which tell the columns and the
 * number of rows; later only the columns that are used, and for a filter only the row groups in which, by their
 * statistics, a row can stay.
 *
 * Integers are int32 where the footers say that all values fit, else float64 (exact up to 2^53); decimals are the
 * nearest float64; dates and timestamps of any unit are datetime, with anything finer than a millisecond cut off.
 *
 * @param source - a path, a pattern such as `data/part-*.parquet`, an http(s) address, or several of the same columns.
 * @throws {OptionError} an option is unknown or wrong.
 * @throws {ColumnError} `columns` names a column that is not there.
 * @throws {TypeError} a column has values that no dtype holds, such as lists, and is not left out by `columns`.
 * @throws {ReadError} a file is not there or is not Parquet, or the files have different columns.
 */
export async function readParquet(source: string | string[], options?: ReadParquetOptions): Promise<DataFrame> {
  return new DataFrame(readPlan(await openParquet(source, options)));
}
