import { openJSON } from "../io/json/open-json.js";
import type { ReadJSONOptions } from "../io/json/read-json-options.js";
import { DataFrame } from "./data-frame.js";
import { readPlan } from "./plan.js";

/**
 * Opens JSON files as a lazy frame: files of one object a line in blocks of bytes, a block a partition; a file that is one
 * array of objects as one partition. Reads only a sample, which tells the columns and the dtypes: int32, float64,
 * boolean, datetime for text that is all ISO dates, else string, which takes numbers and booleans in their spelling.
 *
 * @param source - a path, a pattern such as `data/part-*.jsonl`, an http(s) address, or several of the same columns.
 * @throws {OptionError} an option is unknown or wrong.
 * @throws {ColumnError} `columns` or `dtypes` name a column that the sample does not show.
 * @throws {TypeError} a column has objects or arrays, and is not left out by `columns`.
 * @throws {JSONParseError} the files have no records, or their first ones are not JSON.
 * @throws {ReadError} a file is not there or cannot be read.
 */
export async function readJSON(source: string | string[], options?: ReadJSONOptions): Promise<DataFrame> {
  const { source: opened, sample } = await openJSON(source, options);
  return new DataFrame(readPlan(opened, sample));
}
