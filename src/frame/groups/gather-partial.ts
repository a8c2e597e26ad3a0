import type { TaskContext } from "../../engine/engine.js";
import { gatherPieces } from "../shuffle/gather-pieces.js";
import type { Scattered } from "../shuffle/scatter.js";
import type { Partial } from "./partial.js";

/** A {@link Partial} in pieces by the hash of its keys: its groups, and then its different values. */
export type ScatteredPartial = readonly Scattered[];

/** One piece of each of these as one; if groups meet, they are there several times. */
export function gatherPartial(context: TaskContext, parts: readonly ScatteredPartial[], piece: number): Partial {
  const [groups, ...values] = parts[0].map((_, i) =>
    gatherPieces(
      context,
      parts.map((part) => part[i]),
      piece,
    ),
  );
  return { groups, values };
}
