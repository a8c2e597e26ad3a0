import type { TaskContext } from "../../engine/engine.js";
import { concatPartitions } from "../../partition/concat-partitions.js";
import type { Partition } from "../../partition/partition.js";
import { sliceRows } from "../column-work.js";
import { type Pieces, piecesOf, type Scattered, scatter } from "./scatter.js";

/** One piece of each of these, one after the other. The bytes of each are decoded once a worker. */
export function gatherPieces(context: TaskContext, parts: readonly Scattered[], piece: number): Partition {
  return concatPartitions(parts.map((part) => someOf(decoded(context, part), piece, piece + 1)));
}

/** The pieces from one up to, not including, another of each of these, in one value: piece by piece, those of earlier parts first. */
export function regroupPieces(context: TaskContext, parts: readonly Scattered[], from: number, to: number): Scattered {
  const all = parts.map((part) => decoded(context, part));
  const rows = concatPartitions(all.map((part) => someOf(part, from, to)));
  const pieces = new Uint32Array(rows.length);
  let row = 0;
  for (const { ends } of all) {
    for (let piece = from; piece < to; piece++) {
      const end = row + ends[piece] - startOf(ends, piece);
      pieces.fill(piece - from, row, end);
      row = end;
    }
  }
  return scatter(rows, pieces, to - from);
}

function decoded(context: TaskContext, part: Scattered): Pieces {
  return context.cached(part, "pieces", () => piecesOf(part));
}

function someOf({ rows, ends }: Pieces, from: number, to: number): Partition {
  return sliceRows(rows, startOf(ends, from), ends[to - 1]);
}

function startOf(ends: Uint32Array, piece: number): number {
  return piece === 0 ? 0 : ends[piece - 1];
}
