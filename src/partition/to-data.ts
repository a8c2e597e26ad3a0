import type { Data } from "apache-arrow";
import { arrowLibrary } from "./arrow-library.js";
import { type Column, columnLength, isMissing } from "./partition.js";

/**
 * A column as Arrow data. Numbers and codes are not copied; a bitmap is added where values are missing.
 *
 * @param id - tells the dictionaries of a record batch apart: the column's place.
 */
export function toData(column: Column, id: number): Data {
  const { Bool, Dictionary, Float64, Int32, TimestampMillisecond, makeData } = arrowLibrary();
  const shape = { length: columnLength(column), ...nulls(column) };
  switch (column.dtype) {
    case "float64":
      return makeData({ type: new Float64(), data: column.values, ...shape });
    case "int32":
      return makeData({ type: new Int32(), data: column.values, ...shape });
    case "boolean":
      return makeData({ type: new Bool(), data: bits(shape.length, (row) => column.values[row] === 1), ...shape });
    case "datetime":
      return makeData({ type: new TimestampMillisecond(), data: int64s(column.values), ...shape });
    case "string":
    case "category": {
      const text = textData(column.dictionary);
      const type = new Dictionary(text.type, new Int32(), id);
      return makeData({ type, data: column.codes, dictionary: arrowVector(text), ...shape });
    }
  }
}

function nulls(column: Column): { nullCount: number; nullBitmap?: Uint8Array } {
  const length = columnLength(column);
  let nullCount = 0;
  for (let row = 0; row < length; row++) if (isMissing(column, row)) nullCount += 1;
  return nullCount === 0 ? { nullCount } : { nullCount, nullBitmap: bits(length, (row) => !isMissing(column, row)) };
}

/** One bit a row, from the lowest of each byte up. */
function bits(length: number, isSet: (row: number) => boolean): Uint8Array {
  const bytes = new Uint8Array((length + 7) >> 3);
  for (let row = 0; row < length; row++) if (isSet(row)) bytes[row >> 3] |= 1 << (row & 7);
  return bytes;
}

/** Whole numbers as 64-bit integers, little end first; NaN as 0. Written as halves, which is faster than by BigInt. */
function int64s(values: Float64Array): BigInt64Array {
  const integers = new BigInt64Array(values.length);
  const halves = new Int32Array(integers.buffer);
  for (let i = 0; i < values.length; i++) {
    const whole = Math.floor(values[i]);
    halves[2 * i] = whole % 2 ** 32;
    halves[2 * i + 1] = Math.floor(whole / 2 ** 32);
  }
  return integers;
}

function textData(texts: readonly string[]): Data {
  const { Utf8, makeData } = arrowLibrary();
  const valueOffsets = new Int32Array(texts.length + 1);
  for (let i = 0; i < texts.length; i++) valueOffsets[i + 1] = valueOffsets[i] + Buffer.byteLength(texts[i]);
  const data = Buffer.alloc(valueOffsets[texts.length]);
  for (let i = 0; i < texts.length; i++) data.write(texts[i], valueOffsets[i]);
  return makeData({ type: new Utf8(), length: texts.length, nullCount: 0, valueOffsets, data });
}

function arrowVector(data: Data) {
  return new (arrowLibrary().Vector)([data]);
}
