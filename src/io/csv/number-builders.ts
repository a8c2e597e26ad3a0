import { tellMissing } from "../../partition/missing-counts.js";
import type { Column } from "../../partition/partition.js";
import { NumberBuilder } from "./column-builder.js";
import type { CsvColumn } from "./csv-source.js";
import { type ColumnPlace, ColumnValues } from "./kernel/column-values.js";
import type { CellParser, MissingValues } from "./missing-values.js";
import { parseBoolean } from "./parse-boolean.js";
import { parseDatetime } from "./parse-datetime.js";
import { isCode, NOT_INT32, parseFloat64, parseInt32 } from "./parse-number.js";
import type { Tokens } from "./tokenizer.js";

const asFloat64: CellParser = (bytes, start, end) => unlessNaN(parseFloat64(bytes, start, end));
const asDatetime: CellParser = (bytes, start, end) => unlessNaN(parseDatetime(bytes, start, end));
const asInt32: CellParser = (bytes, start, end) => unless(NOT_INT32, parseInt32(bytes, start, end));
const asBoolean: CellParser = (bytes, start, end) => unless(-1, parseBoolean(bytes, start, end));

function unlessNaN(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}

function unless(none: number, value: number): number | undefined {
  return value === none ? undefined : value;
}

/** Values of which NaN is the missing one. */
abstract class NaNBuilder extends NumberBuilder<Float64Array> {
  #missing = 0;

  settle(tokens: Tokens, rows: number, odd: Int32Array): void {
    const values = this.values.last(rows);
    for (const row of odd) {
      values[row] = this.parse(tokens, row * tokens.fields + this.column.field);
      if (Number.isNaN(values[row])) this.#missing++;
    }
    if (this.markers.length > 0) this.#dropMarkers(values);
  }

  /** A cell that the kernel left; NaN when it is missing. */
  protected abstract parse(tokens: Tokens, cell: number): number;

  #dropMarkers(values: Float64Array): void {
    for (let row = 0; row < values.length; row++) {
      if (!this.markers.includes(values[row])) continue;
      values[row] = Number.NaN;
      this.#missing++;
    }
  }

  protected finished(): Float64Array {
    const values = this.values.all();
    tellMissing(values, this.#missing + this.values.absent);
    return values;
  }
}

/** 64-bit floats. */
export class Float64Builder extends NaNBuilder {
  constructor(column: CsvColumn, missing: MissingValues, place: ColumnPlace) {
    super(column, missing, new ColumnValues(place, Float64Array, "float64"), asFloat64);
  }

  /** A cell that is more than a plain decimal. */
  protected parse(tokens: Tokens, cell: number): number {
    const { bytes } = tokens;
    const [start, end] = [tokens.startOf(cell), tokens.endOf(cell)];
    const value = parseFloat64(bytes, start, end);
    if (Number.isNaN(value)) this.checkMissing(tokens, cell);
    else if (this.column.inferred && isCode(bytes, start, end)) throw this.contradiction(tokens, cell);
    return value;
  }

  finish(): Column {
    return { dtype: "float64", values: this.finished() };
  }
}

/** Milliseconds since 1970 UTC. */
export class DatetimeBuilder extends NaNBuilder {
  constructor(column: CsvColumn, missing: MissingValues, place: ColumnPlace) {
    super(column, missing, new ColumnValues(place, Float64Array, "datetime"), asDatetime);
  }

  protected parse(tokens: Tokens, cell: number): number {
    const value = parseDatetime(tokens.bytes, tokens.startOf(cell), tokens.endOf(cell));
    if (Number.isNaN(value)) this.checkMissing(tokens, cell);
    return value;
  }

  finish(): Column {
    return { dtype: "datetime", values: this.finished() };
  }
}

/** Values none of which can stand for a missing one: they have a validity array once a value is missing. */
abstract class ValidityBuilder<V extends Int32Array | Uint8Array> extends NumberBuilder<V> {
  readonly #missingRows: number[] = [];

  settle(tokens: Tokens, rows: number, odd: Int32Array, first: number): void {
    const values = this.values.last(rows);
    for (const row of odd) {
      const value = this.parse(tokens, row * tokens.fields + this.column.field);
      values[row] = value ?? 0;
      if (value === undefined) this.#missingRows.push(first + row);
    }
    if (this.markers.length > 0) this.#dropMarkers(values, first);
  }

  /** A cell that the kernel left; undefined when it is missing. */
  protected abstract parse(tokens: Tokens, cell: number): number | undefined;

  #dropMarkers(values: V, first: number): void {
    for (let row = 0; row < values.length; row++) {
      if (!this.markers.includes(values[row])) continue;
      values[row] = 0;
      this.#missingRows.push(first + row);
    }
  }

  /** The values and, if there is one, the validity array, for the column. */
  protected finished(): { readonly values: V; readonly valid?: Uint8Array } {
    const values = this.values.all();
    if (this.#missingRows.length === 0) return { values };
    const valid = new Uint8Array(values.length).fill(1);
    for (const row of this.#missingRows) valid[row] = 0;
    return { values, valid };
  }
}

/** 32-bit integers. */
export class Int32Builder extends ValidityBuilder<Int32Array> {
  constructor(column: CsvColumn, missing: MissingValues, place: ColumnPlace) {
    super(column, missing, new ColumnValues(place, Int32Array, "int32"), asInt32);
  }

  protected parse(tokens: Tokens, cell: number): number | undefined {
    const { bytes } = tokens;
    const [start, end] = [tokens.startOf(cell), tokens.endOf(cell)];
    if (start === end) return undefined;
    const value = parseInt32(bytes, start, end);
    if (value === NOT_INT32) {
      this.checkMissing(tokens, cell);
      return undefined;
    }
    if (this.column.inferred && isCode(bytes, start, end)) throw this.contradiction(tokens, cell);
    return value;
  }

  finish(): Column {
    return { dtype: "int32", ...this.finished() };
  }
}

/** 0 and 1. */
export class BooleanBuilder extends ValidityBuilder<Uint8Array> {
  constructor(column: CsvColumn, missing: MissingValues, place: ColumnPlace) {
    super(column, missing, new ColumnValues(place, Uint8Array, "boolean"), asBoolean);
  }

  protected parse(tokens: Tokens, cell: number): number | undefined {
    const value = parseBoolean(tokens.bytes, tokens.startOf(cell), tokens.endOf(cell));
    if (value >= 0) return value;
    this.checkMissing(tokens, cell);
    return undefined;
  }

  finish(): Column {
    return { dtype: "boolean", ...this.finished() };
  }
}
