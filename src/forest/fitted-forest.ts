import { newKey } from "../engine/run-tasks.js";
import { DecisionTree, type LeafWords } from "./decision-tree.js";
import type { Fit } from "./fit/prepare-fit.js";
import { type AnyForest, decodeForest, encodeForest, fingerprint } from "./forest.js";

/** What hangs on what the leaves of a kind of forest hold. */
export interface ForestKind<F extends AnyForest> {
  /** By feature: its share of the impurity that the splits took away. */
  importances(forest: F): Float64Array;
  /** What the leaves of one of its trees say. */
  words(forest: F, tree: number): LeafWords;
}

/** What a model has learned, and what is worked out from it when it is first asked for. */
export class FittedForest<F extends AnyForest, Out> {
  /** What tasks know the forest by. */
  readonly key = newKey("forest");
  private knownFit: Fit<F, Out>;
  private knownBytes: Uint8Array | undefined;
  private knownFingerprint: string | undefined;
  private knownImportances: readonly number[] | undefined;
  private knownTrees: readonly DecisionTree[] | undefined;

  constructor(
    fit: Fit<F, Out>,
    /** The name of y. */
    readonly target: string,
    private readonly kind: ForestKind<F>,
  ) {
    this.knownFit = fit;
  }

  /** Its trees are views of `bytes`, once there are such, so that they are in memory once. */
  get fit(): Fit<F, Out> {
    return this.knownFit;
  }

  /** The forest as its tasks take it. */
  get bytes(): Uint8Array {
    if (this.knownBytes === undefined) {
      this.knownBytes = encodeForest(this.fit.forest);
      this.knownFit = { ...this.fit, forest: decodeForest<F>(this.knownBytes) };
    }
    return this.knownBytes;
  }

  get forest(): F {
    return this.fit.forest;
  }

  get fingerprint(): string {
    this.knownFingerprint ??= fingerprint(this.forest);
    return this.knownFingerprint;
  }

  importances(): readonly number[] {
    this.knownImportances ??= [...this.kind.importances(this.forest)];
    return this.knownImportances;
  }

  trees(): readonly DecisionTree[] {
    const { forest, kind } = this;
    this.knownTrees ??= forest.trees.map((tree, t) => new DecisionTree(tree, forest.bins, kind.words(forest, t)));
    return this.knownTrees;
  }
}
