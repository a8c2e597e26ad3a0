/**
 * Four bytes at a time, as 32-bit words with the first byte lowest. Bytes are taken wherever they are, so a `DataView`
 * reads them; arithmetic on all four at once saves most of the branches that a loop over bytes takes.
 */

/** A view for reading words out of the bytes by `getInt32(position, true)`. */
export function wordsOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** A word of one byte, four times. */
export function repeated(byte: number): number {
  return Math.imul(byte, 0x01010101);
}

/** Whether one of the word's bytes is that of which `pattern` is {@link repeated}. */
export function hasByte(word: number, pattern: number): boolean {
  const other = word ^ pattern;
  return ((other - 0x01010101) & ~other & 0x80808080) !== 0;
}
