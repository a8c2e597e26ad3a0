import { sharedBytes } from "../shared-bytes.js";

/** The arrays that can be packed, by the name they are packed under. */
const types = { Uint8Array, Uint16Array, Int32Array, Uint32Array, Float64Array } as const;
export type ArrayTypeName = keyof typeof types;
export type PackedArray = Uint8Array | Uint16Array | Int32Array | Uint32Array | Float64Array;

/** Plain data and named arrays: what {@link pack} writes. */
export interface Packed {
  readonly meta: unknown;
  readonly arrays: ReadonlyMap<string, PackedArray>;
  /** How many bytes these are; others may follow. */
  readonly byteLength: number;
}

interface Header {
  readonly meta: unknown;
  readonly arrays: readonly (readonly [name: string, type: ArrayTypeName, length: number])[];
}

const ALIGNMENT = 8;

/** Bytes that are written where they are to stand, so that there is no other copy of them. */
export interface Part {
  readonly byteLength: number;
  /** Writes them; `bytes` has their length. */
  writeTo(bytes: Uint8Array): void;
}

/** An array that is written where it is to stand. */
export interface WrittenArray {
  readonly type: ArrayTypeName;
  readonly length: number;
  /** Writes it; `array` is of that type and length. */
  fill(array: PackedArray): void;
}

type Content = PackedArray | Part | WrittenArray;

/**
 * One run of shared bytes with plain data, as JSON, and typed arrays: what tasks of the forest hand to each other.
 * Copies the arrays once; {@link unpack} gives views of the bytes, a part's as a `Uint8Array`. Numbers are in the
 * machine's byte order.
 *
 * @param room - makes the bytes, which are zero and begin at a multiple of 8.
 */
export function pack(
  meta: unknown,
  arrays: Readonly<Record<string, Content>>,
  room: (length: number) => Uint8Array = sharedBytes,
): Uint8Array {
  const part = packed(meta, arrays);
  const bytes = room(part.byteLength);
  part.writeTo(bytes);
  return bytes;
}

/** What {@link pack} makes, as a part of something larger. */
export function packed(meta: unknown, arrays: Readonly<Record<string, Content>>): Part {
  const entries = Object.entries(arrays);
  const header: Header = {
    meta,
    arrays: entries.map(([name, array]) =>
      isPart(array) ? [name, "Uint8Array", array.byteLength] : [name, typeName(array), array.length],
    ),
  };
  const lengths = header.arrays.map(([, type, length]) => types[type].BYTES_PER_ELEMENT * length);
  const text = Buffer.from(JSON.stringify(header));
  const start = aligned(4 + text.length);
  return {
    byteLength: lengths.reduce((sum, length) => sum + aligned(length), start),
    writeTo(bytes) {
      new DataView(bytes.buffer, bytes.byteOffset).setUint32(0, text.length, true);
      bytes.set(text, 4);
      let at = start;
      entries.forEach(([, array], i) => {
        const place = bytes.subarray(at, at + lengths[i]);
        if (isPart(array)) array.writeTo(place);
        else if (isWritten(array))
          array.fill(new types[array.type](place.buffer as ArrayBuffer, place.byteOffset, array.length));
        else place.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
        at += aligned(lengths[i]);
      });
    },
  };
}

function isPart(array: Content): array is Part {
  return "writeTo" in array;
}

function isWritten(array: PackedArray | WrittenArray): array is WrittenArray {
  return "type" in array;
}

/** What {@link pack} wrote; copies nothing when the bytes begin at a multiple of 8. */
export function unpack(bytes: Uint8Array): Packed {
  if (bytes.byteOffset % ALIGNMENT !== 0) return unpack(bytes.slice());
  const textLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const header = JSON.parse(Buffer.from(bytes.subarray(4, 4 + textLength)).toString()) as Header;
  const arrays = new Map<string, PackedArray>();
  let at = aligned(4 + textLength);
  for (const [name, type, length] of header.arrays) {
    const array: PackedArray = new types[type](bytes.buffer as ArrayBuffer, bytes.byteOffset + at, length);
    arrays.set(name, array);
    at += aligned(array.byteLength);
  }
  return { meta: header.meta, arrays, byteLength: at };
}

function typeName(array: PackedArray | WrittenArray): ArrayTypeName {
  return isWritten(array) ? array.type : (array.constructor.name as ArrayTypeName);
}

function aligned(length: number): number {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT;
}
