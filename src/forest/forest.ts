/**
 * A forest: its bins, its classes and its trees. It is one value, as bytes, that tasks predict with; everything a
 * fitted model tells is computed from it.
 */
import { createHash } from "node:crypto";
import type { CategoryBins, FeatureBins, NumericBins } from "./bins.js";
import type { Label } from "./labels.js";
import { type PackedArray, pack, unpack } from "./pack.js";
import { decodeTree, encodeTree, type Tree } from "./tree.js";

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

/** A forest without its arrays, as it stands in the bytes: edges and trees are packed beside it. */
interface Meta extends Pick<Forest, "classes" | "criterion" | "voting"> {
  readonly bins: readonly (CategoryBins | Omit<NumericBins, "edges">)[];
  readonly trees: number;
}

/** A forest as bytes. */
export function encodeForest(forest: Forest): Uint8Array {
  const arrays: Record<string, PackedArray> = {};
  const bins = forest.bins.map((feature, f) => {
    if (feature.kind === "category") return feature;
    arrays[`edges${f}`] = feature.edges;
    const { name, kind, sawMissing } = feature;
    return { name, kind, sawMissing };
  });
  forest.trees.forEach((tree, t) => {
    arrays[`tree${t}`] = encodeTree(tree);
  });
  const { classes, criterion, voting, trees } = forest;
  const meta: Meta = { bins, classes, criterion, voting, trees: trees.length };
  return pack(meta, arrays);
}

/** The forest that {@link encodeForest} wrote. */
export function decodeForest(bytes: Uint8Array): Forest {
  const { meta, arrays } = unpack(bytes);
  const { bins, classes, criterion, voting, trees } = meta as Meta;
  return {
    bins: bins.map((feature, f) =>
      feature.kind === "category" ? feature : ({ ...feature, edges: arrays.get(`edges${f}`) } as FeatureBins),
    ),
    classes,
    criterion,
    voting,
    trees: Array.from({ length: trees }, (_, t) => decodeTree(arrays.get(`tree${t}`) as Uint8Array)),
  };
}

/** Sixteen hexadecimal digits that differ when anything in the forest differs. */
export function fingerprint(forest: Forest): string {
  return createHash("sha256").update(encodeForest(forest)).digest("hex").slice(0, 16);
}
