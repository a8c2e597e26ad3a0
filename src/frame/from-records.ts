import { OptionError } from "../errors.js";
import { checkOptions, wholeNumber } from "../options.js";
import { toArrowBytes } from "../partition/arrow.js";
import { columnFromValues } from "../partition/column-from-values.js";
import type { Partition } from "../partition/partition.js";
import { sliceRows } from "./column-work.js";
import { DataFrame } from "./data-frame.js";
import { firstRows } from "./lengths.js";
import type { MemoryPlan } from "./plan.js";

export interface FromRecordsOptions {
  /** Into how many partitions the rows go. Default 1. */
  readonly npartitions?: number;
}

/**
 * A frame of plain objects, one a row; its columns are all the names that occur, in the order they first occur. A copy.
 *
 * @throws {TypeError} a column's values are of several kinds.
 */
export function fromRecords(records: readonly object[], options: FromRecordsOptions = {}): DataFrame {
  checkOptions("fromRecords", options, { npartitions: wholeNumber(1) });
  return new DataFrame(memoryPlan(recordsPartition(records), evenLengths(records.length, options.npartitions ?? 1)));
}

/** The records as one partition. */
export function recordsPartition(records: readonly object[]): Partition {
  if (!Array.isArray(records) || records.some((record) => typeof record !== "object" || record === null)) {
    throw new OptionError('fromRecords takes an array of objects, one a row: [{ a: 1, b: "x" }, …].', {
      option: "records",
      value: records,
    });
  }
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const columns = names.map((name) =>
    columnFromValues(
      records.map((record) => (Object.hasOwn(record, name) ? (record as Record<string, unknown>)[name] : null)),
      `Column ${JSON.stringify(name)}`,
    ),
  );
  return { length: records.length, names, columns };
}

/** A plan over rows in memory, cut into partitions of these lengths. A copy. */
export function memoryPlan(rows: Partition, lengths: readonly number[]): MemoryPlan {
  const first = firstRows(lengths);
  return {
    op: "memory",
    partitions: lengths.map((length, i) => toArrowBytes(sliceRows(rows, first[i], first[i] + length))),
    lengths,
    npartitions: lengths.length,
    schema: rows.names.map((name, i) => ({ name, dtype: rows.columns[i].dtype })),
  };
}

/** `total` rows over `parts` partitions as evenly as can be; only the first is sure to have one if there are too few. */
export function evenLengths(total: number, parts: number): number[] {
  return Array.from({ length: parts }, (_, i) => Math.ceil(((i + 1) * total) / parts) - Math.ceil((i * total) / parts));
}
