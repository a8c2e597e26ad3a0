import type { Table } from "apache-arrow";
import { fromDanfo as danfoPartition } from "../danfo/convert.js";
import type { Frame } from "../danfo/danfo.js";
import { checkOptions, wholeNumber } from "../options.js";
import { fromArrowTable } from "../partition/arrow.js";
import type { Partition } from "../partition/partition.js";
import { DataFrame } from "./data-frame.js";
import { evenLengths, type FromRecordsOptions, memoryPlan } from "./from-records.js";

/**
 * A frame of a danfo DataFrame's rows, without its index. A copy.
 *
 * @throws {TypeError} the value is not a frame of danfo.
 */
export function fromDanfo(frame: Frame, options: FromRecordsOptions = {}): DataFrame {
  return inMemory("fromDanfo", danfoPartition(frame), options);
}

/**
 * A frame of an Arrow table's rows. A copy. Integers become int32 if all of a column fit, else float64; dictionaries of text,
 * string; dates and timestamps datetime, to the millisecond; null is missing.
 *
 * @throws {TypeError} a column's type has no counterpart among the dtypes, or two columns have one name.
 */
export function fromArrow(table: Table, options: FromRecordsOptions = {}): DataFrame {
  if (!Array.isArray(table?.schema?.fields) || typeof table.getChildAt !== "function") {
    throw new TypeError("fromArrow takes a Table of apache-arrow; tableFromIPC(bytes) reads one from bytes.");
  }
  return inMemory("fromArrow", fromArrowTable(table), options);
}

function inMemory(owner: string, rows: Partition, options: FromRecordsOptions): DataFrame {
  checkOptions(owner, options, { npartitions: wholeNumber(1) });
  return new DataFrame(memoryPlan(rows, evenLengths(rows.length, options.npartitions ?? 1)));
}
