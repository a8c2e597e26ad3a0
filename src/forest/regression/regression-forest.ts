/**
 * Forests that predict numbers. Trees are grown on the same bins and codes as those of classes; here are their leaves,
 * and what grows and reads them. `../random-forest-regressor.ts` is the class users hold.
 */

import type { AnyForest } from "../forest.js";
import type { CodeMatrix, SharedParams } from "../grow/binned-matrix.js";
import { NodeBuilder } from "../grow/node-builder.js";
import type { TreeNodes } from "../tree.js";

/** What a split is to lower: the mean of squared errors, or of Poisson deviances. */
export type RegressionCriterion = "squaredError" | "poisson";

/** A tree that keeps of each leaf the mean of its rows, and how much they count. */
export interface RegressionTree extends TreeNodes {
  readonly leafValue: Float64Array;
  /** How often rows were drawn, or the sum of their weights where trees see all rows; 0 in trees of other libraries, which do not tell. */
  readonly leafWeight: Float64Array;
}

export interface RegressionForest extends AnyForest {
  readonly criterion: RegressionCriterion;
  readonly trees: readonly RegressionTree[];
}

/** Rows with their targets. */
export interface RegressionMatrix extends CodeMatrix {
  readonly targets: Float64Array;
}

/** How a tree of numbers is grown. */
export interface RegressionParams extends SharedParams {
  readonly criterion: RegressionCriterion;
}

/** Takes the nodes of one tree of numbers in preorder. */
export class RegressionTreeBuilder extends NodeBuilder {
  private readonly leafValue: Float64Array;
  private readonly leafWeight: Float64Array;

  /** @param leaves - the most leaves that the tree can have. */
  constructor(leaves: number) {
    super(leaves);
    this.leafValue = new Float64Array(leaves);
    this.leafWeight = new Float64Array(leaves);
  }

  /** Adds a leaf that says this. */
  addValue(value: number, weight: number): void {
    this.leafValue[this.leaves] = value;
    this.leafWeight[this.leaves] = weight;
    this.addLeaf();
  }

  /** The tree; the builder is used up. */
  build(): RegressionTree {
    const { leaves } = this;
    return {
      ...this.buildNodes(),
      leafValue: this.leafValue.slice(0, leaves),
      leafWeight: this.leafWeight.slice(0, leaves),
    };
  }
}
