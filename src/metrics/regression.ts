/** Metrics on predicted numbers. */
import { alignSeries, gatherValues, type SeriesInput } from "../frame/input.js";
import { Series } from "../frame/series.js";
import { checkOptions } from "../options.js";
import type { Weights } from "./confusion-of.js";
import { sampleWeightRule } from "./metric-options.js";
import {
  explainedVarianceOf,
  meanAbsoluteErrorOf,
  meanSquaredErrorOf,
  r2Of,
  rootMeanSquaredErrorOf,
} from "./regression/error-scores.js";
import { addErrors, type ErrorSums } from "./regression/error-sums.js";
import { errorsOfSeries } from "./regression/errors-of-series.js";
import { medianOf } from "./regression/median.js";
import { numbersOf, requireWeights } from "./regression/numbers.js";

/** Options of the metrics on numbers. */
export interface RegressionMetricOptions {
  /** How much each row counts, a number of at least 0. */
  sampleWeight?: Weights;
}

/**
 * The mean of the squared errors. Of Series, a task a partition adds up its rows, and only sums come here.
 *
 * @throws {TypeError} a value is missing or no finite number. @throws {RangeError} the lengths differ, there are no
 *   rows, or all weigh nothing. So do all functions here; each reads every row once.
 */
export async function meanSquaredError(
  yTrue: SeriesInput,
  yPred: SeriesInput,
  options: RegressionMetricOptions = {},
): Promise<number> {
  return meanSquaredErrorOf(await errorsOf("meanSquaredError", yTrue, yPred, options));
}

/** The root of {@link meanSquaredError}, in the unit of y. */
export async function rootMeanSquaredError(
  yTrue: SeriesInput,
  yPred: SeriesInput,
  options: RegressionMetricOptions = {},
): Promise<number> {
  return rootMeanSquaredErrorOf(await errorsOf("rootMeanSquaredError", yTrue, yPred, options));
}

/** The mean of the absolute errors. */
export async function meanAbsoluteError(
  yTrue: SeriesInput,
  yPred: SeriesInput,
  options: RegressionMetricOptions = {},
): Promise<number> {
  return meanAbsoluteErrorOf(await errorsOf("meanAbsoluteError", yTrue, yPred, options));
}

/** The mean of the absolute errors as shares of the true values: 0.1 is ten percent. Huge where a true value is 0. */
export async function meanAbsolutePercentageError(
  yTrue: SeriesInput,
  yPred: SeriesInput,
  options: RegressionMetricOptions = {},
): Promise<number> {
  const { shares, weight } = await errorsOf("meanAbsolutePercentageError", yTrue, yPred, options);
  return shares / weight;
}

/** The median of the absolute errors. Unlike the others it brings all rows here. */
export async function medianAbsoluteError(
  yTrue: SeriesInput,
  yPred: SeriesInput,
  options: RegressionMetricOptions = {},
): Promise<number> {
  checkOptions("medianAbsoluteError", options, { sampleWeight: sampleWeightRule });
  const { truth, predicted, weights } = await gather(yTrue, yPred, options);
  return medianOf(
    truth.map((value, row) => Math.abs(value - predicted[row])),
    weights,
  );
}

/**
 * R², the share of the variance of y that the predictions explain: 1 at best, 0 for the mean of y, negative below. Where
 * all true values are equal, 1 if all are predicted right, else 0.
 */
export async function r2Score(
  yTrue: SeriesInput,
  yPred: SeriesInput,
  options: RegressionMetricOptions = {},
): Promise<number> {
  return r2Of(await errorsOf("r2Score", yTrue, yPred, options));
}

/** As {@link r2Score}, but that all predictions are off by the same does not count. */
export async function explainedVarianceScore(
  yTrue: SeriesInput,
  yPred: SeriesInput,
  options: RegressionMetricOptions = {},
): Promise<number> {
  return explainedVarianceOf(await errorsOf("explainedVarianceScore", yTrue, yPred, options));
}

/** The greatest absolute error. */
export async function maxError(yTrue: SeriesInput, yPred: SeriesInput): Promise<number> {
  return (await errorsOf("maxError", yTrue, yPred, {})).greatest;
}

/**
 * The mean of the squared differences of log(1 + y).
 *
 * @throws {RangeError} a value is -1 or less.
 */
export async function meanSquaredLogError(
  yTrue: SeriesInput,
  yPred: SeriesInput,
  options: RegressionMetricOptions = {},
): Promise<number> {
  return logErrorOf("meanSquaredLogError", await errorsOf("meanSquaredLogError", yTrue, yPred, options));
}

/** The root of {@link meanSquaredLogError}. */
export async function rootMeanSquaredLogError(
  yTrue: SeriesInput,
  yPred: SeriesInput,
  options: RegressionMetricOptions = {},
): Promise<number> {
  const name = "rootMeanSquaredLogError";
  return Math.sqrt(logErrorOf(name, await errorsOf(name, yTrue, yPred, options)));
}

function logErrorOf(name: string, { logSquares, weight }: ErrorSums): number {
  if (!Number.isNaN(logSquares)) return logSquares / weight;
  throw new RangeError(`${name} is about values above -1, but yTrue or yPred holds others.`);
}

/** Two Series, and weights that are one, partition by partition on the cluster; whatever has an array in it here. */
async function errorsOf(
  owner: string,
  yTrue: SeriesInput,
  yPred: SeriesInput,
  options: RegressionMetricOptions,
): Promise<ErrorSums> {
  checkOptions(owner, options, { sampleWeight: sampleWeightRule });
  const { sampleWeight } = options;
  if (yTrue instanceof Series && yPred instanceof Series && !(sampleWeight && !(sampleWeight instanceof Series))) {
    const weights = sampleWeight && (await alignSeries(yTrue, sampleWeight, ["yTrue", "sampleWeight"]));
    return requireRows(await errorsOfSeries(yTrue, await alignSeries(yTrue, yPred, ["yTrue", "yPred"]), weights));
  }
  const { truth, predicted, weights } = await gather(yTrue, yPred, options);
  return requireRows(addErrors(truth, predicted, weights));
}

async function gather(yTrue: SeriesInput, yPred: SeriesInput, { sampleWeight }: RegressionMetricOptions) {
  const truth = numbersOf(await gatherValues(yTrue), "yTrue");
  const sameLength = (name: string, numbers: Float64Array): Float64Array => {
    if (numbers.length === truth.length) return numbers;
    throw new RangeError(
      `yTrue has ${truth.length} rows but ${name} has ${numbers.length}; both must speak of the same rows.`,
    );
  };
  const predicted = sameLength("yPred", numbersOf(await gatherValues(yPred), "yPred"));
  if (truth.length === 0) throw noRows();
  if (sampleWeight === undefined) return { truth, predicted };
  const weights = sameLength("sampleWeight", numbersOf(await gatherValues(sampleWeight), "sampleWeight"));
  requireWeights(weights);
  return { truth, predicted, weights };
}

function requireRows(sums: ErrorSums): ErrorSums {
  if (sums.rows === 0) throw noRows();
  if (sums.weight === 0) throw new RangeError("sampleWeight is 0 in every row; a metric needs one that counts.");
  return sums;
}

function noRows(): RangeError {
  return new RangeError("yTrue and yPred have no rows; a metric needs at least one.");
}
