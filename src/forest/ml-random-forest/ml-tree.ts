/**
 * Trees as ml-random-forest writes them (version 2.1): nodes that send a row left if `x < splitValue`, a missing or
 * larger value right, and leaves that hold the classes' fractions or, in a forest of regression, a number. `ml-random-forest.ts` turns whole forests into that
 * package's and back; this file turns single trees.
 */
import type { NumericBins } from "../bins/bins.js";
import { nextDouble, previousDouble } from "../bins/next-double.js";
import type { NodeBuilder } from "../grow/node-builder.js";
import { TreeBuilder } from "../grow/tree-builder.js";
import { numericCode } from "../kernel/bin-numbers.js";
import { type RegressionTree, RegressionTreeBuilder } from "../regression/regression-forest.js";
import { NodeKind, type Tree, type TreeNodes } from "../tree.js";

/** A node of that package's JSON, as far as prediction needs it. */
export type MLNode =
  | { readonly distribution: readonly (readonly number[])[] | number }
  | {
      readonly splitColumn: number;
      readonly splitValue: number;
      readonly left: MLNode;
      readonly right: MLNode;
    };

/** A tree of that package: its root, and the feature behind each of its columns. */
export interface MLTree {
  readonly root: MLNode;
  readonly features: readonly number[];
}

/** How the trainer's numbers stand for a feature's codes: the number that stands for a missing value, or for each category. */
export interface Encoding {
  /** NaN where missing values are left as they are. */
  readonly missing: number;
  /** For text: how many categories there are; category c is the number c. */
  readonly categories?: number;
}

/** The thresholds t of each feature, as "x <= t", that trees split at; ascending, each once. */
export function thresholds(trees: readonly MLTree[], features: number): Float64Array[] {
  const found = Array.from({ length: features }, () => new Set<number>());
  for (const { root, features: of } of trees) {
    eachNode(root, (node) => {
      if ("splitValue" in node) found[of[node.splitColumn]].add(previousDouble(node.splitValue));
    });
  }
  return found.map((values) => Float64Array.from(values).sort());
}

/**
 * One of our trees of classes out of one of theirs. Exact: it sends every row the same way.
 *
 * @param edges - by feature, thresholds among which those of this tree are.
 * @param encodings - how the numbers it was grown on were made.
 * @param weights - what its distributions hold: counts of rows, or fractions.
 */
export function fromMLTree(
  tree: MLTree,
  edges: readonly Float64Array[],
  encodings: readonly Encoding[],
  weights: "counts" | "fractions",
): Tree {
  const sizes = { leaves: 0, classes: 0 };
  eachNode(tree.root, (node) => {
    if (!("distribution" in node)) return;
    sizes.leaves += 1;
    sizes.classes += positive(sharesOf(node));
  });
  const builder = new TreeBuilder(sizes.leaves, sizes.classes, weights === "counts" ? Uint32Array : Float64Array);
  addNodes(builder, tree, edges, encodings, (leaf) => {
    builder.addLeaf();
    sharesOf(leaf).forEach((weight, k) => {
      if (weight > 0) builder.addToLeaf(k, weight);
    });
  });
  return builder.build();
}

/** The same of a tree of regression, which does not tell how many rows its leaves had: they weigh nothing. */
export function fromMLRegressionTree(tree: MLTree, edges: readonly Float64Array[]): RegressionTree {
  let leaves = 0;
  eachNode(tree.root, (node) => {
    leaves += "distribution" in node ? 1 : 0;
  });
  const builder = new RegressionTreeBuilder(leaves);
  const encodings = edges.map(() => ({ missing: NaN }));
  addNodes(builder, tree, edges, encodings, ({ distribution }) => builder.addValue(distribution as number, 0));
  return builder.build();
}

type MLLeaf = Extract<MLNode, { distribution: unknown }>;

/** The shares of a leaf's classes. */
export function sharesOf({ distribution }: MLLeaf): readonly number[] {
  return (distribution as readonly (readonly number[])[])[0];
}

function addNodes(
  builder: NodeBuilder,
  { root, features }: MLTree,
  edges: readonly Float64Array[],
  encodings: readonly Encoding[],
  addLeaf: (leaf: MLLeaf) => void,
): void {
  const pending: { node: MLNode; parent: number }[] = [{ node: root, parent: -1 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node, parent } = next;
    if (parent >= 0) builder.startRight(parent);
    if ("distribution" in node) {
      addLeaf(node);
      continue;
    }
    const feature = features[node.splitColumn];
    const index = addSplit(builder, feature, node.splitValue, edges[feature], encodings[feature]);
    pending.push({ node: node.right, parent: index }, { node: node.left, parent: -1 });
  }
}

function addSplit(
  builder: NodeBuilder,
  feature: number,
  splitValue: number,
  edges: Float64Array,
  { missing, categories }: Encoding,
): number {
  if (categories === undefined) {
    return builder.addSplit(feature, numericCode(previousDouble(splitValue), edges), missing < splitValue);
  }
  const bits = new Int32Array((categories + 32) >> 5);
  for (let code = 0; code <= categories; code++) {
    if ((code === 0 ? missing : code - 1) < splitValue) bits[code >> 5] |= 1 << (code & 31);
  }
  return builder.addCategorySplit(feature, bits, bits.length);
}

/**
 * One of their trees out of one of ours, which has ordered splits only.
 *
 * @param leafOf - what a leaf says.
 */
export function toMLNode(
  tree: TreeNodes,
  bins: readonly NumericBins[],
  leafOf: (leaf: number) => MLLeaf["distribution"],
): MLNode {
  const made = new Array<MLNode>(tree.kind.length);
  for (let node = tree.kind.length - 1; node >= 0; node--) {
    if (tree.kind[node] === NodeKind.leaf) {
      made[node] = { distribution: leafOf(tree.split[node]) };
    } else {
      const threshold = bins[tree.feature[node]].edges[tree.split[node] - 1];
      made[node] = {
        splitColumn: tree.feature[node],
        splitValue: nextDouble(threshold),
        left: made[node + 1],
        right: made[tree.right[node]],
      };
    }
  }
  return made[0];
}

/** The fractions of a leaf's classes. */
export function distribution(tree: Tree, leaf: number, classes: number): number[] {
  const fractions = new Array<number>(classes).fill(0);
  let sum = 0;
  for (let i = tree.leafStart[leaf]; i < tree.leafStart[leaf + 1]; i++) sum += tree.leafWeight[i];
  for (let i = tree.leafStart[leaf]; i < tree.leafStart[leaf + 1]; i++) {
    fractions[tree.leafClass[i]] = tree.leafWeight[i] / sum;
  }
  return fractions;
}

function eachNode(root: MLNode, visit: (node: MLNode) => void): void {
  const pending = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    visit(node);
    if (!("distribution" in node)) pending.push(node.left, node.right);
  }
}

function positive(weights: readonly number[]): number {
  return weights.filter((weight) => weight > 0).length;
}
