import { alignSeries, type FrameInput, type SeriesInput, toDataFrame } from "../frame/input.js";
import { checkOptions, type OptionRule, type OptionTable } from "../options.js";
import { accuracyOf } from "./agreement.js";
import { ClassificationReport } from "./classification-report.js";
import type { Classifier } from "./classifier.js";
import type { ConfusionCounts } from "./confusion.js";
import { type ConfusionMatrix, confusionMatrixOf } from "./confusion-matrix.js";
import { countPredictions, type Part } from "./count-predictions.js";
import { Importances } from "./importances.js";
import { formatFixed } from "./python-number.js";
import {
  CalibrationCurve,
  CalibrationCurves,
  PrecisionRecallCurve,
  PrecisionRecallCurves,
  RocCurve,
  RocCurves,
} from "./ranking-curves.js";
import { comparePredictions, type Regressor } from "./regression/compare-predictions.js";
import { RegressionEvaluation } from "./regression-evaluation.js";
import type { ClassScoreCounts } from "./scores-of-series.js";

export interface EvaluateParts {
  readonly train: readonly [X: FrameInput, y: SeriesInput];
  readonly test: readonly [X: FrameInput, y: SeriesInput];
}

const aPart: OptionRule = {
  takes: "a pair of features and target, [X, y]",
  test: (value) => Array.isArray(value) && value.length === 2,
};
const parts: OptionTable<EvaluateParts> = { train: aPart, test: aPart };

/** How well a classifier does on the rows it was trained on and on others. Shows itself in a notebook. */
export class Evaluation {
  /** The share of rows predicted right. */
  readonly trainAccuracy: number;
  readonly testAccuracy: number;
  /** Of the test rows. */
  readonly report: ClassificationReport;
  readonly confusion: ConfusionMatrix;
  /** Of the test rows, each class against the rest; see {@link evaluate} for how exact they are. */
  readonly roc: RocCurves;
  readonly precisionRecall: PrecisionRecallCurves;
  /** In ten bins of probability. */
  readonly calibration: CalibrationCurves;
  readonly importances: Importances;

  /** @internal Made by {@link evaluate}. */
  constructor(
    train: ConfusionCounts,
    test: ConfusionCounts,
    scores: readonly ClassScoreCounts[],
    importances: Importances,
  ) {
    this.trainAccuracy = accuracyOf(train);
    this.testAccuracy = accuracyOf(test);
    this.report = new ClassificationReport(test);
    this.confusion = confusionMatrixOf("evaluate", test);
    this.roc = new RocCurves(scores.map(({ thresholds, label }) => new RocCurve(thresholds, label)));
    this.precisionRecall = new PrecisionRecallCurves(
      scores.map(({ thresholds, label }) => new PrecisionRecallCurve(thresholds, label, true)),
    );
    this.calibration = new CalibrationCurves(scores.map(({ bins, label }) => new CalibrationCurve(bins, label)));
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
 * Predicts the train and the test rows with a fitted model and tells how good the predictions are: a task a partition,
 * of which counts and sums come back. Of a classifier, what is right and, for the test rows, how probable each class
 * was thought; of a regressor, R² and errors, and up to about 10,000 test rows for pictures.
 *
 * A classifier's curves are exact up to 10,000 test rows. Of more rows their thresholds are the multiples of 1/1024: the points are
 * exact there, and areas differ from exact ones by at most half the share of pairs of rows that fall into the same
 * step, in practice less than 0.001.
 *
 * @example
 * const result = await evaluate(model, { train: [XTrain, yTrain], test: [XTest, yTest] });
 * console.log(String(result));
 *
 * @throws {RangeError} X and y of a part differ in their number of rows.
 * @throws {OptionError} a part is not there, or is no pair.
 */
export async function evaluate(model: Classifier, parts: EvaluateParts): Promise<Evaluation>;
export async function evaluate(model: Regressor, parts: EvaluateParts): Promise<RegressionEvaluation>;
export async function evaluate(
  model: Classifier | Regressor,
  { train, test }: EvaluateParts,
): Promise<Evaluation | RegressionEvaluation> {
  // A part that was left out is wrong too, so it is tested as null.
  checkOptions("evaluate", { train: train ?? null, test: test ?? null }, parts);
  const [trainPart, testPart] = [await collections(train), await collections(test)];
  if ("predictAll" in model) {
    const counts = await countPredictions(model, trainPart, testPart);
    const importances = new Importances(model.featureNames, model.featureImportances);
    return new Evaluation(counts.train, counts.test, counts.scores, importances);
  }
  const [trained, tested] = await comparePredictions(model, [trainPart, testPart]);
  return new RegressionEvaluation(trained, tested, new Importances(model.featureNames, model.featureImportances));
}

async function collections([X, y]: readonly [FrameInput, SeriesInput]): Promise<Part> {
  const frame = toDataFrame(X);
  return [frame, await alignSeries(frame, y)];
}
