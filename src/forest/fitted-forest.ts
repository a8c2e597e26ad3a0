import { newKey } from "../engine/run-tasks.js";
import { DecisionTree } from "./decision-tree.js";
import type { Fit } from "./fit-forest.js";
import { decodeForest, encodeForest, type Forest, fingerprintOf } from "./forest.js";
import { featureImportances } from "./importances.js";

/** What a model has learned, and what is worked out from it when it is first asked for. */
export class FittedForest {
  /** Its trees are views of `bytes`, so that they are in memory once. */
  readonly fit: Fit;
  /** The forest as its tasks take it, and what they know it by. */
  readonly bytes: Uint8Array;
  readonly key = newKey("forest");
  private knownFingerprint: string | undefined;
  private knownImportances: readonly number[] | undefined;
  private knownTrees: readonly DecisionTree[] | undefined;

  constructor(
    fit: Fit,
    /** The name of y. */
    readonly target: string,
  ) {
    this.bytes = encodeForest(fit.forest);
    this.fit = { ...fit, forest: decodeForest(this.bytes) };
  }

  get forest(): Forest {
    return this.fit.forest;
  }

  get fingerprint(): string {
    this.knownFingerprint ??= fingerprintOf(this.bytes);
    return this.knownFingerprint;
  }

  importances(): readonly number[] {
    this.knownImportances ??= [...featureImportances(this.forest)];
    return this.knownImportances;
  }

  trees(): readonly DecisionTree[] {
    this.knownTrees ??= this.forest.trees.map((tree) => new DecisionTree(tree, this.forest));
    return this.knownTrees;
  }
}
