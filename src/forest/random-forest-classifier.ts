/**
 * Random forests. The class users hold is here. `fit-forest.ts` grows a forest with tasks; `make-bins.ts` and
 * `bins.ts` turn values into codes; `grow.ts` with `kernel/` grows one tree on codes; `forest.ts` is what comes out,
 * and `vote.ts` predicts with it; the files named `ml-…` speak with the package ml-random-forest.
 */

import { OptionError } from "../errors.js";
import { DataFrame } from "../frame/data-frame.js";
import { memoryPlan } from "../frame/from-records.js";
import { alignSeries, type FrameInput, rowsPartition, type SeriesInput, toDataFrame } from "../frame/input.js";
import { type CallPlan, columnNames, selectColumns } from "../frame/plan.js";
import { Series } from "../frame/series.js";
import { accuracyOf } from "../metrics/agreement.js";
import { confusionOfSeries } from "../metrics/confusion-of-series.js";
import type { Label } from "../metrics/labels.js";
import { checkOptions, type OptionTable } from "../options.js";
import type { Partition } from "../partition/partition.js";
import { binPartition } from "./bins.js";
import { checkModel, type LoadedModel, refuse } from "./check-model.js";
import { missingFeature } from "./feature-column.js";
import { type Fit, fitForest } from "./fit-forest.js";
import { encodeForest, type Forest, fingerprintOf } from "./forest.js";
import { type RandomForestOptions, randomForestRules } from "./forest-options.js";
import { featureImportances } from "./importances.js";
import { classDtype } from "./labels.js";
import { fromMLRandomForest, type MLRandomForest, toMLRandomForest } from "./ml-random-forest.js";
import { readModelFile, writeModelFile } from "./model-file.js";
import type { OutOfBag } from "./out-of-bag.js";
import { plainModel, type SavedModel, savedModel } from "./saved-model.js";
import { leafCount, treeDepth } from "./tree.js";
import { predictClasses, predictProbabilities } from "./vote.js";

const OWNER = "RandomForestClassifier";

/** What is told about a tree. */
export interface TreeSummary {
  /** The edges on its longest way down. */
  readonly depth: number;
  readonly leaves: number;
}

/** What `fit` takes besides X and y. */
export interface FitOptions {
  /** A number of at least 0 for each row of X. */
  sampleWeight?: SeriesInput;
}

const fitRules: OptionTable<FitOptions> = {
  sampleWeight: {
    takes: "a Series or an array",
    test: (value) => typeof value === "object" && value !== null,
  },
};

/** Rows that are in memory: a danfo frame, objects, or arrays of numbers. */
export type RowsInput = Exclude<FrameInput, DataFrame>;

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
  private fitted: Fitted | undefined;

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
    checkOptions(OWNER, this.options, randomForestRules);
    checkOptions(`${OWNER}.fit`, options, fitRules);
    const known = this.options.warmStart ? this.fitted : undefined;
    if (known !== undefined && !this.asksForTrees(known.fit.forest.trees.length)) return this;
    const frame = toDataFrame(X);
    const target = await alignSeries(frame, y);
    const { sampleWeight } = options;
    if (sampleWeight !== undefined && this.options.splitter === "ml-random-forest") {
      throw new OptionError(
        `${OWNER}.fit: the splitter "ml-random-forest" knows no weights; leave out "sampleWeight".`,
        {
          option: "sampleWeight",
          value: sampleWeight,
        },
      );
    }
    const fit = await fitForest({
      owner: OWNER,
      X: frame,
      y: target,
      sampleWeight: sampleWeight && (await alignSeries(frame, sampleWeight, ["X", "sampleWeight"])),
      options: this.options,
      known: known?.fit,
    });
    this.fitted = new Fitted(fit, target.name);
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

  /** With warmStart: whether there are to be more trees than there are. */
  private asksForTrees(trees: number): boolean {
    const { nEstimators = 100 } = this.options;
    if (nEstimators > trees) return true;
    if (nEstimators < trees) {
      throw new OptionError(
        `${OWNER}: with warmStart, option "nEstimators" must be at least ${trees}, the number of trees there are, but it is ${nEstimators}.`,
        { option: "nEstimators", value: nEstimators },
      );
    }
    process.emitWarning(
      `${OWNER}: fit with warmStart grows no trees, as there are ${trees} already; ask for more with setParams({ nEstimators }).`,
      "WarmStartWarning",
    );
    return false;
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
    const { forest, bytes, fingerprint, target } = this.known("predict");
    if (X instanceof DataFrame) {
      return new Series({
        ...callOn(X, forest, "forest.predict", [bytes, fingerprint, target]),
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
    const { forest, bytes, fingerprint } = this.known("predictProba");
    if (X instanceof DataFrame) {
      return new DataFrame({
        ...callOn(X, forest, "forest.probabilities", [bytes, fingerprint]),
        schema: forest.classes.map((label) => ({ name: String(label), dtype: "float64" })),
      });
    }
    const rows = namedRows(X, forest);
    const votes = predictProbabilities(forest, binPartition(rows, forest.bins), rows.length);
    return rowsOf(votes, forest.classes.length);
  }

  /** The share of rows that are predicted right. A task a partition. */
  async score(X: FrameInput, y: SeriesInput): Promise<number> {
    const { forest } = this.known("score");
    const frame = X instanceof DataFrame ? X : frameOf(namedRows(X, forest));
    return accuracyOf(await confusionOfSeries(await alignSeries(frame, y), this.predict(frame)));
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

  /**
   * The share of rows that are predicted right by the trees that did not see them; rows that every tree saw do not
   * count. Needs the option `oobScore`.
   */
  get oobScore(): number {
    const { covered, right } = this.outOfBag("oobScore");
    return right / covered;
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

  get trees(): readonly TreeSummary[] {
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
    model.fitted = new Fitted({ forest, seed }, target);
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
    own.fitted = new Fitted({ forest, seed: 0 }, "prediction");
    return own;
  }

  private known(what: string): Fitted {
    if (this.fitted !== undefined) return this.fitted;
    throw new Error(`${OWNER}: ${what} needs a fitted model; call fit(X, y) first, and await it.`);
  }
}

/** What a model has learned, and what is worked out from it when it is first asked for. */
class Fitted {
  /** The forest as its tasks take it. */
  readonly bytes: Uint8Array;
  private knownFingerprint: string | undefined;
  private knownImportances: readonly number[] | undefined;
  private knownTrees: readonly TreeSummary[] | undefined;

  constructor(
    readonly fit: Fit,
    /** The name of y. */
    readonly target: string,
  ) {
    this.bytes = encodeForest(fit.forest);
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

  trees(): readonly TreeSummary[] {
    this.knownTrees ??= this.forest.trees.map((tree) => ({ depth: treeDepth(tree), leaves: leafCount(tree) }));
    return this.knownTrees;
  }
}

/** A plan that hands the model's columns of each partition to a task function; its schema is still to be said. */
function callOn(X: DataFrame, { bins }: Forest, task: string, args: readonly unknown[]): Omit<CallPlan, "schema"> {
  const names = bins.map((feature) => feature.name);
  const columns = columnNames(X.plan);
  const lacking = names.find((name) => !columns.includes(name));
  if (lacking !== undefined) throw missingFeature(lacking, columns);
  return { op: "call", input: selectColumns(X.plan, names, "predict"), task, args, npartitions: X.npartitions };
}

/** Rows in memory as a partition; the columns of arrays get the names of the model's features. */
function namedRows(X: RowsInput, { bins }: Forest): Partition {
  const rows = rowsPartition(X);
  if (!Array.isArray(X) || !Array.isArray(X[0])) return rows;
  if (rows.names.length !== bins.length) {
    throw new RangeError(
      `Cannot predict: the rows have ${rows.names.length} values each, but the model was fitted on ${bins.length} columns.`,
    );
  }
  return { ...rows, names: bins.map((feature) => feature.name) };
}

function parseModel(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw refuse("the text is no JSON");
  }
}

/** Numbers row after row, as an array for each row. */
function rowsOf(numbers: Float64Array, columns: number): number[][] {
  return Array.from({ length: numbers.length / columns }, (_, row) => [
    ...numbers.subarray(row * columns, (row + 1) * columns),
  ]);
}

function frameOf(rows: Partition): DataFrame {
  return new DataFrame(memoryPlan(rows, [rows.length]));
}
