import { OptionError } from "../errors.js";
import { RandomForestRegressor } from "../forest/random-forest-regressor.js";
import type { DataFrame } from "../frame/data-frame.js";
import type { Series } from "../frame/series.js";
import { accuracyOf, balancedAccuracyOf } from "../metrics/agreement.js";
import { averageScores, labelSums } from "../metrics/class-scores.js";
import { confusionOfSeries } from "../metrics/confusion-of-series.js";
import { logLossOfSeries } from "../metrics/log-loss-of-series.js";
import { pairwiseSum } from "../metrics/pairwise-sum.js";
import {
  explainedVarianceOf,
  meanAbsoluteErrorOf,
  meanSquaredErrorOf,
  r2Of,
  rootMeanSquaredErrorOf,
} from "../metrics/regression/error-scores.js";
import type { ErrorSums } from "../metrics/regression/error-sums.js";
import { errorsOfSeries } from "../metrics/regression/errors-of-series.js";
import { scoresOfSeries } from "../metrics/scores-of-series.js";
import { areaUnder, rocPoints } from "../metrics/thresholds.js";
import type { OptionRule } from "../options.js";
import { type Estimator, isClassifier } from "./estimator.js";

/**
 * How a fitted model is scored on test rows; the greater, the better.
 *
 * - "accuracy": the share of rows that are predicted right.
 * - "balancedAccuracy": the mean recall of the classes.
 * - "f1Macro": the mean F1 of the classes; 0 for a class that it is not defined for.
 * - "rocAuc": the area under the ROC curve, of more than two classes the mean of each against the rest. Exact up to
 *   10,000 test rows, as the curves of `evaluate`. NaN, with a warning, if the rows do not hold every class.
 * - "negLogLoss": the logistic loss, negative.
 * - "r2", "explainedVariance": the share of the variance of y that is explained; see `r2Score`.
 * - "negMeanSquaredError", "negRootMeanSquaredError", "negMeanAbsoluteError", "negMeanAbsolutePercentageError": errors,
 *   negative.
 */
export type ScoringName = keyof typeof named;

/** A score of your own; the greater, the better. */
export type Scorer<M> = (model: M, X: DataFrame, y: Series) => number | Promise<number>;

const named = {
  accuracy: async (model, X, y) => accuracyOf(await confusionOfSeries(y, model.predict(X))),
  balancedAccuracy: async (model, X, y) => balancedAccuracyOf(await confusionOfSeries(y, model.predict(X))),
  f1Macro: async (model, X, y) => {
    const confusion = await confusionOfSeries(y, model.predict(X));
    return averageScores(labelSums(confusion, confusion.labels), "macro", 1, 0)[2];
  },
  rocAuc: async (model, X, y) => {
    const { probabilities, classes } = probabilitiesOf(model, X, "rocAuc");
    const counted = await scoresOfSeries(y, probabilities, classes);
    const areas = counted.map(({ thresholds, label }) => {
      const { fpr, tpr } = rocPoints(thresholds, true);
      return { label, area: areaUnder(fpr, tpr) };
    });
    const lacking = areas.find(({ area }) => Number.isNaN(area));
    if (lacking !== undefined) {
      process.emitWarning(
        `The score "rocAuc" of a fold is not defined and counts as NaN, since its test rows do not hold every class: either all of them or none are ${JSON.stringify(lacking.label)}.`,
        "UndefinedMetricWarning",
      );
    }
    if (areas.length === 2) return areas[1].area;
    return pairwiseSum(areas.map(({ area }) => area)) / areas.length;
  },
  negLogLoss: async (model, X, y) => {
    const { probabilities, classes } = probabilitiesOf(model, X, "negLogLoss");
    return -(await logLossOfSeries(y, probabilities, classes));
  },
  r2: byErrors(r2Of),
  explainedVariance: byErrors(explainedVarianceOf),
  negMeanSquaredError: byErrors((sums) => -meanSquaredErrorOf(sums)),
  negRootMeanSquaredError: byErrors((sums) => -rootMeanSquaredErrorOf(sums)),
  negMeanAbsoluteError: byErrors((sums) => -meanAbsoluteErrorOf(sums)),
  negMeanAbsolutePercentageError: byErrors(({ shares, weight }) => -shares / weight),
} satisfies Readonly<Record<string, Scorer<Estimator>>>;

/** A score of the errors of predicted numbers. */
function byErrors(scoreOf: (sums: ErrorSums) => number): Scorer<Estimator> {
  return async (model, X, y) => scoreOf(await errorsOfSeries(y, model.predict(X)));
}

const names = Object.keys(named)
  .map((name) => `"${name}"`)
  .join(", ");

export const scoringRule: OptionRule = {
  takes: `${names}, or a function of a fitted model, X and y`,
  test: (value) => typeof value === "function" || (typeof value === "string" && Object.hasOwn(named, value)),
};

/** What a score is called. */
export function scoringName(scoring: ScoringName | Scorer<never> | undefined, model: Estimator): string {
  if (scoring === undefined) {
    if (isClassifier(model)) return "accuracy";
    return model instanceof RandomForestRegressor ? "r2" : "score";
  }
  return typeof scoring === "string" ? scoring : scoring.name || "score";
}

/** The function behind a score's name; without a name, the model's own `score`. */
export function scorerOf<M extends Estimator>(scoring: ScoringName | Scorer<M> | undefined): Scorer<M> {
  if (typeof scoring === "string") return named[scoring];
  if (scoring === undefined) return (model, X, y) => model.score(X, y);
  return async (model, X, y) => {
    const score: unknown = await scoring(model, X, y);
    if (typeof score === "number") return score;
    throw new TypeError(`The function of option "scoring" must give a number, but it gave a ${typeof score}.`);
  };
}

function probabilitiesOf(model: Estimator, X: DataFrame, scoring: ScoringName) {
  const probabilities = model.predictProba?.(X);
  if (probabilities !== undefined) return { probabilities, classes: model.classes ?? [] };
  throw new OptionError(`The score "${scoring}" is about probabilities, which this model does not predict.`, {
    option: "scoring",
    value: scoring,
  });
}
