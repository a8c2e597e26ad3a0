import type { Data } from "apache-arrow";
import { arrowLibrary } from "./arrow-library.js";
import { bytesOf, type EncodedTexts } from "./encoded-texts.js";
import { knownMissing } from "./missing-counts.js";
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
      const encoded = bytesOf(column);
      const text = encoded === undefined ? textData(column.dictionary) : encodedData(encoded);
      const type = new Dictionary(text.type, new Int32(), id);
      return makeData({ type, data: column.codes, dictionary: arrowVector(text), ...shape });
    }
  }
}

function nulls(column: Column): { nullCount: number; nullBitmap?: Uint8Array } {
  const nullCount = missingIn(column);
  if (nullCount === 0) return { nullCount };
  return { nullCount, nullBitmap: bits(columnLength(column), (row) => !isMissing(column, row)) };
}

/** How many values are missing; a loop for each kind of column, since most have none and only this is done for them. */
function missingIn(column: Column): number {
  if ("codes" in column) return knownMissing(column.codes) ?? negatives(column.codes);
  if (column.dtype === "float64" || column.dtype === "datetime") {
    return knownMissing(column.values) ?? notNumbers(column.values);
  }
  return column.valid === undefined ? 0 : zeros(column.valid);
}

function negatives(codes: Int32Array): number {
  let found = 0;
  for (let row = 0; row < codes.length; row++) found += codes[row] >>> 31;
  return found;
}

function notNumbers(values: Float64Array): number {
  let found = 0;
  for (let row = 0; row < values.length; row++) if (Number.isNaN(values[row])) found++;
  return found;
}

function zeros(valid: Uint8Array): number {
  let found = 0;
  for (let row = 0; row < valid.length; row++) found += 1 - valid[row];
  return found;
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
    const high = Math.floor(whole * 2 ** -32);
    halves[2 * i] = whole - high * 2 ** 32;
    halves[2 * i + 1] = high;
  }
  return integers;
}

function textData(texts: readonly string[]): Data {
  const { Utf8, makeData } = arrowLibrary();
  const valueOffsets = new Int32Array(texts.length + 1);
  const data = asciiBytes(texts, valueOffsets) ?? utf8Bytes(texts, valueOffsets);
  return makeData({ type: new Utf8(), length: texts.length, nullCount: 0, valueOffsets, data });
}

function encodedData({ bytes, offsets }: EncodedTexts): Data {
  const { Utf8, makeData } = arrowLibrary();
  return makeData({ type: new Utf8(), length: offsets.length - 1, nullCount: 0, valueOffsets: offsets, data: bytes });
}

/** Texts that are encoded by one call: one for each would cost several times what their few bytes do. */
const CHUNK = 1024;

/** The texts' bytes when all are ASCII, whose bytes are as many as its characters; undefined when they are not. */
function asciiBytes(texts: readonly string[], offsets: Int32Array): Uint8Array | undefined {
  for (let i = 0; i < texts.length; i++) offsets[i + 1] = offsets[i] + texts[i].length;
  const data = Buffer.alloc(offsets[texts.length]);
  for (let from = 0; from < texts.length; from += CHUNK) {
    const to = Math.min(texts.length, from + CHUNK);
    const chunk = texts.slice(from, to).join("");
    if (Buffer.byteLength(chunk) !== chunk.length) return undefined;
    data.write(chunk, offsets[from], "latin1");
  }
  return data;
}

function utf8Bytes(texts: readonly string[], offsets: Int32Array): Uint8Array {
  for (let i = 0; i < texts.length; i++) offsets[i + 1] = offsets[i] + Buffer.byteLength(texts[i]);
  const data = Buffer.alloc(offsets[texts.length]);
  for (let i = 0; i < texts.length; i++) data.write(texts[i], offsets[i]);
  return data;
}

function arrowVector(data: Data) {
  return new (arrowLibrary().Vector)([data]);
}
