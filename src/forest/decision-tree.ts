import type { Column, Partition } from "../partition/partition.js";
import { binPartition, type FeatureBins } from "./bins/bins.js";
import { cellText, condition, type Majority } from "./conditions.js";
import type { LeafMean } from "./regression/value-words.js";
import { leafCount, NodeKind, type TreeNodes, treeDepth } from "./tree.js";

/** Levels of a tree that are written out unless more are asked for, as scikit-learn's `export_text` has it. */
const LEVELS = 10;

/** What the leaves of a tree say. */
export interface LeafWords {
  /** Of one leaf, in words: `"class: Adelie (12 of 12)"`. */
  text(leaf: number): string;
  /** Of some leaves together. */
  summary(leaves: readonly number[]): Majority | LeafMean;
}

/** A node of a tree, as a picture shows it. */
export interface OutlineNode {
  readonly says: Majority | LeafMean;
  /** What holds of the rows that its parent sends here, in words; undefined of the root. */
  readonly test: string | undefined;
  /** The nodes below it, left and right; none if it is a leaf, or as deep as was asked for. */
  readonly children: readonly OutlineNode[];
  /** 1 of a leaf itself. */
  readonly leaves: number;
}

/** One tree of a forest, to be read. */
export class DecisionTree {
  /** The edges on its longest way down. */
  readonly depth: number;
  readonly leaves: number;

  // Private to the engine too, so that a cell that ends with a tree does not list its arrays.
  readonly #tree: TreeNodes;
  readonly #bins: readonly FeatureBins[];
  readonly #words: LeafWords;

  /** @internal Made by the model. */
  constructor(tree: TreeNodes, bins: readonly FeatureBins[], words: LeafWords) {
    this.#tree = tree;
    this.#bins = bins;
    this.#words = words;
    this.depth = treeDepth(tree);
    this.leaves = leafCount(tree);
  }

  /** The tree as text, a line a node; from so many levels on, a line tells what is left out. */
  toText(maxDepth = LEVELS): string {
    const [tree, bins] = [this.#tree, this.#bins];
    const lines: string[] = [];
    const pending = [{ node: 0, depth: 0, said: "" }];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const { node, depth, said } = next;
      const indent = "|   ".repeat(Math.max(0, depth - 1));
      if (said !== "") lines.push(`${indent}|--- ${said}`);
      const inner = depth === 0 ? "" : `${indent}|   `;
      if (tree.kind[node] === NodeKind.leaf) {
        lines.push(`${inner}|--- ${this.#words.text(tree.split[node])}`);
      } else if (depth >= maxDepth) {
        lines.push(`${inner}|--- … (${this.leavesBelow(node).length} leaves)`);
      } else {
        const at = (left: boolean): string => condition(tree, node, bins, left);
        pending.push({ node: tree.right[node], depth: depth + 1, said: at(false) });
        pending.push({ node: node + 1, depth: depth + 1, said: at(true) });
      }
    }
    return lines.join("\n");
  }

  toString(): string {
    return this.toText();
  }

  /**
   * @internal The way of the first of these rows, a line a node.
   *
   * @throws {RangeError} there are no rows.
   */
  path(rows: Partition): string[] {
    if (rows.length === 0) throw new RangeError("Cannot tell a decision path: there is no row.");
    const [tree, bins] = [this.#tree, this.#bins];
    const byName = new Map(rows.names.map((name, place) => [name, rows.columns[place]]));
    const codes = binPartition(rows, bins);
    const lines: string[] = [];
    let node = 0;
    while (tree.kind[node] !== NodeKind.leaf) {
      const feature = tree.feature[node];
      const left = goesLeft(tree, node, codes[feature * rows.length]);
      const value = cellText(byName.get(bins[feature].name) as Column);
      lines.push(`${condition(tree, node, bins, left)}: it is ${value}`);
      node = left ? node + 1 : tree.right[node];
    }
    lines.push(this.#words.text(tree.split[node]));
    return lines;
  }

  /** @internal The root and the nodes below it, down to so many levels, for views. */
  outline(levels: number): OutlineNode {
    const [tree, bins] = [this.#tree, this.#bins];
    const from = (node: number, depth: number, test: string | undefined): OutlineNode => {
      const leaves = this.leavesBelow(node);
      const isOpen = tree.kind[node] !== NodeKind.leaf && depth < levels;
      const child = (left: boolean): OutlineNode =>
        from(left ? node + 1 : tree.right[node], depth + 1, condition(tree, node, bins, left));
      return {
        says: this.#words.summary(leaves),
        test,
        children: isOpen ? [child(true), child(false)] : [],
        leaves: leaves.length,
      };
    };
    return from(0, 0, undefined);
  }

  /** The numbers of the leaves below a node, or of the node itself. */
  private leavesBelow(node: number): number[] {
    const leaves: number[] = [];
    for (const pending = [node]; pending.length > 0; ) {
      const next = pending.pop() as number;
      if (this.#tree.kind[next] === NodeKind.leaf) leaves.push(this.#tree.split[next]);
      else pending.push(next + 1, this.#tree.right[next]);
    }
    return leaves;
  }
}

/** Whether a node sends a code left. */
function goesLeft(tree: TreeNodes, node: number, code: number): boolean {
  const split = tree.split[node];
  if (tree.kind[node] === NodeKind.categories) {
    return ((tree.categories[split + (code >> 5)] >>> (code & 31)) & 1) === 1;
  }
  return code <= split && (code !== 0 || tree.kind[node] === NodeKind.missingLeft);
}
