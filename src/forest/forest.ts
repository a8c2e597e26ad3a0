/**
 * A forest: its bins, its classes and its trees. It is one value, as bytes, that tasks predict with; everything a
 * fitted model tells is computed from it.
 */
import { createHash } from "node:crypto";
import type { Label } from "../metrics/labels.js";
import type { FeatureBins } from "./bins/bins.js";
import { decodeBins, encodeBins } from "./bins/encode-bins.js";
import { decodeNarrow, narrowBytes } from "./narrow-tree.js";
import { pack, unpack } from "./pack.js";
import { type Tree, type TreeNodes, treePart } from "./tree.js";

/** What forests of every kind are, whatever their leaves hold. */
export interface AnyForest {
  readonly bins: readonly FeatureBins[];
  readonly trees: readonly TreeNodes[];
}

/** A forest that predicts classes. */
export interface Forest extends AnyForest {
  readonly classes: readonly Label[];
  readonly criterion: "gini" | "entropy";
  /**
   * "soft": the class with the greatest mean of the leaves' fractions; of equal ones the first. "hard": the class
   * that most trees vote for, as ml-random-forest counts; of equal ones the one that reached that count first.
   */
  readonly voting: "soft" | "hard";
  readonly trees: readonly Tree[];
}

/** A forest as bytes, its trees as they are handed on. What it has besides bins and trees is written as JSON. */
export function encodeForest({ bins, trees, ...rest }: AnyForest): Uint8Array {
  return pack(rest, { bins: encodeBins(bins), ...byTree(trees, narrowBytes) });
}

/** The forest that {@link encodeForest} wrote. */
export function decodeForest<F extends AnyForest>(bytes: Uint8Array): F {
  const { meta, arrays } = unpack(bytes);
  const [bins, ...trees] = [...arrays.values()] as Uint8Array[];
  return {
    ...(meta as object),
    bins: decodeBins(bins),
    trees: decodeNarrow(trees),
  } as unknown as F;
}

/** Sixteen hexadecimal digits that differ when anything in the forest differs: a hash of it all, in the order of names. */
export function fingerprint(forest: AnyForest): string {
  // Of a copy, since trees stay wide once they have been made so.
  const { bins, trees, ...rest } = decodeForest(encodeForest(forest));
  const meta = Object.fromEntries(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)));
  const bytes = pack(meta, { bins: encodeBins(bins), ...byTree(trees, treePart) });
  return createHash("sha256").update(bytes).digest("hex").slice(0, 16);
}

function byTree<T>(trees: readonly TreeNodes[], of: (tree: TreeNodes) => T): Record<string, T> {
  return Object.fromEntries(trees.map((tree, t) => [`tree${t}`, of(tree)]));
}
