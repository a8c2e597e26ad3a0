import { fromArrowBytes, toArrowBytes } from "../../partition/arrow.js";
import type { Partition } from "../../partition/partition.js";
import { pickRows } from "../column-work.js";
import { packBytes, unpackBytes } from "./pack-bytes.js";

/**
 * Rows in pieces, as bytes: what a task makes for those that take one piece each. Arrow bytes of the rows, and where the
 * pieces end, packed together.
 */
export type Scattered = Uint8Array;

/** What {@link Scattered} holds: piece `i` is the rows from `ends[i - 1]` up to `ends[i]`. */
export interface Pieces {
  readonly rows: Partition;
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
  return packed(count === 1 ? rows : pickRows(rows, order), ends);
}

/** The rows as one piece. */
export function onePiece(rows: Partition): Scattered {
  return packed(rows, Uint32Array.of(rows.length));
}

/** The rows, as views onto the bytes where Arrow's layout is ours, and where their pieces end. */
export function piecesOf(scattered: Scattered): Pieces {
  const [rows, ends] = unpackBytes(scattered);
  return { rows: fromArrowBytes(rows), ends: new Uint32Array(Uint8Array.from(ends).buffer) };
}

function packed(rows: Partition, ends: Uint32Array): Scattered {
  return packBytes([toArrowBytes(rows), new Uint8Array(ends.buffer)]);
}
