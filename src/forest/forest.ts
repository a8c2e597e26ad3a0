/**
 * A forest: its bins, its classes and its trees. It is one value, as bytes, that tasks predict with; everything a
 * fitted model tells is computed from it.
 */
import { createHash } from "node:crypto";
import type { Label } from "../metrics/labels.js";
import { sharedBytes } from "../shared-bytes.js";
import type { FeatureBins } from "./bins.js";
import { decodeBins, encodeBins } from "./encode-bins.js";
import { type Part, packed, unpack } from "./pack.js";
import { decodeTree, keepLayout, layoutOf, type Tree, treePart } from "./tree.js";
import { codeCountsOf, treeLayout } from "./tree-layout.js";

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

/** A forest as bytes, and after it what is made of its trees to predict with them: made now where it did not come with them. */
export function encodeForest(forest: Forest): Uint8Array {
  const { bins, classes, trees } = forest;
  const codeCounts = codeCountsOf(bins);
  const model = forestPart(forest);
  const layout = packed(
    null,
    byTree(trees, (tree) => layoutOf(tree)?.bytes ?? treeLayout(tree, codeCounts, classes.length)),
  );
  const bytes = sharedBytes(model.byteLength + layout.byteLength);
  model.writeTo(bytes.subarray(0, model.byteLength));
  layout.writeTo(bytes.subarray(model.byteLength));
  return bytes;
}

function forestPart({ bins, classes, criterion, voting, trees }: Forest): Part {
  const meta: Meta = { classes, criterion, voting };
  return packed(meta, { bins: encodeBins(bins), ...byTree(trees, treePart) });
}

function byTree<T>(trees: readonly Tree[], of: (tree: Tree) => T): Record<string, T> {
  return Object.fromEntries(trees.map((tree, t) => [`tree${t}`, of(tree)]));
}

/** The forest that {@link encodeForest} wrote. */
export function decodeForest(bytes: Uint8Array): Forest {
  const { meta, arrays, byteLength } = unpack(bytes);
  const layouts = [...unpack(bytes.subarray(byteLength)).arrays.values()] as Uint8Array[];
  const [bins, ...parts] = [...arrays.values()] as Uint8Array[];
  const trees = parts.map(decodeTree);
  trees.forEach((tree, t) => {
    keepLayout(tree, layouts[t]);
  });
  return { ...(meta as Meta), bins: decodeBins(bins), trees };
}

/** Sixteen hexadecimal digits that differ when anything in the forest differs. */
export function fingerprint(forest: Forest): string {
  const { byteLength, writeTo } = forestPart(forest);
  const bytes = new Uint8Array(byteLength);
  writeTo(bytes);
  return hashOf(bytes);
}

/** The fingerprint of the forest in these bytes. */
export function fingerprintOf(bytes: Uint8Array): string {
  return hashOf(bytes.subarray(0, unpack(bytes).byteLength));
}

function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 16);
}
