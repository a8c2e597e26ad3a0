import type { DataFrame } from "../frame/data-frame.js";
import { alignSeries, type FrameInput, type SeriesInput, toDataFrame } from "../frame/input.js";
import type { Series } from "../frame/series.js";
import { accuracyOf } from "./agreement.js";
import { ClassificationReport } from "./classification-report.js";
import type { ConfusionCounts } from "./confusion.js";
import { type ConfusionMatrix, confusionMatrixOf } from "./confusion-matrix.js";
import { confusionsOfSeries, type LabelPair } from "./confusion-of-series.js";
import { formatFixed } from "./python-number.js";

/** What `evaluate` needs of a fitted classifier. */
export interface Classifier {
  predict(X: DataFrame): Series;
  readonly featureNames: readonly string[];
  readonly featureImportances: ArrayLike<number>;
}

export interface EvaluateParts {
  readonly train: readonly [X: FrameInput, y: SeriesInput];
  readonly test: readonly [X: FrameInput, y: SeriesInput];
}

/** A feature's share of the impurity that a model's splits took away; the shares of a model add up to 1. */
export interface Importance {
  readonly feature: string;
  readonly importance: number;
}

/** How well a classifier does on the rows it was trained on and on others. Shows itself in a notebook. */
export class Evaluation {
  /** The share of rows predicted right. */
  readonly trainAccuracy: number;
  readonly testAccuracy: number;
  /** Of the test rows. */
  readonly report: ClassificationReport;
  readonly confusion: ConfusionMatrix;
  /** The model's features, the most important first. */
  readonly importances: readonly Importance[];

  /** @internal Made by {@link evaluate}. */
  constructor(train: ConfusionCounts, test: ConfusionCounts, importances: readonly Importance[]) {
    this.trainAccuracy = accuracyOf(train);
    this.testAccuracy = accuracyOf(test);
    this.report = new ClassificationReport(test);
    this.confusion = confusionMatrixOf("evaluate", test);
    this.importances = importances;
  }

  toString(): string {
    return [
      `Train Accuracy: ${formatFixed(this.trainAccuracy, 2)}`,
      `Test Accuracy: ${formatFixed(this.testAccuracy, 2)}`,
      "Classification Report:",
      this.report.toString(),
    ].join("\n");
  }
}

/**
 * Predicts the train and the test rows with a fitted classifier and counts what is right, a task a partition; only the
 * counts come back.
 *
 * @example
 * const result = await evaluate(model, { train: [XTrain, yTrain], test: [XTest, yTest] });
 * console.log(String(result));
 *
 * @throws {RangeError} X and y of a part differ in their number of rows.
 */
export async function evaluate(model: Classifier, { train, test }: EvaluateParts): Promise<Evaluation> {
  const pairs = [await labelPair(model, train), await labelPair(model, test)];
  const [trainCounts, testCounts] = await confusionsOfSeries(pairs, "partitions predicted");
  const importances = model.featureNames
    .map((feature, i) => ({ feature, importance: model.featureImportances[i] }))
    .sort((a, b) => b.importance - a.importance);
  return new Evaluation(trainCounts, testCounts, importances);
}

async function labelPair(model: Classifier, [X, y]: readonly [FrameInput, SeriesInput]): Promise<LabelPair> {
  const frame = toDataFrame(X);
  return [await alignSeries(frame, y), model.predict(frame)];
}
