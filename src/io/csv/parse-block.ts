import type { Column } from "../../partition/partition.js";
import type { TextReader } from "../text-reader.js";
import type { ColumnBuilder } from "./column-builder.js";
import type { CsvColumn, CsvTable } from "./csv-source.js";
import { ColumnValues } from "./kernel/column-values.js";
import type { Kernel } from "./kernel/kernel.js";
import { MissingValues } from "./missing-values.js";
import { BooleanBuilder, DatetimeBuilder, Float64Builder, Int32Builder } from "./number-builders.js";
import { StringBuilder } from "./string-builder.js";
import { Tokenizer } from "./tokenizer.js";

/** Values of all columns together that the kernel's memory has room for, at the most, unless a batch is more. */
const MOST_VALUES = 2 ** 24;

/**
 * Parses rows into columns. One pass: a batch of rows is cut into cells, then each column takes its own in a loop of its
 * dtype.
 *
 * @returns columns that lie in the kernel's memory: they are good until this thread reads the next text.
 * @param text - whole rows.
 * @param columns - those to parse; the cells of others are only counted.
 * @param most - rows after which to stop.
 * @throws {ParseFault} a ragged row, an open quote, or a cell that is not of its column's dtype.
 */
export function parseBlock(
  text: TextReader,
  { dialect, fields, naValues }: Pick<CsvTable, "dialect" | "fields" | "naValues">,
  columns: readonly CsvColumn[],
  most = Number.POSITIVE_INFINITY,
): { length: number; columns: Column[] } {
  const tokenizer = new Tokenizer(text, fields, dialect);
  const missing = new MissingValues(naValues);
  let length = tokenizer.next(most);
  const likely = Math.ceil((length * text.size * 1.05) / Math.max(1, tokenizer.position));
  const capacity = Math.max(length, Math.min(most, likely, Math.floor(MOST_VALUES / columns.length)), tokenizer.most);
  const builders = columns.map((column) => newBuilder(column, missing, capacity, tokenizer.kernel));
  for (let rows = length; rows > 0; length += rows) {
    for (const builder of builders) builder.append(tokenizer, rows);
    rows = length < most ? tokenizer.next(most - length) : 0;
  }
  return { length, columns: builders.map((builder) => builder.finish()) };
}

function newBuilder(column: CsvColumn, missing: MissingValues, capacity: number, kernel: Kernel): ColumnBuilder {
  switch (column.dtype) {
    case "int32":
      return new Int32Builder(column, missing, new ColumnValues(kernel, Int32Array, capacity));
    case "float64":
      return new Float64Builder(column, missing, new ColumnValues(kernel, Float64Array, capacity));
    case "boolean":
      return new BooleanBuilder(column, missing, new ColumnValues(kernel, Uint8Array, capacity));
    case "datetime":
      return new DatetimeBuilder(column, missing, new ColumnValues(kernel, Float64Array, capacity));
    case "string":
    case "category":
      return new StringBuilder(column, missing, new ColumnValues(kernel, Int32Array, capacity), kernel);
  }
}
