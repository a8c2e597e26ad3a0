import type { ColumnKind } from "./column-kind.js";
import { decodePlain, fromBytes, type Numbers } from "./decode-plain.js";
import { decodeHybrid } from "./hybrid.js";
import type { PageLibrary } from "./library.js";
import type { ParquetElement } from "./parquet-source.js";
import type { Page } from "./read-pages.js";
import type { TextDictionary } from "./text-dictionary.js";

let scratch = new Int32Array(0);

/** Room for so many numbers, the same each time: to get memory anew costs more than to write into it. */
function scratchOf(count: number): Int32Array {
  if (scratch.length < count) scratch = new Int32Array(count);
  return scratch.subarray(0, count);
}

/** Decodes the values of a column's pages into numbers in the terms of its dtype. */
export class ValueDecoder {
  #dictionary: Numbers | undefined;

  constructor(
    private readonly kind: ColumnKind,
    private readonly element: ParquetElement,
    private readonly texts: TextDictionary,
    private readonly library: PageLibrary,
  ) {}

  /** Takes the values that later pages refer to. */
  setDictionary({ values, count }: Page): void {
    const numbers = this.#plain(values, count);
    const isWhole = this.kind === "string" || this.kind === "integer";
    this.#dictionary = isWhole && numbers.every((value) => value === (value | 0)) ? new Int32Array(numbers) : numbers;
  }

  /**
   * The values of a data page, without its nulls. They may stand where those of the next page will.
   *
   * @throws {RangeError} they are encoded in a way that cannot be read, or damaged.
   */
  decode({ encoding, values, count }: Page): Numbers {
    switch (encoding) {
      case "PLAIN":
        return this.#plain(values, count);
      case "PLAIN_DICTIONARY":
      case "RLE_DICTIONARY":
        return this.#referred(
          count === 0 ? new Int32Array(0) : decodeHybrid(values.subarray(1), values[0], count, scratchOf(count)),
        );
      case "RLE":
        return decodeHybrid(values.subarray(4), 1, count);
      case "BYTE_STREAM_SPLIT":
        return this.#plain(unsplit(values, this.#size()), count);
      case "DELTA_BINARY_PACKED": {
        const whole = this.element.type === "INT32" ? new Int32Array(count) : new BigInt64Array(count);
        if (count > 0) this.library.deltaBinaryUnpack(readerOf(values), count, whole);
        return this.#plain(Buffer.from(whole.buffer), count);
      }
      case "DELTA_LENGTH_BYTE_ARRAY":
      case "DELTA_BYTE_ARRAY": {
        const pieces = new Array<Uint8Array>(count);
        const { deltaByteArray, deltaLengthByteArray } = this.library;
        const unpack = encoding === "DELTA_BYTE_ARRAY" ? deltaByteArray : deltaLengthByteArray;
        if (count > 0) unpack(readerOf(values), count, pieces);
        const convert = fromBytes(this.kind, this.element, this.texts);
        return Float64Array.from(pieces, (piece) => convert(Buffer.from(piece), 0, piece.length));
      }
      default:
        throw new RangeError(`it is encoded as ${encoding}`);
    }
  }

  #plain(bytes: Buffer, count: number): Numbers {
    return decodePlain(bytes, count, this.kind, this.element, this.texts);
  }

  #referred(places: Int32Array): Numbers {
    const dictionary = this.#dictionary ?? new Float64Array(0);
    const values = dictionary instanceof Int32Array ? places : new Float64Array(places.length);
    const length = dictionary.length;
    for (let i = 0; i < places.length; i++) {
      const place = places[i];
      if (place >>> 0 >= length) throw new RangeError("a page refers to a value that its dictionary does not have");
      values[i] = dictionary[place];
    }
    return values;
  }

  /** Bytes of a value of a type that has one size. */
  #size(): number {
    const sizes: Partial<Record<string, number>> = { INT32: 4, FLOAT: 4, INT64: 8, DOUBLE: 8, INT96: 12 };
    return sizes[this.element.type ?? ""] ?? this.element.type_length ?? 1;
  }
}

/** Values whose first bytes stand together, then their second bytes, and so on, put together again. */
function unsplit(bytes: Buffer, size: number): Buffer {
  const count = Math.floor(bytes.length / size);
  const values = Buffer.alloc(count * size);
  for (let part = 0; part < size; part++) {
    for (let i = 0; i < count; i++) values[i * size + part] = bytes[part * count + i];
  }
  return values;
}

function readerOf({ buffer, byteOffset, length }: Buffer) {
  return { view: new DataView(buffer, byteOffset, length), offset: 0 };
}
