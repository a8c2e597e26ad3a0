const longRun = 64;

/**
 * Decodes small whole numbers that are run-length encoded or packed by bits (the format's "RLE/bit-packing hybrid").
 *
 * @param bytes - the encoded numbers, and maybe more behind them.
 * @param width - bits of each number, 0 to 32.
 * @param numbers - takes the numbers, in the place of what it held.
 * @throws {RangeError} the bytes end before so many numbers.
 */
export function decodeHybrid(
  bytes: Uint8Array,
  width: number,
  count: number,
  numbers: Int32Array = new Int32Array(count),
): Int32Array {
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
      const value = runValue(bytes, at, width);
      // Most runs are short, and a call costs more than these do.
      if (end - filled > longRun) numbers.fill(value, filled, end);
      else for (let i = filled; i < end; i++) numbers[i] = value;
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

/** Whether so many numbers of one bit are encoded as runs of 1 alone; false also where they are packed. */
export function isAllOnes(bytes: Uint8Array, count: number): boolean {
  let at = 0;
  for (let seen = 0; seen < count; at++) {
    let header = 0;
    for (let shift = 0; ; shift += 7) {
      if (at >= bytes.length || shift > 28) return false;
      header |= (bytes[at] & 0x7f) << shift;
      if (bytes[at++] < 0x80) break;
    }
    if ((header & 1) === 1 || bytes[at] !== 1) return false;
    seen += header >>> 1;
  }
  return true;
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
  if (width > 24) {
    unpackWide(bytes, start, width, numbers, from, to);
    return;
  }
  // Bits that have been read and not used: fewer than 24 and a byte, so that they fit into 32.
  let [rest, count, at] = [0, 0, start];
  const mask = (1 << width) - 1;
  for (let i = from; i < to; i++) {
    while (count < width) {
      rest |= bytes[at++] << count;
      count += 8;
    }
    numbers[i] = rest & mask;
    rest >>>= width;
    count -= width;
  }
}

function unpackWide(
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
