/**
 * Random forests. The class users hold is here. `fit-forest.ts` grows a forest with tasks; `make-bins.ts` and
 * `bins.ts` turn values into codes; `grow.ts` with `kernel/` grows one tree on codes; `forest.ts` is what comes out,
 * and `vote.ts` predicts with it; the files named `ml-…` speak with the package ml-random-forest.
 */
import { DataFrame } from "../frame/data-frame.js";
import { memoryPlan } from "../frame/from-records.js";
import { alignSeries, type FrameInput, rowsPartition, type SeriesInput, toDataFrame } from "../frame/input.js";
import { type CallPlan, columnNames, selectColumns } from "../frame/plan.js";
import { Series } from "../frame/series.js";
import { accuracyOf } from "../metrics/agreement.js";
import { confusionOfSeries } from "../metrics/confusion-of-series.js";
import type { Label } from "../metrics/labels.js";
import { checkOptions } from "../options.js";
import type { Partition } from "../partition/partition.js";
import { binPartition } from "./bins.js";
import { missingFeature } from "./feature-column.js";
import { fitForest } from "./fit-forest.js";
import { encodeForest, type Forest, fingerprintOf } from "./forest.js";
import { type RandomForestOptions, randomForestRules } from "./forest-options.js";
import { featureImportances } from "./importances.js";
import { classDtype } from "./labels.js";
import { fromMLRandomForest, type MLRandomForest, toMLRandomForest } from "./ml-random-forest.js";
import { leafCount, treeDepth } from "./tree.js";
import { predictClasses, predictProbabilities } from "./vote.js";

const OWNER = "RandomForestClassifier";

/** What is told about a tree. */
export interface TreeSummary {
  /** The edges on its longest way down. */
  readonly depth: number;
  readonly leaves: number;
}

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
  /** As they were given. Checked by `fit`. */
  readonly options: Readonly<RandomForestOptions>;
  private fitted: Fitted | undefined;

  constructor(options: RandomForestOptions = {}) {
    this.options = options;
  }

  /**
   * Grows the trees, one task each, on the current client. Reads X and y twice, or three times if their rows are not
   * counted yet; then the rows are in memory as one byte a cell (two with `maxBins` above 256).
   *
   * @param y - the classes: strings, booleans or whole numbers, one for each row of X.
   * @throws {OptionError} an option is unknown or has a wrong value.
   * @throws {RangeError} there are no rows or no columns, X and y differ in length, or y holds one class only.
   * @throws {TypeError} y has missing values, or values that are no classes.
   */
  async fit(X: FrameInput, y: SeriesInput): Promise<this> {
    checkOptions(OWNER, this.options, randomForestRules);
    const frame = toDataFrame(X);
    const target = await alignSeries(frame, y);
    const forest = await fitForest(OWNER, frame, target, this.options);
    this.fitted = new Fitted(forest, target.name);
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
    const count = forest.classes.length;
    return Array.from({ length: rows.length }, (_, row) => [...votes.subarray(row * count, (row + 1) * count)]);
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

  get trees(): readonly TreeSummary[] {
    return this.known("trees").trees();
  }

  /** A hash of the trees, their bins and classes: equal for equal forests. */
  get fingerprint(): string {
    return this.known("fingerprint").fingerprint;
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
    own.fitted = new Fitted(forest, "prediction");
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
    readonly forest: Forest,
    /** The name of y. */
    readonly target: string,
  ) {
    this.bytes = encodeForest(forest);
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

function frameOf(rows: Partition): DataFrame {
  return new DataFrame(memoryPlan(rows, [rows.length]));
}
