import { type ConfusionCounts, placesOf } from "./confusion.js";
import type { Label } from "./labels.js";
import { pairwiseSum } from "./pairwise-sum.js";

/** What takes the place of a score whose denominator is 0: "warn" is 0 and a warning. NaN is left out of averages. */
export type ZeroDivision = "warn" | 0 | 1 | number;

/** How the scores of several classes become one number. */
export type ClassAverage = "micro" | "macro" | "weighted";

/** Three things to know of each chosen label, as rows or as weight. */
export interface LabelSums {
  /** Rows of this label that were predicted as it. */
  readonly truePositives: Float64Array;
  /** Rows predicted as this label. */
  readonly predicted: Float64Array;
  /** Rows of this label: its support. */
  readonly support: Float64Array;
}

/** Scores of each chosen label, in the order the labels were given. */
export interface ClassScores {
  readonly precision: Float64Array;
  readonly recall: Float64Array;
  readonly fscore: Float64Array;
}

/** A score that the data do not define, because what it would be divided by is 0. */
export interface IllDefined {
  /** The label's place in the list of labels. */
  readonly place: number;
  readonly metric: Metric;
}

export type Metric = "precision" | "recall" | "f1-score";

/** The sums of the chosen labels; all are 0 for a label that does not occur. */
export function labelSums(confusion: ConfusionCounts, labels: readonly Label[]): LabelSums {
  const { counts, trueSums, predSums } = confusion;
  const size = confusion.labels.length;
  const places = placesOf(labels, confusion.labels);
  const truePositives = Float64Array.from(places, (place) => (place < 0 ? 0 : counts[place * size + place]));
  // scikit-learn adds the false ones to the true positives again; for weights this decides on the last digit.
  const again = (sums: Float64Array): Float64Array =>
    truePositives.map((hits, i) => (places[i] < 0 ? 0 : hits + (sums[places[i]] - hits)));
  return { truePositives, predicted: again(predSums), support: again(trueSums) };
}

/**
 * Precision tp / predicted, recall tp / support, and their weighted harmonic mean
 * (1 + β²) tp / (β² support + predicted), for each label.
 */
export function classScores(sums: LabelSums, beta: number, zeroDivision: ZeroDivision): ClassScores {
  const undefinedValue = zeroDivision === "warn" ? 0 : zeroDivision;
  const divide = (numerator: number, denominator: number): number =>
    denominator === 0 ? undefinedValue : numerator / denominator;
  const { truePositives, predicted, support } = sums;
  const precision = truePositives.map((hits, i) => divide(hits, predicted[i]));
  const recall = truePositives.map((hits, i) => divide(hits, support[i]));
  const square = beta ** 2;
  const fscore =
    beta === Number.POSITIVE_INFINITY
      ? recall
      : beta === 0
        ? precision
        : truePositives.map((hits, i) => divide((1 + square) * hits, square * support[i] + predicted[i]));
  return { precision, recall, fscore };
}

/** One number for each score: of all labels' sums together, or the mean of the labels, plain or weighted by support. */
export function averageScores(
  sums: LabelSums,
  average: ClassAverage,
  beta: number,
  zeroDivision: ZeroDivision,
): [precision: number, recall: number, fscore: number] {
  if (average === "micro") {
    const { precision, recall, fscore } = classScores(total(sums), beta, zeroDivision);
    return [precision[0], recall[0], fscore[0]];
  }
  const { precision, recall, fscore } = classScores(sums, beta, zeroDivision);
  const weights = average === "weighted" ? sums.support : undefined;
  return [nanAverage(precision, weights), nanAverage(recall, weights), nanAverage(fscore, weights)];
}

/** The sums of all labels together, as if they were one. */
export function total(sums: LabelSums): LabelSums {
  return {
    truePositives: Float64Array.of(pairwiseSum(sums.truePositives)),
    predicted: Float64Array.of(pairwiseSum(sums.predicted)),
    support: Float64Array.of(pairwiseSum(sums.support)),
  };
}

/** Which scores of which labels are not defined by the data, label by label. */
export function illDefined(sums: LabelSums): IllDefined[] {
  const found: IllDefined[] = [];
  for (let place = 0; place < sums.support.length; place++) {
    if (sums.predicted[place] === 0) found.push({ place, metric: "precision" });
    if (sums.support[place] === 0) found.push({ place, metric: "recall" });
    if (sums.predicted[place] + sums.support[place] === 0) found.push({ place, metric: "f1-score" });
  }
  return found;
}

/** The mean without NaN (NaN if nothing else is there); weights that are all 0 count as equal. */
function nanAverage(values: Float64Array, weights: Float64Array | undefined): number {
  const kept = values.filter((value) => !Number.isNaN(value));
  if (kept.length === 0) return Number.NaN;
  if (weights === undefined) return pairwiseSum(values.map((value) => (Number.isNaN(value) ? 0 : value))) / kept.length;
  const keptWeights = weights.filter((_, i) => !Number.isNaN(values[i]));
  const weight = pairwiseSum(keptWeights);
  if (weight === 0) return pairwiseSum(kept) / kept.length;
  return pairwiseSum(kept.map((value, i) => value * keptWeights[i])) / weight;
}
