import type { Column } from "../../partition/partition.js";
import { grown, NumberBuilder } from "./column-builder.js";
import type { CsvColumn } from "./csv-source.js";
import type { CellParser, MissingValues } from "./missing-values.js";
import { parseBoolean } from "./parse-boolean.js";
import { parseDatetime } from "./parse-datetime.js";
import { isCode, NOT_INT32, parseFloat64, parseInt32 } from "./parse-number.js";
import { type Tokens, UNREAD, WHOLE } from "./tokenizer.js";

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
    this.reserve(rows);
    const { values: read, kinds, fields } = tokens;
    const { values, markers } = this;
    let row = this.length;
    for (let cell = this.column.field, last = rows * fields; cell < last; cell += fields) {
      let value = kinds[cell] === UNREAD ? this.#parse(tokens, cell) : read[cell];
      if (markers.length > 0 && markers.includes(value)) value = Number.NaN;
      values[row++] = value;
    }
    this.length = row;
  }

  /** A cell that is more than a plain decimal. */
  #parse(tokens: Tokens, cell: number): number {
    const { bytes, starts, ends } = tokens;
    const start = starts[cell];
    const end = ends[cell];
    if (start === end) return Number.NaN;
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
    this.reserve(rows);
    const { bytes, starts, ends, fields } = tokens;
    const { values, markers } = this;
    let row = this.length;
    for (let cell = this.column.field, last = rows * fields; cell < last; cell += fields) {
      let value = parseDatetime(bytes, starts[cell], ends[cell]);
      if (Number.isNaN(value)) this.checkMissing(tokens, cell);
      else if (markers.length > 0 && markers.includes(value)) value = Number.NaN;
      values[row++] = value;
    }
    this.length = row;
  }

  finish(): Column {
    return { dtype: "datetime", values: exactly(this.values, this.length) };
  }
}

/** 32-bit integers, with a validity array once a value is missing. */
export class Int32Builder extends NumberBuilder<Int32Array> {
  #valid: Uint8Array | undefined;

  constructor(column: CsvColumn, missing: MissingValues, capacity: number) {
    super(column, missing, new Int32Array(capacity), asInt32);
  }

  append(tokens: Tokens, rows: number): void {
    this.reserve(rows);
    const { values: read, kinds, fields } = tokens;
    const { values, markers } = this;
    let row = this.length;
    for (let cell = this.column.field, last = rows * fields; cell < last; cell += fields) {
      const whole = read[cell] | 0;
      const value = kinds[cell] === WHOLE && whole === read[cell] ? whole : this.#parse(tokens, cell);
      if (value === NOT_INT32 || (markers.length > 0 && markers.includes(value))) {
        this.#valid = markMissing(this.#valid, values.length, row++);
      } else {
        values[row++] = value;
      }
    }
    this.length = row;
  }

  /** A cell that is more than plain digits; {@link NOT_INT32} when it is missing. */
  #parse(tokens: Tokens, cell: number): number {
    const { bytes, starts, ends } = tokens;
    const start = starts[cell];
    const end = ends[cell];
    if (start === end) return NOT_INT32;
    const value = parseInt32(bytes, start, end);
    if (value === NOT_INT32) this.checkMissing(tokens, cell);
    else if (this.column.inferred && isCode(bytes, start, end)) throw this.contradiction(tokens, cell);
    return value;
  }

  finish(): Column {
    return {
      dtype: "int32",
      values: exactly(this.values, this.length),
      ...(this.#valid === undefined ? {} : { valid: exactly(this.#valid, this.length) }),
    };
  }
}

/** 0 and 1, with a validity array once a value is missing. */
export class BooleanBuilder extends NumberBuilder<Uint8Array> {
  #valid: Uint8Array | undefined;

  constructor(column: CsvColumn, missing: MissingValues, capacity: number) {
    super(column, missing, new Uint8Array(capacity), asBoolean);
  }

  append(tokens: Tokens, rows: number): void {
    this.reserve(rows);
    const { bytes, starts, ends, fields } = tokens;
    const { values, markers } = this;
    let row = this.length;
    for (let cell = this.column.field, last = rows * fields; cell < last; cell += fields) {
      const value = parseBoolean(bytes, starts[cell], ends[cell]);
      if (value < 0) this.checkMissing(tokens, cell);
      if (value < 0 || markers.includes(value)) this.#valid = markMissing(this.#valid, values.length, row++);
      else values[row++] = value;
    }
    this.length = row;
  }

  finish(): Column {
    return {
      dtype: "boolean",
      values: exactly(this.values, this.length),
      ...(this.#valid === undefined ? {} : { valid: exactly(this.#valid, this.length) }),
    };
  }
}

/** The validity array, made or grown where needed, with this row marked as missing. */
function markMissing(valid: Uint8Array | undefined, capacity: number, row: number): Uint8Array {
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
