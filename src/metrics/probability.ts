/** Metrics on predicted probabilities: how far they can be believed. Exact; they bring every probability into this process. */
import { aBoolean, checkOptions, either, type OptionRule, oneOf, wholeNumber } from "../options.js";
import { binOf, emptyBins, uniformEdges } from "./calibration-bins.js";
import type { Labels, Weights } from "./confusion-of.js";
import type { Label } from "./labels.js";
import { labelRule, labelsRule, sampleWeightRule } from "./metric-options.js";
import { pairwiseSum } from "./pairwise-sum.js";
import { CalibrationCurve } from "./ranking-curves.js";
import {
  gatherBinaryScores,
  gatherScores,
  gatherTarget,
  gatherWeights,
  labelledColumns,
  positiveRows,
  requireProbabilities,
  requireSumsOfOne,
  type Scores,
  type Target,
} from "./ranking-input.js";

export interface LogLossOptions {
  /** Whether the mean is wanted, rather than the sum. Default true. */
  normalize?: boolean;
  /** All classes, sorted, where yTrue may not hold all that the columns of yProba are for. */
  labels?: readonly Label[];
  sampleWeight?: Weights;
}

/**
 * The logistic loss: the mean of -log of the probability that each row's true class was given; a probability below
 * 2.2e-16 counts as that.
 *
 * @param yProba - of two classes the probability of the greater label, or a column for each; of more a column for each
 *   class, in their order.
 * @throws {RangeError} there is one class only and `labels` does not name the others; a value is no probability, or
 *   those of a row do not add up to 1.
 */
export async function logLoss(yTrue: Labels, yProba: Scores, options: LogLossOptions = {}): Promise<number> {
  checkOptions("logLoss", options, { normalize: aBoolean, labels: labelsRule, sampleWeight: sampleWeightRule });
  const target = await gatherTarget(yTrue);
  const rows = target.codes.length;
  const given = await gatherScores("yProba", yProba, rows);
  const { codes, columns } = probabilities("logLoss", target, given, options.labels);
  const epsilon = Number.EPSILON;
  const losses = Float64Array.from(codes, (code, row) => {
    return -Math.log(Math.min(1 - epsilon, Math.max(epsilon, columns[code][row])));
  });
  return weightedMean(losses, await gatherWeights(options.sampleWeight, rows), options.normalize);
}

export interface BrierScoreOptions {
  /** Of one probability a row, the class it is for. Needed for text; else the greater label. */
  posLabel?: Label;
  /** All classes, sorted, where yProba has a column for each and yTrue may not hold all. */
  labels?: readonly Label[];
  /** Whether the score is halved, so that it is from 0 to 1. Default "auto": of two classes. */
  scaleByHalf?: boolean | "auto";
  sampleWeight?: Weights;
}

const scaleRule: OptionRule = either(aBoolean, oneOf("auto"));

/** The Brier score: the mean of the squared distance between what was predicted and what came; otherwise as {@link logLoss}. */
export async function brierScoreLoss(yTrue: Labels, yProba: Scores, options: BrierScoreOptions = {}): Promise<number> {
  checkOptions("brierScoreLoss", options, {
    posLabel: labelRule,
    labels: labelsRule,
    scaleByHalf: scaleRule,
    sampleWeight: sampleWeightRule,
  });
  const target = await gatherTarget(yTrue);
  const rows = target.codes.length;
  const given = await gatherScores("yProba", yProba, rows);
  const { codes, columns } =
    given.length === 1
      ? onePositive(target, options.posLabel, given[0])
      : probabilities("brierScoreLoss", target, given, options.labels);
  const squares = Float64Array.from(codes, (code, row) =>
    columns.reduce((sum, column, place) => sum + (column[row] - (code === place ? 1 : 0)) ** 2, 0),
  );
  const { scaleByHalf = "auto" } = options;
  const half = scaleByHalf === "auto" ? columns.length < 3 : scaleByHalf;
  return weightedMean(squares, await gatherWeights(options.sampleWeight, rows)) * (half ? 0.5 : 1);
}

export interface CalibrationOptions {
  /** The class the probabilities are for. Needed unless the labels are 0 and 1, -1 and 1, or booleans. */
  posLabel?: Label;
  /** Default 5. */
  nBins?: number;
  /** Bins of the same width, or of about the same number of rows. Default "uniform". */
  strategy?: "uniform" | "quantile";
}

/**
 * Rows in bins of their predicted probability, as scikit-learn's `calibration_curve`: for each bin that has rows the
 * share that are of the class, and their mean probability.
 *
 * @throws {RangeError} yTrue has more than two classes; a value is no probability.
 */
export async function calibrationCurve(
  yTrue: Labels,
  yProb: Scores,
  options: CalibrationOptions = {},
): Promise<CalibrationCurve> {
  const owner = "calibrationCurve";
  checkOptions(owner, options, {
    posLabel: labelRule,
    nBins: wholeNumber(1),
    strategy: oneOf("uniform", "quantile"),
  });
  const { posLabel, nBins = 5, strategy = "uniform" } = options;
  const target = await gatherTarget(yTrue);
  if (target.labels.length > 2) {
    throw new RangeError(
      `${owner} is for two classes, but yTrue has ${target.labels.length}; compare one of them with the rest, as in yTrue.map((label) => label === "a").`,
    );
  }
  const positive = positiveRows(owner, target, posLabel);
  const scores = await gatherBinaryScores(owner, "yProb", yProb, positive.length);
  requireProbabilities(owner, "yProb", [scores]);
  const even = uniformEdges(nBins);
  const edges = strategy === "uniform" ? even : quantiles(scores, even);
  const bins = emptyBins(nBins);
  for (const [row, score] of scores.entries()) {
    const bin = binOf(score, edges);
    bins.rows[bin] += 1;
    bins.positives[bin] += positive[row];
    bins.sums[bin] += score;
  }
  return new CalibrationCurve(bins, posLabel);
}

/** Quantiles by linear interpolation, as numpy's `percentile` takes them. */
function quantiles(values: Float64Array, shares: readonly number[]): number[] {
  const sorted = values.slice().sort();
  return shares.map((share) => {
    const at = share * (sorted.length - 1);
    const [below, above] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
    const part = at - Math.floor(at);
    return part >= 0.5 ? above - (above - below) * (1 - part) : below + (above - below) * part;
  });
}

/** The probabilities by class, and the place of each row's class among them. */
function probabilities(
  owner: string,
  target: Target,
  given: readonly Float64Array[],
  labels: readonly Label[] | undefined,
): { codes: Int32Array; columns: readonly Float64Array[] } {
  requireProbabilities(owner, "yProba", given);
  const columns = given.length === 1 ? [given[0].map((p) => 1 - p), given[0]] : given;
  if ((labels ?? target.labels).length < 2) {
    throw new RangeError(`${owner}: there is one class only; option "labels" must name all classes, two at least.`);
  }
  const { codes } = labelledColumns(owner, "yProba", target, columns.length, labels);
  requireSumsOfOne(owner, columns);
  return { codes, columns };
}

function onePositive(
  target: Target,
  posLabel: Label | undefined,
  positive: Float64Array,
): { codes: Int32Array; columns: readonly Float64Array[] } {
  const owner = "brierScoreLoss";
  requireProbabilities(owner, "yProba", [positive]);
  if (target.labels.length > 2) {
    throw new RangeError(
      `${owner}: yTrue has ${target.labels.length} classes, so yProba needs a column for each of them.`,
    );
  }
  const greater = typeof target.labels[0] === "number" ? target.labels[target.labels.length - 1] : undefined;
  const known = target.labels.every((label) => label === 0) ? 1 : greater;
  const rows = positiveRows(owner, target, posLabel ?? known);
  return { codes: Int32Array.from(rows), columns: [positive.map((p) => 1 - p), positive] };
}

function weightedMean(values: Float64Array, weight: Float64Array | undefined, normalize = true): number {
  if (weight === undefined) return pairwiseSum(values) / (normalize ? values.length : 1);
  const sum = pairwiseSum(values.map((value, row) => value * weight[row]));
  return normalize ? sum / pairwiseSum(weight) : sum;
}
