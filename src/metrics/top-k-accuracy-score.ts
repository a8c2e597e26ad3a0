import { aBoolean, checkOptions, wholeNumber } from "../options.js";
import type { Labels, Weights } from "./confusion-of.js";
import type { Label } from "./labels.js";
import { labelsRule, sampleWeightRule } from "./metric-options.js";
import { pairwiseSum } from "./pairwise-sum.js";
import { gatherScores, gatherTarget, gatherWeights, labelledColumns, type Scores } from "./ranking-input.js";

export interface TopKAccuracyOptions {
  /** How many of the greatest scores of a row count. Default 2. */
  k?: number;
  /** Whether the share of rows is wanted, rather than their number. Default true. */
  normalize?: boolean;
  /** All classes, sorted, where yTrue may not hold all that the columns of yScore are for. */
  labels?: readonly Label[];
  sampleWeight?: Weights;
}

/**
 * The share of rows whose true class is among the `k` that have the greatest scores; of equal scores that of the greater
 * label counts as greater, as in scikit-learn.
 *
 * @param yScore - a column of scores for each class, in their order; of two classes also one score a row, for the greater
 *   label, which is predicted above 0.5 if all scores are from 0 to 1, else above 0.
 * @throws {TypeError} labels are missing or mixed; a score is not a finite number. @throws {RangeError} the lengths differ,
 *   there are no rows, or not as many columns as classes.
 */
export async function topKAccuracyScore(
  yTrue: Labels,
  yScore: Scores,
  options: TopKAccuracyOptions = {},
): Promise<number> {
  const owner = "topKAccuracyScore";
  checkOptions(owner, options, {
    k: wholeNumber(1),
    normalize: aBoolean,
    labels: labelsRule,
    sampleWeight: sampleWeightRule,
  });
  const { k = 2, normalize = true } = options;
  const given = await gatherTarget(yTrue);
  const rows = given.codes.length;
  const columns = bothColumns(await gatherScores("yScore", yScore, rows));
  const { codes } = labelledColumns(owner, "yScore", given, columns.length, options.labels);
  if (k >= columns.length) {
    process.emitWarning(
      `${owner}: k is ${k}, as many as there are classes or more, so every row is right.`,
      "UndefinedMetricWarning",
    );
  }
  const hits = Float64Array.from(codes, (code, row) => (rankOf(code, row, columns) < k ? 1 : 0));
  const weight = await gatherWeights(options.sampleWeight, rows);
  const sum = pairwiseSum(weight === undefined ? hits : hits.map((hit, row) => hit * weight[row]));
  if (!normalize) return sum;
  return sum / (weight === undefined ? rows : pairwiseSum(weight));
}

/** How many classes a row gives a greater score than this one. */
function rankOf(code: number, row: number, columns: readonly Float64Array[]): number {
  const score = columns[code][row];
  return columns.filter((column, other) => column[row] > score || (column[row] === score && other > code)).length;
}

/** One score a row as the scores of two classes, of which the greater label's is the greater where it is predicted. */
function bothColumns(columns: readonly Float64Array[]): readonly Float64Array[] {
  if (columns.length > 1) return columns;
  const [scores] = columns;
  const threshold = scores.every((score) => score >= 0 && score <= 1) ? 0.5 : 0;
  return [scores.map((score) => (score > threshold ? 0 : 1)), scores.map((score) => (score > threshold ? 1 : 0))];
}
