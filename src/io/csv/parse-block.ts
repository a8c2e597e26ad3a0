import type { Column } from "../../partition/partition.js";
import type { TextReader } from "../text-reader.js";
import type { ColumnBuilder } from "./column-builder.js";
import type { CsvColumn, CsvTable } from "./csv-source.js";
import { COLUMN_SIZE, type ColumnPlace } from "./kernel/column-values.js";
import { MissingValues } from "./missing-values.js";
import { BooleanBuilder, DatetimeBuilder, Float64Builder, Int32Builder } from "./number-builders.js";
import { StringBuilder, tooMuch } from "./string-builder.js";
import { Tokenizer, type Tokens } from "./tokenizer.js";

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
  const tokenizer = new Tokenizer(text, fields, dialect, { columns: columns.length });
  const missing = new MissingValues(naValues);
  let length = tokenizer.next(most);
  const likely = Math.ceil((length * text.size * 1.05) / Math.max(1, tokenizer.position));
  const capacity = Math.max(length, Math.min(most, likely, Math.floor(MOST_VALUES / columns.length)), tokenizer.most);
  const { kernel } = tokenizer;
  const table = kernel.allocate(4 * COLUMN_SIZE * columns.length);
  const builders = columns.map((column, i) => {
    const address = table + 4 * COLUMN_SIZE * i;
    return newBuilder(column, missing, { kernel, address, field: column.field, capacity });
  });
  const seeAll = builders.some(({ seesAll }) => seesAll);
  let filled = 0;
  for (let [rows, first] = [length, 0]; rows > 0; first = length, length += rows) {
    if (filled + rows > capacity) {
      for (const { values } of builders) values.moveOut();
      filled = 0;
    }
    filled += rows;
    const left = kernel.code.readColumns(table, columns.length, rows);
    if (left < 0) throw tooMuch(tokenizer);
    if (left > 0 || seeAll) settle(builders, tokenizer, rows, first);
    rows = length < most ? tokenizer.next(most - length) : 0;
  }
  return { length, columns: builders.map((builder) => builder.finish()) };
}

/** Has each builder settle what the kernel has left to it. */
function settle(builders: readonly ColumnBuilder[], tokens: Tokens, rows: number, first: number): void {
  let place = 0;
  for (const builder of builders) {
    const { left } = builder.values;
    if (left > 0 || builder.seesAll) builder.settle(tokens, rows, tokens.oddRows(left, place), first);
    place += left;
  }
}

function newBuilder(column: CsvColumn, missing: MissingValues, place: ColumnPlace): ColumnBuilder {
  switch (column.dtype) {
    case "int32":
      return new Int32Builder(column, missing, place);
    case "float64":
      return new Float64Builder(column, missing, place);
    case "boolean":
      return new BooleanBuilder(column, missing, place);
    case "datetime":
      return new DatetimeBuilder(column, missing, place);
    case "string":
    case "category":
      return new StringBuilder(column, missing, place);
  }
}
