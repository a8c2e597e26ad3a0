import type { ColumnKind } from "./column-kind.js";
import { bytesToNumber, decimalToNumber } from "./decimal.js";
import { exactly, type FromHalves, floorDivided, fromInt64s, signed, unsigned } from "./int64.js";
import type { ParquetElement } from "./parquet-source.js";
import { type TextDictionary, textOf, uuidOf } from "./text-dictionary.js";

/** Values in the terms of a column's dtype: numbers, 0 and 1, milliseconds, places in the dictionary. */
export type Numbers = Float64Array | Int32Array | Uint8Array;

const DAY = 86_400_000;

/** The day that INT96 timestamps count from, in days before 1970-01-01: noon of it is Julian day 0. */
const JULIAN_EPOCH = 2_440_588;

/**
 * Decodes values that are stored one behind the other (the format's encoding PLAIN).
 *
 * @param texts - takes up text.
 * @throws {RangeError} the bytes end before so many values, or are no text where text is stored.
 */
export function decodePlain(
  bytes: Buffer,
  count: number,
  kind: ColumnKind,
  element: ParquetElement,
  texts: TextDictionary,
): Numbers {
  switch (element.type) {
    case "BOOLEAN":
      return bits(bytes, count);
    case "INT32":
      return fromInt32s(new Int32Array(exactly(bytes, count * 4)), kind, element);
    case "INT64":
      return fromInt64s(bytes, count, fromHalves(kind, element));
    case "INT96":
      return fromInt96s(bytes, count);
    case "FLOAT":
      return Float64Array.from(new Float32Array(exactly(bytes, count * 4)));
    case "DOUBLE":
      return doubles(bytes, count);
    case "BYTE_ARRAY":
      return fromTexts(bytes, count, fromBytes(kind, element, texts));
    default:
      return fromPieces(bytes, count, element.type_length ?? 0, fromBytes(kind, element, texts));
  }
}

/** What makes a number of one value of bytes. */
export type FromBytes = (bytes: Buffer, start: number, end: number) => number;

/** What makes numbers of the values of a column of bytes: text, decimals, UUIDs, floats of 16 bits. */
export function fromBytes(
  kind: ColumnKind,
  { scale, logical_type: logical }: ParquetElement,
  texts: TextDictionary,
): FromBytes {
  if (kind === "decimal") return (bytes, start, end) => bytesToNumber(bytes.subarray(start, end), scale ?? 0);
  if (logical?.type === "UUID") return (bytes, start, end) => texts.place(uuidOf(bytes, start, end));
  if (logical?.type === "FLOAT16") return (bytes, start) => fromFloat16(bytes.readUInt16LE(start));
  return (bytes, start, end) => texts.place(textOf(bytes, start, end));
}

/** A view where that is possible. */
function doubles(bytes: Buffer, count: number): Float64Array {
  const isAligned = bytes.byteOffset % 8 === 0 && count * 8 <= bytes.length;
  return isAligned
    ? new Float64Array(bytes.buffer, bytes.byteOffset, count)
    : new Float64Array(exactly(bytes, count * 8));
}

function fromInt32s(values: Int32Array, kind: ColumnKind, { scale }: ParquetElement): Numbers {
  switch (kind) {
    case "datetime":
      return Float64Array.from(values, (days) => days * DAY);
    case "decimal":
      return Float64Array.from(values, (value) => decimalToNumber(value, scale ?? 0));
    case "integer":
      return Float64Array.from(values, (value) => value >>> 0);
    default:
      return values;
  }
}

function fromHalves(kind: ColumnKind, element: ParquetElement): FromHalves {
  const { scale = 0, logical_type: logical, converted_type: converted } = element;
  if (kind === "decimal") {
    return (high, low) => {
      const isSafe = high >= -(2 ** 21) && high < 2 ** 21;
      return decimalToNumber(isSafe ? signed(high, low) : (BigInt(high) << 32n) | BigInt(low >>> 0), scale);
    };
  }
  if (kind !== "datetime") return converted === "UINT_64" || logical?.isSigned === false ? unsigned : signed;
  if (logical?.unit === "NANOS") return floorDivided(1_000_000);
  return logical?.unit === "MICROS" || converted === "TIMESTAMP_MICROS" ? floorDivided(1000) : signed;
}

function fromInt96s(bytes: Buffer, count: number): Float64Array {
  const values = new Float64Array(count);
  const words = new Int32Array(exactly(bytes, count * 12));
  const toMilliseconds = floorDivided(1_000_000);
  for (let i = 0; i < count; i++) {
    values[i] = (words[3 * i + 2] - JULIAN_EPOCH) * DAY + toMilliseconds(words[3 * i + 1], words[3 * i]);
  }
  return values;
}

/** One bit a value, from the lowest of each byte up. */
function bits(bytes: Buffer, count: number): Uint8Array {
  if ((count + 7) >> 3 > bytes.length) throw new RangeError("a page ends before its values");
  const values = new Uint8Array(count);
  for (let i = 0; i < count; i++) values[i] = (bytes[i >> 3] >> (i & 7)) & 1;
  return values;
}

/** Values with their length, in four bytes, in front. */
function fromTexts(bytes: Buffer, count: number, convert: FromBytes): Numbers {
  if (count * 4 > bytes.length) throw new RangeError("a page ends before its values");
  const values = new Float64Array(count);
  let at = 0;
  for (let i = 0; i < count; i++) {
    const start = at + 4;
    if (start > bytes.length) throw new RangeError("a page ends before its values");
    at = start + (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16)) + bytes[at + 3] * 2 ** 24;
    if (at > bytes.length) throw new RangeError("a page ends before its values");
    values[i] = convert(bytes, start, at);
  }
  return values;
}

/** Values of one length each. */
function fromPieces(bytes: Buffer, count: number, size: number, convert: FromBytes): Numbers {
  if (!(size > 0 && count * size <= bytes.length)) throw new RangeError("a page ends before its values");
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) values[i] = convert(bytes, i * size, (i + 1) * size);
  return values;
}

/** The number that a float of 16 bits holds (IEEE 754 binary16). */
function fromFloat16(bits: number): number {
  const sign = bits >> 15 === 0 ? 1 : -1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * 2 ** (exponent - 25) * (1024 + fraction);
}
