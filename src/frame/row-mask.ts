import { sharedBytes } from "../shared-bytes.js";

/** A bit for each row of a partition, eight rows a byte, the lowest bit first: which rows a filter keeps. */
export type RowMask = Uint8Array;

/** The mask that keeps these rows of a partition of `length` rows. */
export function rowMask(length: number, rows: Iterable<number>): RowMask {
  const mask = sharedBytes((length + 7) >> 3);
  for (const row of rows) mask[row >> 3] |= 1 << (row & 7);
  return mask;
}

/** The mask that keeps the rows of a partition of `length` rows which another one does not. */
export function otherRows(mask: RowMask, length: number): RowMask {
  const others = sharedBytes(mask.length);
  for (let i = 0; i < mask.length; i++)
    others[i] = ~mask[i] & (length - 8 * i >= 8 ? 255 : (1 << (length - 8 * i)) - 1);
  return others;
}

/** The rows below `length` that a mask keeps, ascending. */
export function maskedRows(mask: RowMask, length: number): Uint32Array {
  const rows = new Uint32Array(length);
  let kept = 0;
  for (let row = 0; row < length; row++) if ((mask[row >> 3] >> (row & 7)) & 1) rows[kept++] = row;
  return rows.slice(0, kept);
}

/** How many rows a mask keeps. */
export function countMasked(mask: RowMask): number {
  let kept = 0;
  for (let byte of mask) for (; byte !== 0; byte &= byte - 1) kept += 1;
  return kept;
}
