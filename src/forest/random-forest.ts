import { DataFrame } from "../frame/data-frame.js";
import { alignSeries, type FrameInput, type SeriesInput, toDataFrame } from "../frame/input.js";
import type { Series } from "../frame/series.js";
import { binPartition } from "./bins/bins.js";
import type { DecisionTree } from "./decision-tree.js";
import { asksForTrees, checkFitOptions, type FitOptions } from "./fit/fit-options.js";
import type { Fit, FitRequest } from "./fit/prepare-fit.js";
import { FittedForest, type ForestKind } from "./fitted-forest.js";
import type { AnyForest } from "./forest.js";
import type { SharedForestOptions } from "./forest-options.js";
import { callOn, namedRows, type RowsInput, rowsOf } from "./predict/predict-input.js";
import { leafNodes } from "./predict/vote.js";
import { writeModelFile } from "./save/model-file.js";
import { plainModel, type SavedForest } from "./save/saved-model.js";

/**
 * What random forests share, whatever they predict: options, fitting, leaves, importances, and being saved. What is
 * particular to one kind is behind the protected members; its class adds how it predicts and how it is scored.
 */
export abstract class RandomForest<F extends AnyForest, O extends SharedForestOptions, Out, S extends SavedForest> {
  /** As they were given, to the constructor and to {@link setParams}. Checked by `fit`. */
  options: Readonly<O>;
  protected fitted: FittedForest<F, Out> | undefined;

  constructor(options: O = {} as O) {
    this.options = options;
  }

  /** The name of the class, for errors. */
  protected abstract get owner(): string;
  protected abstract get kind(): ForestKind<F>;
  protected abstract growOn(request: FitRequest<F>): Promise<Fit<F, Out>>;
  protected abstract savedForest(fitted: FittedForest<F, Out>): S;

  /** @internal Throws if an option is wrong, as {@link fit} does. */
  abstract checkOptions(): void;

  /**
   * Grows the trees, one task each, on the current client. Reads X and y twice, or three times if their rows are not
   * counted yet; then the rows are in memory as one byte a cell (two with `maxBins` above 256).
   *
   * @param y - what is to be predicted, a value for each row of X: of a classifier strings, booleans or whole numbers,
   * of a regressor numbers.
   * @param options - `sampleWeight`: how much each row counts, a number of at least 0; a classifier multiplies it by
   * `classWeight`.
   * @throws {OptionError} an option is unknown or has a wrong value.
   * @throws {RangeError} there are no rows or no columns, X and y differ in length, or a classifier's y holds one class
   * only.
   * @throws {TypeError} y has missing values, or values that cannot be predicted.
   */
  async fit(X: FrameInput, y: SeriesInput, options: FitOptions = {}): Promise<this> {
    this.checkOptions();
    checkFitOptions(this.owner, options, this.options);
    const known = this.options.warmStart ? this.fitted : undefined;
    if (known !== undefined && !asksForTrees(this.owner, this.options, known.forest.trees.length)) return this;
    const frame = toDataFrame(X);
    const target = await alignSeries(frame, y);
    const { sampleWeight } = options;
    const fit = await this.growOn({
      owner: this.owner,
      X: frame,
      y: target,
      sampleWeight: sampleWeight && (await alignSeries(frame, sampleWeight, ["X", "sampleWeight"])),
      known: known?.fit,
    });
    this.fitted = new FittedForest(fit, target.name, this.kind);
    return this;
  }

  /**
   * Changes options for the next `fit`, with `warmStart` that of more trees.
   *
   * @example
   * const model = await new RandomForestClassifier({ nEstimators: 50, warmStart: true }).fit(X, y);
   * await model.setParams({ nEstimators: 100 }).fit(X, y);
   */
  setParams(options: O): this {
    this.options = { ...this.options, ...options };
    return this;
  }

  /** What the model predicts; see its class. */
  abstract predict(X: DataFrame): Series;

  /**
   * For each row and tree, the node that the row ends in: its place in the tree, where a node comes before its left
   * subtree and that before its right one. A lazy frame with a column a tree for a collection, else at once.
   */
  apply(X: DataFrame): DataFrame;
  apply(X: RowsInput): number[][];
  apply(X: FrameInput): DataFrame | number[][];
  apply(X: FrameInput): DataFrame | number[][] {
    const known = this.known("apply");
    const { forest } = known;
    if (X instanceof DataFrame) {
      const { bytes, key } = known;
      return new DataFrame({
        ...callOn(X, forest, "forest.apply", [bytes, key]),
        schema: forest.trees.map((_, t) => ({ name: String(t), dtype: "int32" })),
      });
    }
    const rows = namedRows(X, forest);
    return rowsOf(leafNodes(forest, binPartition(rows, forest.bins), rows.length), forest.trees.length);
  }

  /**
   * How one tree comes to what it says of the first of these rows, in words, a line for each node on the way.
   *
   * @param tree - its place in `trees`.
   * @throws {RangeError} there are no rows, or there is no such tree.
   */
  decisionPath(X: RowsInput, tree = 0): string {
    const known = this.known("decisionPath");
    const { forest } = known;
    const chosen = known.trees()[tree];
    if (chosen === undefined) {
      throw new RangeError(`${this.owner}: there is no tree ${tree}; there are trees 0 to ${forest.trees.length - 1}.`);
    }
    return chosen.path(namedRows(X, forest)).join("\n");
  }

  /** What tasks that predict take. @internal */
  get learned(): Pick<FittedForest<F, Out>, "forest" | "bytes" | "key"> {
    return this.known("predict");
  }

  /** Whether `fit` has succeeded. */
  get isFitted(): boolean {
    return this.fitted !== undefined;
  }

  /** The columns of X, in the order of `fit`. */
  get featureNames(): readonly string[] {
    return this.known("featureNames").forest.bins.map((feature) => feature.name);
  }

  /**
   * By feature, its share of the impurity that the splits took away, as scikit-learn's `feature_importances_`. NaN for
   * a model of ml-random-forest, which does not tell how many rows its leaves had. Reads every tree, once.
   */
  get featureImportances(): readonly number[] {
    return this.known("featureImportances").importances();
  }

  /** Whether there are out-of-bag predictions: `fit` was asked for them. A model that was loaded has none. */
  get hasOobScore(): boolean {
    return this.fitted?.fit.outOfBag !== undefined;
  }

  /** Each with its depth and leaves, and to be read as text: `String(model.trees[0])`. */
  get trees(): readonly DecisionTree[] {
    return this.known("trees").trees();
  }

  /** A hash of the trees, their bins and what they predict: equal for equal forests. */
  get fingerprint(): string {
    return this.known("fingerprint").fingerprint;
  }

  /**
   * Writes the model to a file: its trees, bins and options, without out-of-bag predictions. A few bytes a node, in a
   * format of this library that the class's `load` reads.
   */
  async save(path: string): Promise<void> {
    await writeModelFile(path, this.savedForest(this.known("save")));
  }

  /** What {@link save} writes, as plain data; `JSON.stringify(model)` uses it. */
  toJSON(): S {
    return plainModel(this.savedForest(this.known("toJSON")));
  }

  protected outOfBag(what: string): Out {
    const { outOfBag } = this.known(what).fit;
    if (outOfBag !== undefined) return outOfBag;
    throw new Error(`${this.owner}: ${what} needs the option oobScore: true, given before fit.`);
  }

  protected known(what: string): FittedForest<F, Out> {
    if (this.fitted !== undefined) return this.fitted;
    throw new Error(`${this.owner}: ${what} needs a fitted model; call fit(X, y) first, and await it.`);
  }
}
