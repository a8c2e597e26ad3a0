/**
 * A forest: its bins, its classes and its trees. It is one value, as bytes, that tasks predict with; everything a
 * fitted model tells is computed from it.
 */
import { createHash } from "node:crypto";
import type { Label } from "../metrics/labels.js";
import type { FeatureBins } from "./bins.js";
import { decodeBins, encodeBins } from "./encode-bins.js";
import { type PackedArray, type Part, pack, unpack } from "./pack.js";
import { decodeTree, type Tree, treePart } from "./tree.js";

export interface Forest {
  readonly bins: readonly FeatureBins[];
  readonly classes: readonly Label[];
  readonly criterion: "gini" | "entropy";
  /**
   * "soft": the class with the greatest mean of the leaves' fractions; of equal ones the first. "hard": the class
   * that most trees vote for, as ml-random-forest counts; of equal ones the one that reached that count first.
   */
  readonly voting: "soft" | "hard";
  readonly trees: readonly Tree[];
}

type Meta = Pick<Forest, "classes" | "criterion" | "voting">;

/** A forest as bytes. */
export function encodeForest({ bins, classes, criterion, voting, trees }: Forest): Uint8Array {
  const meta: Meta = { classes, criterion, voting };
  const arrays: Record<string, PackedArray | Part> = { bins: encodeBins(bins) };
  trees.forEach((tree, t) => {
    arrays[`tree${t}`] = treePart(tree);
  });
  return pack(meta, arrays);
}

/** The forest that {@link encodeForest} wrote. */
export function decodeForest(bytes: Uint8Array): Forest {
  const { meta, arrays } = unpack(bytes);
  const [bins, ...trees] = [...arrays.values()] as Uint8Array[];
  return { ...(meta as Meta), bins: decodeBins(bins), trees: trees.map(decodeTree) };
}

/** Sixteen hexadecimal digits that differ when anything in the forest differs. */
export function fingerprint(forest: Forest): string {
  return fingerprintOf(encodeForest(forest));
}

/** The fingerprint of the forest in these bytes. */
export function fingerprintOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 16);
}
