import { sharedBytes } from "../shared-bytes.js";

/** A bit for each row of a partition, eight rows a byte, the lowest bit first: which rows a filter keeps. */
export type RowMask = Uint8Array;

/** A mask of `length` rows with the bit of each row that `keep` says true to; `keep` is asked in row order. */
export function rowMask(length: number, keep: (row: number) => boolean): RowMask {
  const mask = sharedBytes((length + 7) >> 3);
  for (let row = 0; row < length; row++) if (keep(row)) mask[row >> 3] |= 1 << (row & 7);
  return mask;
}

/** The rows below `length` whose bit is `bit`, ascending. */
export function maskedRows(mask: RowMask, length: number, bit: 0 | 1): Uint32Array {
  const rows = new Uint32Array(length);
  let kept = 0;
  for (let row = 0; row < length; row++) {
    if (((mask[row >> 3] >> (row & 7)) & 1) === bit) rows[kept++] = row;
  }
  return rows.slice(0, kept);
}

/** How many rows below `length` have this bit. */
export function countMasked(mask: RowMask, length: number, bit: 0 | 1): number {
  let ones = 0;
  for (let row = 0; row < length; row++) ones += (mask[row >> 3] >> (row & 7)) & 1;
  return bit === 1 ? ones : length - ones;
}
