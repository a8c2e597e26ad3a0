import type { Tree } from "../tree.js";
import { NodeBuilder } from "./node-builder.js";

/** Takes the nodes of one tree of classes in preorder. */
export class TreeBuilder extends NodeBuilder {
  private pairs = 0;
  private readonly leafStart: Int32Array;
  private readonly leafClass: Uint16Array;
  private readonly leafWeight: Uint32Array | Float64Array;

  /**
   * @param leaves - the most leaves that the tree can have.
   * @param pairs - the most classes that all its leaves can have, added up.
   */
  constructor(leaves: number, pairs: number, weights: typeof Uint32Array | typeof Float64Array = Uint32Array) {
    super(leaves);
    this.leafStart = new Int32Array(leaves + 1);
    this.leafClass = new Uint16Array(pairs);
    this.leafWeight = new weights(pairs);
  }

  /** Adds a leaf; its classes follow with {@link addToLeaf}. */
  override addLeaf(): number {
    const node = super.addLeaf();
    this.leafStart[this.leaves] = this.pairs;
    return node;
  }

  /** Adds a class to the last leaf. */
  addToLeaf(label: number, weight: number): void {
    this.leafClass[this.pairs] = label;
    this.leafWeight[this.pairs] = weight;
    this.pairs += 1;
    this.leafStart[this.leaves] = this.pairs;
  }

  /** The tree; the builder is used up. */
  build(): Tree {
    const { leaves, pairs } = this;
    return {
      ...this.buildNodes(),
      leafStart: this.leafStart.slice(0, leaves + 1),
      leafClass: this.leafClass.slice(0, pairs),
      leafWeight: this.leafWeight.slice(0, pairs),
    };
  }
}
