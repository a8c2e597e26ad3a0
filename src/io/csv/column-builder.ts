import type { Column } from "../../partition/partition.js";
import { contradiction, shortened } from "../contradiction.js";
import { ParseFault } from "../parse-fault.js";
import { skipBlanks, skipBlanksBack } from "./blanks.js";
import type { CsvColumn } from "./csv-source.js";
import type { ColumnValues } from "./kernel/column-values.js";
import type { CellParser, MissingValues } from "./missing-values.js";
import { parseFloat64 } from "./parse-number.js";
import type { Tokens } from "./tokenizer.js";

/** Makes one column of what a kernel reads, and of the cells that it leaves. */
export interface ColumnBuilder {
  readonly values: Pick<ColumnValues<Int32Array>, "left" | "moveOut">;
  /** Whether the builder has to see all rows, even if the kernel leaves none. */
  readonly seesAll: boolean;
  /**
   * Settles the cells that the kernel has left among the rows it read last, so many.
   *
   * @param odd - those rows.
   * @param first - how many rows are before all of them.
   * @throws {ParseFault} a cell is neither missing nor of the column's dtype.
   */
  settle(tokens: Tokens, rows: number, odd: Int32Array, first: number): void;
  /** The column, once all rows are in: views of the kernel's memory, which are good until the next text is read. */
  finish(): Column;
}

/** A column's cells as numbers; what the builders of integers, floats, booleans and datetimes have in common. */
export abstract class NumberBuilder<V extends Float64Array | Int32Array | Uint8Array> implements ColumnBuilder {
  /** Values that the parser reads and that mean missing, such as -999. */
  protected readonly markers: readonly number[];

  constructor(
    protected readonly column: CsvColumn,
    protected readonly missing: MissingValues,
    readonly values: ColumnValues<V>,
    parse: CellParser,
  ) {
    this.markers = missing.parsedBy(parse);
  }

  get seesAll(): boolean {
    return this.markers.length > 0;
  }

  abstract settle(tokens: Tokens, rows: number, odd: Int32Array, first: number): void;
  abstract finish(): Column;

  /**
   * Settles a cell that the parser did not take: it is missing, or an error.
   *
   * @param cell - the cell's place among the tokens' offsets.
   */
  protected checkMissing(tokens: Tokens, cell: number): void {
    const { bytes } = tokens;
    const [from, to] = [tokens.startOf(cell), tokens.endOf(cell)];
    const start = skipBlanks(bytes, from, to);
    const end = skipBlanksBack(bytes, start, to);
    if (start !== end ? this.missing.has(bytes, start, end) : from === to) return;
    throw this.contradiction(tokens, cell);
  }

  protected contradiction(tokens: Tokens, cell: number): ParseFault {
    const { bytes } = tokens;
    const { name, dtype, field } = this.column;
    const [start, end] = [tokens.startOf(cell), tokens.endOf(cell)];
    const value = bytes.toString("utf8", start, end);
    const fits = dtype === "int32" && !Number.isNaN(parseFloat64(bytes, start, end)) && !/^\s*0\d/.test(value);
    return new ParseFault(
      contradiction(this.column, JSON.stringify(shortened(value)), fits ? "float64" : "string", "readCSV"),
      tokens.placeOf(tokens.startOf(cell - field)),
      { column: name, value },
    );
  }
}
