import type { Data, Dictionary, Field, Vector } from "apache-arrow";
import { arrowLibrary, dtypeKey } from "./arrow-library.js";
import { EncodedTexts, encodedColumn } from "./encoded-texts.js";
import type { Column, Float64Column, StringColumn } from "./partition.js";

/**
 * An Arrow vector as a column; what becomes of which type is said at `fromArrowTable`. A view onto the vector's
 * buffers where it has one chunk in our layout, else a copy.
 *
 * @param own - whether our own writer made it, so that no text is in a dictionary twice.
 *
 * @throws {TypeError} the type has no counterpart among our dtypes.
 */
export function fromVector(field: Field, vector: Vector, own: boolean): Column {
  return (vector.data.length === 1 ? fromChunk(field, vector.data[0], own) : undefined) ?? fromCells(field, vector);
}

/** A column out of the buffers of a chunk, or undefined if they have to be converted cell by cell. */
function fromChunk(field: Field, data: Data, own: boolean): Column | undefined {
  const { DataType, Precision, TimeUnit } = arrowLibrary();
  const { type } = data;
  if (DataType.isFloat(type) && type.precision === Precision.DOUBLE) {
    return { dtype: "float64", values: withNulls(data.values.subarray(0, data.length), data, Number.NaN) };
  }
  if (DataType.isInt(type) && type.isSigned && type.bitWidth === 32) {
    const values: Int32Array = data.values.subarray(0, data.length);
    return data.nullCount === 0
      ? { dtype: "int32", values }
      : { dtype: "int32", values, valid: unpacked(data.nullBitmap, data) };
  }
  if (DataType.isTimestamp(type) && type.unit === TimeUnit.MILLISECOND) {
    return { dtype: "datetime", values: withNulls(int64s(data.values.subarray(0, data.length)), data, Number.NaN) };
  }
  if (DataType.isBool(type)) {
    const values = unpacked(data.values, data);
    return data.nullCount === 0
      ? { dtype: "boolean", values }
      : { dtype: "boolean", values, valid: unpacked(data.nullBitmap, data) };
  }
  if (DataType.isDictionary(type)) return fromDictionary(field, data as Data<Dictionary>, own);
  return undefined;
}

/** Undefined unless the dictionary is text in which nothing is null or there twice. */
function fromDictionary(field: Field, data: Data<Dictionary>, own: boolean): StringColumn | undefined {
  const vector = data.dictionary;
  if (vector === undefined || vector.data.length !== 1 || vector.nullCount > 0) return undefined;
  const { DataType } = arrowLibrary();
  if (!DataType.isUtf8(vector.type) || data.type.indices.bitWidth > 32) return undefined;
  const dictionary = encodedTexts(vector.data[0]);
  if (!own && new Set(dictionary.texts).size < dictionary.texts.length) return undefined;
  const indices = data.values.subarray(0, data.length);
  const codes = indices instanceof Int32Array ? indices : Int32Array.from(indices as Uint8Array);
  return encodedColumn(textDType(field), withNulls(codes, data, -1), dictionary);
}

/** A column made cell by cell, for the types whose buffers are not ours, and for several chunks. */
function fromCells(field: Field, vector: Vector): Column {
  const { DataType } = arrowLibrary();
  const type = DataType.isDictionary(vector.type) ? vector.type.dictionary : vector.type;
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type) || DataType.isUtf8View(type)) {
    return textColumn(field, vector);
  }
  if (DataType.isInt(type)) return integerColumn(vector);
  if (DataType.isFloat(type) || DataType.isNull(type)) return { dtype: "float64", values: numbers(vector) };
  if (DataType.isDate(type) || DataType.isTimestamp(type)) {
    return { dtype: "datetime", values: numbers(vector).map(Math.floor) };
  }
  if (DataType.isBool(type)) {
    const values = numbers(vector);
    return { dtype: "boolean", values: Uint8Array.from(values), ...validity(values) };
  }
  throw new TypeError(
    `Column ${JSON.stringify(field.name)} has the Arrow type ${type}, which cannot be read. ` +
      "Cast it to a number, boolean, text, date or timestamp, or leave it out.",
  );
}

function textColumn(field: Field, vector: Vector): StringColumn {
  const codes = new Int32Array(vector.length);
  const places = new Map<string, number>();
  for (let row = 0; row < codes.length; row++) {
    const text: string | null = vector.get(row);
    if (text === null) {
      codes[row] = -1;
      continue;
    }
    let place = places.get(text);
    if (place === undefined) {
      place = places.size;
      places.set(text, place);
    }
    codes[row] = place;
  }
  return { dtype: textDType(field), codes, dictionary: [...places.keys()] };
}

/** int32 if every value is one, else float64. */
function integerColumn(vector: Vector): Column {
  const values = numbers(vector);
  const fits = values.every((value) => Number.isNaN(value) || value === (value | 0));
  return fits ? { dtype: "int32", values: Int32Array.from(values), ...validity(values) } : { dtype: "float64", values };
}

/** Each cell as a number; null as NaN. */
function numbers(vector: Vector): Float64Column["values"] {
  const values = new Float64Array(vector.length);
  for (let row = 0; row < values.length; row++) {
    const cell: number | bigint | boolean | null = vector.get(row);
    values[row] = cell === null ? Number.NaN : Number(cell);
  }
  return values;
}

function validity(values: Float64Array): { valid?: Uint8Array } {
  return values.some(Number.isNaN) ? { valid: Uint8Array.from(values, (value) => (Number.isNaN(value) ? 0 : 1)) } : {};
}

/** The values themselves if they hold `missing` wherever the chunk is null, else a copy that does. */
function withNulls<T extends Float64Array | Int32Array>(values: T, data: Data, missing: number): T {
  let result = values;
  if (data.nullCount === 0) return result;
  for (let row = 0; row < values.length; row++) {
    if (bit(data.nullBitmap, data.offset + row) === 1 || Object.is(values[row], missing)) continue;
    if (result === values) result = values.slice() as T;
    result[row] = missing;
  }
  return result;
}

/** A chunk's bits as bytes. */
function unpacked(bytes: Uint8Array, data: Data): Uint8Array {
  const values = new Uint8Array(data.length);
  for (let row = 0; row < values.length; row++) values[row] = bit(bytes, data.offset + row);
  return values;
}

function bit(bytes: Uint8Array, place: number): number {
  return (bytes[place >> 3] >> (place & 7)) & 1;
}

/** 64-bit integers, little end first, as floats. Read as halves, which is faster than by BigInt. */
function int64s({ buffer, byteOffset, length }: BigInt64Array): Float64Array {
  const low = new Uint32Array(buffer, byteOffset, 2 * length);
  const high = new Int32Array(buffer, byteOffset, 2 * length);
  const values = new Float64Array(length);
  for (let i = 0; i < length; i++) values[i] = high[2 * i + 1] * 2 ** 32 + low[2 * i];
  return values;
}

function encodedTexts({ values, valueOffsets, length }: Data): EncodedTexts {
  return new EncodedTexts(values, valueOffsets.subarray(0, length + 1));
}

function textDType(field: Field): StringColumn["dtype"] {
  return field.metadata.get(dtypeKey) === "category" ? "category" : "string";
}
