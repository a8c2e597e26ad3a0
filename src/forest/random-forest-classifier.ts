/**
 * Random forests. The class users hold is here. `fit-forest.ts` grows a forest with tasks; `make-bins.ts` and
 * `bins.ts` turn values into codes; `grow.ts` with `kernel/` grows one tree on codes; `forest.ts` is what comes out,
 * and `vote.ts` predicts with it; the files named `ml-…` speak with the package ml-random-forest.
 */
import { DataFrame } from "../frame/data-frame.js";
import { alignSeries, type FrameInput, type SeriesInput, toDataFrame } from "../frame/input.js";
import type { Field } from "../frame/schema.js";
import { Series } from "../frame/series.js";
import { accuracyOf } from "../metrics/agreement.js";
import { confusionOfSeries } from "../metrics/confusion-of-series.js";
import type { Label } from "../metrics/labels.js";
import { checkOptions } from "../options.js";
import { binPartition } from "./bins.js";
import { checkModel, type LoadedModel, parseModel } from "./check-model.js";
import type { DecisionTree } from "./decision-tree.js";
import { fitForest } from "./fit-forest.js";
import { asksForTrees, checkFitOptions, type FitOptions } from "./fit-options.js";
import { FittedForest } from "./fitted-forest.js";
import { type RandomForestOptions, randomForestRules } from "./forest-options.js";
import { classDtype } from "./labels.js";
import { fromMLRandomForest, type MLRandomForest, toMLRandomForest } from "./ml-random-forest.js";
import { readModelFile, writeModelFile } from "./model-file.js";
import { type OutOfBag, outOfBagErrors } from "./out-of-bag.js";
import { callInPieces, callOn, namedFrame, namedRows, type RowsInput, rowsOf } from "./predict-input.js";
import { plainModel, type SavedModel, savedModel } from "./saved-model.js";
import { leafNodes, predictClasses, predictProbabilities } from "./vote.js";

const OWNER = "RandomForestClassifier";

/**
 * A random forest that predicts classes. Numbers, booleans, dates and text go in as they are, with missing values.
 * Options and results are scikit-learn's; the same data, options and `randomState` give the same forest on any number
 * of workers and with any block size.
 *
 * @example
 * const model = new RandomForestClassifier({ nEstimators: 100, randomState: 42 });
 * await model.fit(XTrain, yTrain);
 * const predicted = model.predict(XTest);
 */
export class RandomForestClassifier {
  /** As they were given, to the constructor and to {@link setParams}. Checked by `fit`. */
  options: Readonly<RandomForestOptions>;
  private fitted: FittedForest | undefined;

  constructor(options: RandomForestOptions = {}) {
    this.options = options;
  }

  /**
   * Grows the trees, one task each, on the current client. Reads X and y twice, or three times if their rows are not
   * counted yet; then the rows are in memory as one byte a cell (two with `maxBins` above 256).
   *
   * @param y - the classes: strings, booleans or whole numbers, one for each row of X.
   * @param options - `sampleWeight`: how much each row counts, a number of at least 0; see `classWeight`, by which it
   * is multiplied.
   * @throws {OptionError} an option is unknown or has a wrong value.
   * @throws {RangeError} there are no rows or no columns, X and y differ in length, or y holds one class only.
   * @throws {TypeError} y has missing values, or values that are no classes.
   */
  async fit(X: FrameInput, y: SeriesInput, options: FitOptions = {}): Promise<this> {
    this.checkOptions();
    checkFitOptions(OWNER, options, this.options);
    const known = this.options.warmStart ? this.fitted : undefined;
    if (known !== undefined && !asksForTrees(OWNER, this.options, known.forest.trees.length)) return this;
    const frame = toDataFrame(X);
    const target = await alignSeries(frame, y);
    const { sampleWeight } = options;
    const fit = await fitForest({
      owner: OWNER,
      X: frame,
      y: target,
      sampleWeight: sampleWeight && (await alignSeries(frame, sampleWeight, ["X", "sampleWeight"])),
      options: this.options,
      known: known?.fit,
    });
    this.fitted = new FittedForest(fit, target.name);
    return this;
  }

  /**
   * Changes options for the next `fit`, with `warmStart` that of more trees.
   *
   * @example
   * const model = await new RandomForestClassifier({ nEstimators: 50, warmStart: true }).fit(X, y);
   * await model.setParams({ nEstimators: 100 }).fit(X, y);
   */
  setParams(options: RandomForestOptions): this {
    this.options = { ...this.options, ...options };
    return this;
  }

  /**
   * The predicted classes: a lazy Series for a collection, or at once for rows that are in memory. Columns are found
   * by name, but for arrays, whose columns are those of `featureNames` in order.
   *
   * @throws {ColumnError} a column that the model was fitted on is not there, or holds text instead of numbers.
   */
  predict(X: DataFrame): Series;
  predict(X: RowsInput): Label[];
  predict(X: FrameInput): Series | Label[];
  predict(X: FrameInput): Series | Label[] {
    const { forest, bytes, key, target } = this.known("predict");
    if (X instanceof DataFrame) {
      return new Series({
        ...callInPieces(X, forest, "forest.predict", [bytes, key, target]),
        schema: [{ name: target, dtype: classDtype(forest.classes) }],
      });
    }
    const rows = namedRows(X, forest);
    return Array.from(predictClasses(forest, binPartition(rows, forest.bins), rows.length), (k) => forest.classes[k]);
  }

  /** The probability of each class, in the order of `classes`; otherwise as {@link predict}. */
  predictProba(X: DataFrame): DataFrame;
  predictProba(X: RowsInput): number[][];
  predictProba(X: FrameInput): DataFrame | number[][];
  predictProba(X: FrameInput): DataFrame | number[][] {
    const { forest, bytes, key } = this.known("predictProba");
    if (X instanceof DataFrame) {
      return new DataFrame({
        ...callInPieces(X, forest, "forest.probabilities", [bytes, key]),
        schema: forest.classes.map((label) => ({ name: String(label), dtype: "float64" })),
      });
    }
    const rows = namedRows(X, forest);
    const votes = predictProbabilities(forest, binPartition(rows, forest.bins), rows.length);
    return rowsOf(votes, forest.classes.length);
  }

  /** The predicted class and then the classes' probabilities, for what needs both; lazy. @internal */
  predictAll(X: DataFrame): DataFrame {
    const { forest, bytes, key } = this.known("predictAll");
    const predicted: Field = { name: "predicted", dtype: classDtype(forest.classes) };
    return new DataFrame({
      ...callInPieces(X, forest, "forest.predictAll", [bytes, key]),
      schema: [predicted, ...forest.classes.map((_, k): Field => ({ name: `probability ${k}`, dtype: "float64" }))],
    });
  }

  /**
   * For each row and tree, the node that the row ends in: its place in the tree, where a node comes before its left
   * subtree and that before its right one. A lazy frame with a column a tree for a collection, else at once.
   */
  apply(X: DataFrame): DataFrame;
  apply(X: RowsInput): number[][];
  apply(X: FrameInput): DataFrame | number[][];
  apply(X: FrameInput): DataFrame | number[][] {
    const { forest, bytes, key } = this.known("apply");
    if (X instanceof DataFrame) {
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
      throw new RangeError(`${OWNER}: there is no tree ${tree}; there are trees 0 to ${forest.trees.length - 1}.`);
    }
    return chosen.path(namedRows(X, forest)).join("\n");
  }

  /** The share of rows that are predicted right. A task a partition. */
  async score(X: FrameInput, y: SeriesInput): Promise<number> {
    const frame = namedFrame(X, this.known("score").forest);
    return accuracyOf(await confusionOfSeries(await alignSeries(frame, y), this.predict(frame)));
  }

  /** @internal Throws if an option is wrong, as {@link fit} does. */
  checkOptions(): void {
    checkOptions(OWNER, this.options, randomForestRules);
  }

  /** Whether `fit` has succeeded. */
  get isFitted(): boolean {
    return this.fitted !== undefined;
  }

  /** Sorted: numbers by size, strings by code point. */
  get classes(): readonly Label[] {
    return this.known("classes").forest.classes;
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

  /**
   * The share of rows that are predicted right by the trees that did not see them; rows that every tree saw do not
   * count. Needs the option `oobScore`.
   */
  get oobScore(): number {
    const [covered, wrong] = [this.outOfBag("oobScore").covered, this.outOfBag("oobScore").wrong].map(
      (counts) => counts.at(-1) as number,
    );
    return (covered - wrong) / covered;
  }

  /**
   * The share of rows that are predicted wrong out of the bag by the first tree, the first two, and so on: how the
   * error falls as the forest grows. The last one is 1 - {@link oobScore}. Needs the option `oobScore`.
   */
  get oobErrors(): readonly number[] {
    return outOfBagErrors(this.outOfBag("oobErrors"));
  }

  /**
   * By row of the training data, the probability of each class according to the trees that did not see the row; NaN
   * where every tree did. Needs the option `oobScore`. Makes an array of arrays each time.
   */
  get oobDecisionFunction(): number[][] {
    return rowsOf(this.outOfBag("oobDecisionFunction").decisions, this.classes.length);
  }

  private outOfBag(what: string): OutOfBag {
    const { outOfBag } = this.known(what).fit;
    if (outOfBag !== undefined) return outOfBag;
    throw new Error(`${OWNER}: ${what} needs the option oobScore: true, given before fit.`);
  }

  /** Each with its depth and leaves, and to be read as text: `String(model.trees[0])`. */
  get trees(): readonly DecisionTree[] {
    return this.known("trees").trees();
  }

  /** A hash of the trees, their bins and classes: equal for equal forests. */
  get fingerprint(): string {
    return this.known("fingerprint").fingerprint;
  }

  /**
   * Writes the model to a file: its trees, bins, classes and options, without out-of-bag predictions. A few bytes a
   * node, in a format of this library that {@link load} reads.
   */
  async save(path: string): Promise<void> {
    await writeModelFile(path, this.saved("save"));
  }

  /**
   * The model in a file that {@link save} wrote; it has the same fingerprint and predicts the same. A file may come
   * from anywhere: nothing in it is run, everything is checked.
   *
   * @throws {TypeError} the file is not such a model, or is damaged.
   */
  static async load(path: string): Promise<RandomForestClassifier> {
    return RandomForestClassifier.of(checkModel(await readModelFile(path)));
  }

  /** What {@link save} writes, as plain data; `JSON.stringify(model)` uses it. */
  toJSON(): SavedModel {
    return plainModel(this.saved("toJSON"));
  }

  /**
   * The model in what {@link toJSON} gave, or in its text. Checked as {@link load} checks.
   *
   * @throws {TypeError} it is not such a model.
   */
  static fromJSON(json: unknown): RandomForestClassifier {
    return RandomForestClassifier.of(checkModel(typeof json === "string" ? parseModel(json) : json));
  }

  private saved(what: string): SavedModel {
    const { fit, target } = this.known(what);
    return savedModel(fit.forest, this.options, fit.seed, target);
  }

  private static of({ forest, options, seed, target }: LoadedModel): RandomForestClassifier {
    const model = new RandomForestClassifier(options);
    model.fitted = new FittedForest({ forest, seed }, target);
    return model;
  }

  /**
   * The model as an object of the package ml-random-forest. For rows without missing values that predicts the place in
   * `classes` of the class that most trees vote for; of equal ones, that which had so many votes first.
   *
   * @throws {Error} that package's format cannot say it: splits by category, or missing values that go left.
   */
  toMLRandomForest(): MLRandomForest {
    return toMLRandomForest(this.known("toMLRandomForest").forest);
  }

  /**
   * A model that predicts what a model of ml-random-forest predicts: its object, or its JSON.
   *
   * @throws {TypeError} it is neither, or not fitted.
   */
  static fromMLRandomForest(model: unknown): RandomForestClassifier {
    const forest = fromMLRandomForest(model);
    const own = new RandomForestClassifier({ splitter: "ml-random-forest", nEstimators: forest.trees.length });
    own.fitted = new FittedForest({ forest, seed: 0 }, "prediction");
    return own;
  }

  private known(what: string): FittedForest {
    if (this.fitted !== undefined) return this.fitted;
    throw new Error(`${OWNER}: ${what} needs a fitted model; call fit(X, y) first, and await it.`);
  }
}
