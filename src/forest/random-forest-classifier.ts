/**
 * Random forests. The classes users hold are here, in `random-forest-regressor.ts`, and in `random-forest.ts`, which has
 * what they share. Below: `bins/` turns values into codes; `grow/` with `kernel/` grows one tree of classes on codes,
 * `regression/` one of numbers; `fit/` grows a forest with tasks; `forest.ts` is what comes out, `predict/` predicts with
 * it and `save/` reads and writes it; `ml-random-forest/` speaks with the package of that name.
 */
import { DataFrame } from "../frame/data-frame.js";
import { alignSeries, type FrameInput, type SeriesInput } from "../frame/input.js";
import type { Field } from "../frame/schema.js";
import { Series } from "../frame/series.js";
import { accuracyOf } from "../metrics/agreement.js";
import { confusionOfSeries } from "../metrics/confusion-of-series.js";
import type { Label } from "../metrics/labels.js";
import { checkOptions } from "../options.js";
import { binPartition } from "./bins/bins.js";
import { leafText, majorityOf } from "./conditions.js";
import { fitForest } from "./fit/fit-forest.js";
import { classDtype } from "./fit/labels.js";
import { type OutOfBag, outOfBagErrors } from "./fit/out-of-bag.js";
import type { Fit, FitRequest } from "./fit/prepare-fit.js";
import { FittedForest, type ForestKind } from "./fitted-forest.js";
import type { Forest } from "./forest.js";
import { type RandomForestOptions, randomForestRules } from "./forest-options.js";
import { featureImportances } from "./importances.js";
import { fromMLRandomForest, type MLRandomForest, toMLRandomForest } from "./ml-random-forest/ml-random-forest.js";
import { callInPieces, namedFrame, namedRows, type RowsInput, rowsOf } from "./predict/predict-input.js";
import { predictClasses, predictProbabilities } from "./predict/vote.js";
import { RandomForest } from "./random-forest.js";
import { checkModel, type LoadedModel, parseModel } from "./save/check-model.js";
import { readModelFile } from "./save/model-file.js";
import { type SavedModel, savedModel } from "./save/saved-model.js";

const kind: ForestKind<Forest> = {
  importances: featureImportances,
  words: ({ trees, classes }, t) => ({
    text: (leaf) => `class: ${leafText(trees[t], leaf, classes)}`,
    summary: (leaves) => majorityOf(trees[t], leaves, classes),
  }),
};

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
export class RandomForestClassifier extends RandomForest<Forest, RandomForestOptions, OutOfBag, SavedModel> {
  protected get owner(): string {
    return "RandomForestClassifier";
  }

  protected get kind(): ForestKind<Forest> {
    return kind;
  }

  protected growOn(request: FitRequest<Forest>): Promise<Fit<Forest, OutOfBag>> {
    return fitForest(request, this.options);
  }

  protected savedForest({ fit, target }: FittedForest<Forest, OutOfBag>): SavedModel {
    return savedModel(fit.forest, this.options, fit.seed, target);
  }

  /** @internal */
  checkOptions(): void {
    checkOptions(this.owner, this.options, randomForestRules);
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
    const known = this.known("predict");
    const { forest } = known;
    if (X instanceof DataFrame) {
      const { bytes, key, target } = known;
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
    const known = this.known("predictProba");
    const { forest } = known;
    if (X instanceof DataFrame) {
      const { bytes, key } = known;
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

  /** The share of rows that are predicted right. A task a partition. */
  async score(X: FrameInput, y: SeriesInput): Promise<number> {
    const frame = namedFrame(X, this.known("score").forest);
    return accuracyOf(await confusionOfSeries(await alignSeries(frame, y), this.predict(frame)));
  }

  /** Sorted: numbers by size, strings by code point. */
  get classes(): readonly Label[] {
    return this.known("classes").forest.classes;
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

  /**
   * The model in a file that {@link save} wrote; it has the same fingerprint and predicts the same. A file may come
   * from anywhere: nothing in it is run, everything is checked.
   *
   * @throws {TypeError} the file is not such a model, or is damaged.
   */
  static async load(path: string): Promise<RandomForestClassifier> {
    return RandomForestClassifier.of(checkModel(await readModelFile(path)));
  }

  /**
   * The model in what {@link toJSON} gave, or in its text. Checked as {@link load} checks.
   *
   * @throws {TypeError} it is not such a model.
   */
  static fromJSON(json: unknown): RandomForestClassifier {
    return RandomForestClassifier.of(checkModel(typeof json === "string" ? parseModel(json) : json));
  }

  private static of({ forest, options, seed, target }: LoadedModel): RandomForestClassifier {
    const model = new RandomForestClassifier(options);
    model.fitted = new FittedForest({ forest, seed }, target, kind);
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
    own.fitted = new FittedForest({ forest, seed: 0 }, "prediction", kind);
    return own;
  }
}
