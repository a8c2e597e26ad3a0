import { NodeKind, type TreeNodes } from "../tree.js";

/** Takes the nodes of one tree in preorder. */
export class NodeBuilder {
  /** Leaves so far. */
  protected leaves = 0;
  private nodes = 0;
  private words = 0;
  private readonly kind: Uint8Array;
  private readonly feature: Int32Array;
  private readonly split: Int32Array;
  private readonly right: Int32Array;
  private categories = new Int32Array(64);

  /** @param leaves - the most leaves that the tree can have. */
  constructor(leaves: number) {
    const nodes = 2 * leaves - 1;
    this.kind = new Uint8Array(nodes);
    this.feature = new Int32Array(nodes);
    this.split = new Int32Array(nodes);
    this.right = new Int32Array(nodes);
  }

  /** Adds a leaf. */
  addLeaf(): number {
    this.kind[this.nodes] = NodeKind.leaf;
    this.split[this.nodes] = this.leaves;
    this.leaves += 1;
    return this.nodes++;
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

  /** The nodes; the builder is used up. */
  protected buildNodes(): TreeNodes {
    const { nodes, words } = this;
    return {
      kind: this.kind.slice(0, nodes),
      feature: this.feature.slice(0, nodes),
      split: this.split.slice(0, nodes),
      right: this.right.slice(0, nodes),
      categories: this.categories.slice(0, words),
    };
  }
}
