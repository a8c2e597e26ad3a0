import { OptionError } from "../errors.js";
import { DataFrame } from "../frame/data-frame.js";
import { alignSeries, type FrameInput, type SeriesInput } from "../frame/input.js";
import { Series } from "../frame/series.js";
import { r2Of } from "../metrics/regression/error-scores.js";
import { addErrors } from "../metrics/regression/error-sums.js";
import { errorsOfSeries } from "../metrics/regression/errors-of-series.js";
import { checkOptions } from "../options.js";
import { binPartition } from "./bins/bins.js";
import type { Fit, FitRequest } from "./fit/prepare-fit.js";
import { FittedForest, type ForestKind } from "./fitted-forest.js";
import { type RandomForestRegressorOptions, regressorRules } from "./forest-options.js";
import { fromMLRegression, type MLRandomForest, toMLRegression } from "./ml-random-forest/ml-random-forest.js";
import { callInPieces, namedFrame, namedRows, type RowsInput } from "./predict/predict-input.js";
import { RandomForest } from "./random-forest.js";
import { fitRegression } from "./regression/fit-regression.js";
import { type OutOfBagValues, rootMeanSquares } from "./regression/out-of-bag-values.js";
import { predictValues } from "./regression/predict-values.js";
import type { RegressionForest } from "./regression/regression-forest.js";
import { valueImportances } from "./regression/value-importances.js";
import { meanOfLeaves, valueText } from "./regression/value-words.js";
import { checkRegressor, type LoadedModel, parseModel } from "./save/check-model.js";
import { readModelFile } from "./save/model-file.js";
import { type SavedRegressor, savedRegressor } from "./save/saved-model.js";

const kind: ForestKind<RegressionForest> = {
  importances: valueImportances,
  words: ({ trees }, t) => ({
    text: (leaf) => valueText(trees[t], leaf),
    summary: (leaves) => meanOfLeaves(trees[t], leaves),
  }),
};

/**
 * A random forest that predicts numbers. Numbers, booleans, dates and text go in as they are, with missing values.
 * Options and results are scikit-learn's; the same data, options and `randomState` give the same forest on any number
 * of workers and with any block size.
 *
 * @example
 * const model = new RandomForestRegressor({ nEstimators: 100, randomState: 42 });
 * await model.fit(XTrain, yTrain);
 * const predicted = model.predict(XTest);
 */
export class RandomForestRegressor extends RandomForest<
  RegressionForest,
  RandomForestRegressorOptions,
  OutOfBagValues,
  SavedRegressor
> {
  protected get owner(): string {
    return "RandomForestRegressor";
  }

  protected get kind(): ForestKind<RegressionForest> {
    return kind;
  }

  protected growOn(request: FitRequest<RegressionForest>): Promise<Fit<RegressionForest, OutOfBagValues>> {
    return fitRegression(request, this.options);
  }

  protected savedForest({ fit, target }: FittedForest<RegressionForest, OutOfBagValues>): SavedRegressor {
    return savedRegressor(fit.forest, this.options, fit.seed, target);
  }

  /** @internal */
  checkOptions(): void {
    if ("classWeight" in this.options) {
      throw new OptionError(
        `${this.owner} has no option "classWeight", as numbers have no classes; weigh rows with fit(X, y, { sampleWeight }).`,
        { option: "classWeight", value: this.options.classWeight },
      );
    }
    checkOptions(this.owner, this.options, regressorRules);
  }

  /**
   * The predicted numbers, means of what the trees say: a lazy Series for a collection, or at once for rows that are in
   * memory. Columns are found by name, but for arrays, whose columns are those of `featureNames` in order.
   *
   * @throws {ColumnError} a column that the model was fitted on is not there, or holds text instead of numbers.
   */
  predict(X: DataFrame): Series;
  predict(X: RowsInput): number[];
  predict(X: FrameInput): Series | number[];
  predict(X: FrameInput): Series | number[] {
    const known = this.known("predict");
    const { forest } = known;
    if (X instanceof DataFrame) {
      const { bytes, key, target } = known;
      return new Series({
        ...callInPieces(X, forest, "regression.predict", [bytes, key, target]),
        schema: [{ name: target, dtype: "float64" }],
      });
    }
    const rows = namedRows(X, forest);
    return [...predictValues(forest, binPartition(rows, forest.bins), rows.length)];
  }

  /** R², the share of the variance of y that the predictions explain. A task a partition. */
  async score(X: FrameInput, y: SeriesInput): Promise<number> {
    const frame = namedFrame(X, this.known("score").forest);
    return r2Of(await errorsOfSeries(await alignSeries(frame, y), this.predict(frame)));
  }

  /**
   * R² of the out-of-bag predictions; rows that every tree saw do not count. Needs the option `oobScore`.
   */
  get oobScore(): number {
    const { prediction, targets } = this.outOfBag("oobScore");
    const covered = (_: number, row: number): boolean => !Number.isNaN(prediction[row]);
    return r2Of(addErrors(targets.filter(covered), prediction.filter(covered)));
  }

  /**
   * By number of trees, the root mean squared error of their out-of-bag predictions, in the unit of y: how the error
   * falls as the forest grows. NaN as long as every tree saw every row. Needs the option `oobScore`.
   */
  get oobErrors(): readonly number[] {
    return rootMeanSquares(this.outOfBag("oobErrors"));
  }

  /**
   * By row of the training data, the mean of what those trees say that did not see the row; NaN where every tree did.
   * Needs the option `oobScore`.
   */
  get oobPrediction(): number[] {
    return [...this.outOfBag("oobPrediction").prediction];
  }

  /**
   * The model in a file that {@link save} wrote; it has the same fingerprint and predicts the same. A file may come
   * from anywhere: nothing in it is run, everything is checked.
   *
   * @throws {TypeError} the file is not such a model, or is damaged.
   */
  static async load(path: string): Promise<RandomForestRegressor> {
    return RandomForestRegressor.of(checkRegressor(await readModelFile(path)));
  }

  /**
   * The model in what {@link toJSON} gave, or in its text. Checked as {@link load} checks.
   *
   * @throws {TypeError} it is not such a model.
   */
  static fromJSON(json: unknown): RandomForestRegressor {
    return RandomForestRegressor.of(checkRegressor(typeof json === "string" ? parseModel(json) : json));
  }

  /**
   * The model as a `RandomForestRegression` of the package ml-random-forest. For rows without missing values that
   * predicts the same numbers.
   *
   * @throws {Error} that package's format cannot say it: splits by category, or missing values that go left.
   */
  toMLRandomForest(): MLRandomForest {
    return toMLRegression(this.known("toMLRandomForest").forest);
  }

  /**
   * A model that predicts what a `RandomForestRegression` of ml-random-forest predicts: its object, or its JSON.
   *
   * @throws {TypeError} it is neither, not fitted, or takes the median of its trees.
   */
  static fromMLRandomForest(model: unknown): RandomForestRegressor {
    const forest = fromMLRegression(model);
    const own = new RandomForestRegressor({ nEstimators: forest.trees.length });
    own.fitted = new FittedForest({ forest, seed: 0 }, "prediction", kind);
    return own;
  }

  private static of({
    forest,
    options,
    seed,
    target,
  }: LoadedModel<RegressionForest, RandomForestRegressorOptions>): RandomForestRegressor {
    const model = new RandomForestRegressor(options);
    model.fitted = new FittedForest({ forest, seed }, target, kind);
    return model;
  }
}
