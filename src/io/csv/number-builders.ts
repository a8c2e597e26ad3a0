import type { Column } from "../../partition/partition.js";
import { grown, NumberBuilder } from "./column-builder.js";
import type { CsvColumn } from "./csv-source.js";
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

/** 64-bit floats; missing is NaN. */
export class Float64Builder extends NumberBuilder<Float64Array> {
  constructor(column: CsvColumn, missing: MissingValues, capacity: number) {
    super(column, missing, new Float64Array(capacity), asFloat64);
  }

  append(tokens: Tokens, rows: number): void {
    const { column, length } = this;
    const values = this.reserve(rows);
    const odd = tokens.kernel.code.readFloats(column.field, rows);
    values.set(tokens.floats(rows), length);
    for (const row of tokens.oddRows(odd)) {
      values[length + row] = this.#parse(tokens, row * tokens.fields + column.field);
    }
    markNaN(values, length, length + rows, this.markers);
    this.length += rows;
  }

  /** A cell that is more than a plain decimal. */
  #parse(tokens: Tokens, cell: number): number {
    const { bytes } = tokens;
    const [start, end] = [tokens.startOf(cell), tokens.endOf(cell)];
    const value = parseFloat64(bytes, start, end);
    if (Number.isNaN(value)) this.checkMissing(tokens, cell);
    else if (this.column.inferred && isCode(bytes, start, end)) throw this.contradiction(tokens, cell);
    return value;
  }

  finish(): Column {
    return { dtype: "float64", values: exactly(this.values, this.length) };
  }
}

/** Milliseconds since 1970 UTC; missing is NaN. */
export class DatetimeBuilder extends NumberBuilder<Float64Array> {
  constructor(column: CsvColumn, missing: MissingValues, capacity: number) {
    super(column, missing, new Float64Array(capacity), asDatetime);
  }

  append(tokens: Tokens, rows: number): void {
    const { column, length } = this;
    const values = this.reserve(rows);
    const odd = tokens.kernel.code.readDatetimes(column.field, rows);
    values.set(tokens.floats(rows), length);
    for (const row of tokens.oddRows(odd)) {
      const cell = row * tokens.fields + column.field;
      const value = parseDatetime(tokens.bytes, tokens.startOf(cell), tokens.endOf(cell));
      if (Number.isNaN(value)) this.checkMissing(tokens, cell);
      values[length + row] = value;
    }
    markNaN(values, length, length + rows, this.markers);
    this.length += rows;
  }

  finish(): Column {
    return { dtype: "datetime", values: exactly(this.values, this.length) };
  }
}

/** Values none of which can stand for a missing one: they have a validity array once a value is missing. */
abstract class ValidityBuilder<V extends Int32Array | Uint8Array> extends NumberBuilder<V> {
  #valid: Uint8Array | undefined;

  /** The last step of appending rows: marks the values among them that mean missing. */
  protected endRows(rows: number): void {
    const { values, length, markers } = this;
    if (markers.length > 0) {
      for (let row = length; row < length + rows; row++) if (markers.includes(values[row])) this.markMissing(row);
    }
    this.length += rows;
  }

  protected markMissing(row: number): void {
    this.values[row] = 0;
    this.#valid = withMissing(this.#valid, this.values.length, row);
  }

  /** The values and, if there is one, the validity array, for the column. */
  protected finished(): { readonly values: V; readonly valid?: Uint8Array } {
    const values = exactly(this.values, this.length);
    return this.#valid === undefined ? { values } : { values, valid: exactly(this.#valid, this.length) };
  }
}

/** 32-bit integers. */
export class Int32Builder extends ValidityBuilder<Int32Array> {
  constructor(column: CsvColumn, missing: MissingValues, capacity: number) {
    super(column, missing, new Int32Array(capacity), asInt32);
  }

  append(tokens: Tokens, rows: number): void {
    const { column, length } = this;
    const values = this.reserve(rows);
    const odd = tokens.kernel.code.readIntegers(column.field, rows);
    values.set(tokens.integers(rows), length);
    for (const row of tokens.oddRows(odd)) {
      const value = this.#parse(tokens, row * tokens.fields + column.field);
      if (value === NOT_INT32) this.markMissing(length + row);
      else values[length + row] = value;
    }
    this.endRows(rows);
  }

  /** A cell that is more than plain digits; {@link NOT_INT32} when it is missing. */
  #parse(tokens: Tokens, cell: number): number {
    const { bytes } = tokens;
    const [start, end] = [tokens.startOf(cell), tokens.endOf(cell)];
    if (start === end) return NOT_INT32;
    const value = parseInt32(bytes, start, end);
    if (value === NOT_INT32) this.checkMissing(tokens, cell);
    else if (this.column.inferred && isCode(bytes, start, end)) throw this.contradiction(tokens, cell);
    return value;
  }

  finish(): Column {
    return { dtype: "int32", ...this.finished() };
  }
}

/** 0 and 1. */
export class BooleanBuilder extends ValidityBuilder<Uint8Array> {
  constructor(column: CsvColumn, missing: MissingValues, capacity: number) {
    super(column, missing, new Uint8Array(capacity), asBoolean);
  }

  append(tokens: Tokens, rows: number): void {
    const { column, length } = this;
    const values = this.reserve(rows);
    const odd = tokens.kernel.code.readBooleans(column.field, rows);
    values.set(tokens.booleans(rows), length);
    for (const row of tokens.oddRows(odd)) {
      const cell = row * tokens.fields + column.field;
      const value = parseBoolean(tokens.bytes, tokens.startOf(cell), tokens.endOf(cell));
      if (value < 0) this.checkMissing(tokens, cell);
      if (value < 0) this.markMissing(length + row);
      else values[length + row] = value;
    }
    this.endRows(rows);
  }

  finish(): Column {
    return { dtype: "boolean", ...this.finished() };
  }
}

/** Makes values that mean missing NaN. */
function markNaN(values: Float64Array, start: number, end: number, markers: readonly number[]): void {
  if (markers.length === 0) return;
  for (let row = start; row < end; row++) if (markers.includes(values[row])) values[row] = Number.NaN;
}

/** The validity array, made or grown where needed, with this row marked as missing. */
function withMissing(valid: Uint8Array | undefined, capacity: number, row: number): Uint8Array {
  let marked = valid ?? new Uint8Array(capacity).fill(1);
  if (row >= marked.length) {
    const known = marked.length;
    marked = grown(marked, capacity);
    marked.fill(1, known);
  }
  marked[row] = 0;
  return marked;
}

/** The first values alone: a view where that leaves little memory unused, else a copy. */
function exactly<V extends Float64Array | Int32Array | Uint8Array>(values: V, length: number): V {
  return (length >= 0.9 * values.length ? values.subarray(0, length) : values.slice(0, length)) as V;
}
