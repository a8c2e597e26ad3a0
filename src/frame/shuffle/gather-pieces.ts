import type { TaskContext } from "../../engine/engine.js";
import { fromArrowBytes } from "../../partition/arrow.js";
import { concatPartitions } from "../../partition/concat-partitions.js";
import type { Partition } from "../../partition/partition.js";
import { sliceRows } from "../column-work.js";
import type { Scattered } from "./scatter.js";

/** One piece of each of these, one after the other. The bytes of each are decoded once a worker. */
export function gatherPieces(context: TaskContext, parts: readonly Scattered[], piece: number): Partition {
  return concatPartitions(parts.map((part) => pieceOf(context, part, piece)));
}

/** One piece. */
export function pieceOf(context: TaskContext, { bytes, ends }: Scattered, piece: number): Partition {
  const rows = context.cached(bytes, "partition", () => fromArrowBytes(bytes));
  return sliceRows(rows, piece === 0 ? 0 : ends[piece - 1], ends[piece]);
}
