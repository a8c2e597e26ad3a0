import { sharedBytes } from "../../shared-bytes.js";

/**
 * Byte arrays as one, in memory that threads share: a task's value that is bytes may leave memory for a file. Each array
 * begins at a multiple of eight bytes; their lengths and number, as doubles, are the end. A copy.
 */
export function packBytes(parts: readonly Uint8Array[]): Uint8Array {
  const sizes = Float64Array.of(...parts.map(({ length }) => length), parts.length);
  const packed = sharedBytes(parts.reduce((sum, { length }) => sum + padded(length), sizes.byteLength));
  let at = 0;
  for (const part of parts) {
    packed.set(part, at);
    at += padded(part.length);
  }
  packed.set(new Uint8Array(sizes.buffer), at);
  return packed;
}

/** The arrays that {@link packBytes} put together, as views. */
export function unpackBytes(packed: Uint8Array): Uint8Array[] {
  const numbers = (from: number, to: number) => new Float64Array(Uint8Array.from(packed.subarray(from, to)).buffer);
  const end = packed.length - 8;
  const [count] = numbers(end, packed.length);
  let at = 0;
  return Array.from(numbers(end - 8 * count, end), (length) => {
    const part = packed.subarray(at, at + length);
    at += padded(length);
    return part;
  });
}

function padded(length: number): number {
  return Math.ceil(length / 8) * 8;
}
