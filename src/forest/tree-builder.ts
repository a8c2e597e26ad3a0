import { NodeKind, type Tree } from "./tree.js";

/** Takes the nodes of one tree in preorder. */
export class TreeBuilder {
  private nodes = 0;
  private leaves = 0;
  private pairs = 0;
  private words = 0;
  private readonly kind: Uint8Array;
  private readonly feature: Int32Array;
  private readonly split: Int32Array;
  private readonly right: Int32Array;
  private readonly leafStart: Int32Array;
  private readonly leafClass: Uint16Array;
  private readonly leafWeight: Uint32Array | Float64Array;
  private categories = new Int32Array(64);

  /**
   * @param leaves - the most leaves that the tree can have.
   * @param pairs - the most classes that all its leaves can have, added up.
   */
  constructor(leaves: number, pairs: number, weights: typeof Uint32Array | typeof Float64Array = Uint32Array) {
    const nodes = 2 * leaves - 1;
    this.kind = new Uint8Array(nodes);
    this.feature = new Int32Array(nodes);
    this.split = new Int32Array(nodes);
    this.right = new Int32Array(nodes);
    this.leafStart = new Int32Array(leaves + 1);
    this.leafClass = new Uint16Array(pairs);
    this.leafWeight = new weights(pairs);
  }

  /** Adds a leaf; its classes follow with {@link addToLeaf}. */
  addLeaf(): number {
    this.kind[this.nodes] = NodeKind.leaf;
    this.split[this.nodes] = this.leaves;
    this.leaves += 1;
    this.leafStart[this.leaves] = this.pairs;
    return this.nodes++;
  }

  /** Adds a class to the last leaf. */
  addToLeaf(label: number, weight: number): void {
    this.leafClass[this.pairs] = label;
    this.leafWeight[this.pairs] = weight;
    this.pairs += 1;
    this.leafStart[this.leaves] = this.pairs;
  }

  /** Adds a node that splits by order; its left child comes next. */
  addSplit(feature: number, split: number, missingLeft: boolean): number {
    this.kind[this.nodes] = missingLeft ? NodeKind.missingLeft : NodeKind.missingRight;
    this.feature[this.nodes] = feature;
    this.split[this.nodes] = split;
    return this.nodes++;
  }

  /** Adds a node that splits by category: left are those whose bit is set. */
  addCategorySplit(feature: number, leftBits: Int32Array, words: number): number {
    if (this.words + words > this.categories.length) {
      const more = new Int32Array(2 * (this.words + words));
      more.set(this.categories);
      this.categories = more;
    }
    for (let word = 0; word < words; word++) this.categories[this.words + word] = leftBits[word];
    this.kind[this.nodes] = NodeKind.categories;
    this.feature[this.nodes] = feature;
    this.split[this.nodes] = this.words;
    this.words += words;
    return this.nodes++;
  }

  /** Says which node, the next one to be added, is the right child of `parent`. */
  startRight(parent: number): void {
    this.right[parent] = this.nodes;
  }

  /** The tree; the builder is used up. */
  build(): Tree {
    const { nodes, leaves, pairs, words } = this;
    return {
      kind: this.kind.slice(0, nodes),
      feature: this.feature.slice(0, nodes),
      split: this.split.slice(0, nodes),
      right: this.right.slice(0, nodes),
      categories: this.categories.slice(0, words),
      leafStart: this.leafStart.slice(0, leaves + 1),
      leafClass: this.leafClass.slice(0, pairs),
      leafWeight: this.leafWeight.slice(0, pairs),
    };
  }
}
