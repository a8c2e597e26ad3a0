import type { TaskContext } from "../../engine/engine.js";
import { gatherPieces } from "../shuffle/gather-pieces.js";
import { packBytes, unpackBytes } from "../shuffle/pack-bytes.js";
import type { Scattered } from "../shuffle/scatter.js";
import type { Partial } from "./partial.js";

/** A {@link Partial} in pieces by the hash of its keys, as bytes: its groups, and then its different values. */
export type ScatteredPartial = Uint8Array;

/** What a task makes of a partial aggregate. */
export function scatteredPartial(parts: readonly Scattered[]): ScatteredPartial {
  return packBytes(parts);
}

/** One piece of each of these as one; if groups meet, they are there several times. */
export function gatherPartial(context: TaskContext, parts: readonly ScatteredPartial[], piece: number): Partial {
  const unpacked = parts.map((part) => context.cached(part, "scattered", () => unpackBytes(part)));
  const [groups, ...values] = unpacked[0].map((_, i) =>
    gatherPieces(
      context,
      unpacked.map((part) => part[i]),
      piece,
    ),
  );
  return { groups, values };
}
