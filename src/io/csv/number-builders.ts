import { tellMissing } from "../../partition/missing-counts.js";
import type { Column } from "../../partition/partition.js";
import { NumberBuilder } from "./column-builder.js";
import type { CsvColumn } from "./csv-source.js";
import type { ColumnValues } from "./kernel/column-values.js";
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

  append(tokens: Tokens, rows: number): void {
    const { column, values, markers } = this;
    const odd = this.read(tokens, rows);
    this.#missing += tokens.kernel.code.absent.value;
    if (odd > 0) {
      const reserved = values.reserved(rows);
      for (const row of tokens.oddRows(odd)) {
        reserved[row] = this.parse(tokens, row * tokens.fields + column.field);
        if (Number.isNaN(reserved[row])) this.#missing++;
      }
    }
    if (markers.length > 0) this.#dropMarkers(values.reserved(rows));
    values.add(rows);
  }

  /** Has the kernel read the cells; how many it leaves. */
  protected abstract read(tokens: Tokens, rows: number): number;

  /** A cell that the kernel left; NaN when it is missing. */
  protected abstract parse(tokens: Tokens, cell: number): number;

  #dropMarkers(reserved: Float64Array): void {
    for (let row = 0; row < reserved.length; row++) {
      if (!this.markers.includes(reserved[row])) continue;
      reserved[row] = Number.NaN;
      this.#missing++;
    }
  }

  protected finished(): Float64Array {
    const values = this.values.all();
    tellMissing(values, this.#missing);
    return values;
  }
}

/** 64-bit floats. */
export class Float64Builder extends NaNBuilder {
  constructor(column: CsvColumn, missing: MissingValues, values: ColumnValues<Float64Array>) {
    super(column, missing, values, asFloat64);
  }

  protected read(tokens: Tokens, rows: number): number {
    return tokens.kernel.code.readFloats(this.column.field, rows, this.values.reserve(rows));
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
  constructor(column: CsvColumn, missing: MissingValues, values: ColumnValues<Float64Array>) {
    super(column, missing, values, asDatetime);
  }

  protected read(tokens: Tokens, rows: number): number {
    return tokens.kernel.code.readDatetimes(this.column.field, rows, this.values.reserve(rows));
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
  #length = 0;
  readonly #missingRows: number[] = [];

  append(tokens: Tokens, rows: number): void {
    const { column, values, markers } = this;
    const odd = this.read(tokens, rows);
    if (odd > 0) {
      const reserved = values.reserved(rows);
      for (const row of tokens.oddRows(odd)) {
        const value = this.parse(tokens, row * tokens.fields + column.field);
        reserved[row] = value ?? 0;
        if (value === undefined) this.#missingRows.push(this.#length + row);
      }
    }
    if (markers.length > 0) this.#dropMarkers(values.reserved(rows));
    values.add(rows);
    this.#length += rows;
  }

  /** Has the kernel read the cells; how many it leaves. */
  protected abstract read(tokens: Tokens, rows: number): number;

  /** A cell that the kernel left; undefined when it is missing. */
  protected abstract parse(tokens: Tokens, cell: number): number | undefined;

  #dropMarkers(reserved: V): void {
    for (let row = 0; row < reserved.length; row++) {
      if (!this.markers.includes(reserved[row])) continue;
      reserved[row] = 0;
      this.#missingRows.push(this.#length + row);
    }
  }

  /** The values and, if there is one, the validity array, for the column. */
  protected finished(): { readonly values: V; readonly valid?: Uint8Array } {
    const values = this.values.all();
    if (this.#missingRows.length === 0) return { values };
    const valid = new Uint8Array(this.#length).fill(1);
    for (const row of this.#missingRows) valid[row] = 0;
    return { values, valid };
  }
}

/** 32-bit integers. */
export class Int32Builder extends ValidityBuilder<Int32Array> {
  constructor(column: CsvColumn, missing: MissingValues, values: ColumnValues<Int32Array>) {
    super(column, missing, values, asInt32);
  }

  protected read(tokens: Tokens, rows: number): number {
    return tokens.kernel.code.readIntegers(this.column.field, rows, this.values.reserve(rows));
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
  constructor(column: CsvColumn, missing: MissingValues, values: ColumnValues<Uint8Array>) {
    super(column, missing, values, asBoolean);
  }

  protected read(tokens: Tokens, rows: number): number {
    return tokens.kernel.code.readBooleans(this.column.field, rows, this.values.reserve(rows));
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
