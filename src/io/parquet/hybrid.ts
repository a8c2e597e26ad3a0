/**
 * Decodes small whole numbers that are run-length encoded or packed by bits (the format's "RLE/bit-packing hybrid").
 *
 * @param bytes - the encoded numbers, and maybe more behind them.
 * @param width - bits of each number, 0 to 32.
 * @param numbers - takes the numbers, as many as there are to be.
 * @throws {RangeError} the bytes end before so many numbers.
 */
export function decodeHybrid<T extends Int32Array>(bytes: Uint8Array, width: number, numbers: T): T {
  const count = numbers.length;
  if (width === 0) return numbers.fill(0);
  if (width > 32) throw new RangeError(`numbers of ${width} bits are stored in it`);
  let at = 0;
  for (let filled = 0; filled < count; ) {
    let header = 0;
    for (let shift = 0; ; shift += 7) {
      if (at >= bytes.length || shift > 28) throw new RangeError("a page ends before its values");
      header |= (bytes[at] & 0x7f) << shift;
      if (bytes[at++] < 0x80) break;
    }
    const length = header >>> 1;
    if ((header & 1) === 0) {
      const end = Math.min(count, filled + length);
      numbers.fill(runValue(bytes, at, width), filled, end);
      at += (width + 7) >> 3;
      filled = end;
    } else {
      const end = Math.min(count, filled + length * 8);
      if (at + (((end - filled) * width + 7) >> 3) > bytes.length)
        throw new RangeError("a page ends before its values");
      unpackBits(bytes, at, width, numbers, filled, end);
      at += length * width;
      filled = end;
    }
  }
  return numbers;
}

function runValue(bytes: Uint8Array, at: number, width: number): number {
  let value = 0;
  for (let i = 0; i < (width + 7) >> 3; i++) value |= bytes[at + i] << (8 * i);
  return value;
}

function unpackBits(
  bytes: Uint8Array,
  start: number,
  width: number,
  numbers: Int32Array,
  from: number,
  to: number,
): void {
  const mask = width === 32 ? -1 : (1 << width) - 1;
  let bit = 0;
  for (let i = from; i < to; i++) {
    const at = start + (bit >>> 3);
    const shift = bit & 7;
    const low = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
    let value = low >>> shift;
    if (shift + width > 32) value |= bytes[at + 4] << (32 - shift);
    numbers[i] = value & mask;
    bit += width;
  }
}
