import { toArrowBytes } from "../../partition/arrow.js";
import type { Partition } from "../../partition/partition.js";
import { pickRows } from "../column-work.js";

/** Rows in pieces: piece `i` is the rows from `ends[i - 1]` up to `ends[i]`. What a task makes for those that take one piece each. */
export interface Scattered {
  /** Arrow bytes. */
  readonly bytes: Uint8Array;
  readonly ends: Uint32Array;
}

/** Puts each row into the piece that `pieces` says; within one, rows stay in their order. A copy. */
export function scatter(rows: Partition, pieces: ArrayLike<number>, count: number): Scattered {
  const ends = new Uint32Array(count);
  for (let row = 0; row < rows.length; row++) ends[pieces[row]] += 1;
  const next = new Uint32Array(count);
  for (let piece = 1; piece < count; piece++) {
    next[piece] = ends[piece - 1];
    ends[piece] += ends[piece - 1];
  }
  const order = new Uint32Array(rows.length);
  for (let row = 0; row < rows.length; row++) order[next[pieces[row]]++] = row;
  return { bytes: toArrowBytes(count === 1 ? rows : pickRows(rows, order)), ends };
}

/** The rows as one piece. */
export function onePiece(rows: Partition): Scattered {
  return { bytes: toArrowBytes(rows), ends: Uint32Array.of(rows.length) };
}
