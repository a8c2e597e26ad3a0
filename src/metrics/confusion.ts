/**
 * Metrics. Everything about predicted classes is worked out from one small thing, the counts of (true, predicted)
 * pairs: `confusion.ts` makes them, for arrays or partition by partition; `class-scores.ts` turns them into scores;
 * `classification.ts` holds the functions users call, and `classification-report.ts` the report.
 */
import type { Column } from "../partition/partition.js";
import { type EncodedLabels, encodeColumn, encodeLabels, type Label, requireComplete, uniteLabels } from "./labels.js";

/** How often each label was predicted for each true label. Plain data: it may travel between threads. */
export interface ConfusionCounts {
  /** Every label that occurs, sorted as {@link uniteLabels} sorts. */
  readonly labels: readonly Label[];
  /** labels × labels, row by row: the row is the true label, the column the predicted one. Integers unless weighted. */
  readonly counts: Float64Array;
  /** The rows or the weight of each true label. */
  readonly trueSums: Float64Array;
  /** The rows or the weight of each predicted label. */
  readonly predSums: Float64Array;
  /** Whether rows were weighted, so that the counts are sums of weights. */
  readonly weighted: boolean;
}

/**
 * Counts the pairs of two arrays.
 *
 * @param sampleWeight - a finite number a row, not all 0. Weights are added in the order of the rows, as scikit-learn
 *   does, so that its last digits come out too.
 * @throws {RangeError} the lengths differ.
 * @throws {TypeError} a label is missing or is none, or kinds of label are mixed; a weight is not a number.
 */
export function countConfusion(
  yTrue: ArrayLike<unknown>,
  yPred: ArrayLike<unknown>,
  sampleWeight?: ArrayLike<number>,
): ConfusionCounts {
  requireSameLength(yTrue.length, yPred.length, "yPred");
  return countEncoded(encodeLabels(yTrue, "yTrue"), encodeLabels(yPred, "yPred"), sampleWeight);
}

/** Counts the pairs of two columns of a partition; otherwise as {@link countConfusion}. */
export function confusionOfColumns(
  trueColumn: Column,
  predColumn: Column,
  sampleWeight?: ArrayLike<number>,
): ConfusionCounts {
  return countEncoded(encodeColumn(trueColumn, "yTrue"), encodeColumn(predColumn, "yPred"), sampleWeight);
}

/**
 * Adds up counts of parts of the rows, which may have seen different labels. Unweighted, the result does not depend on
 * how the rows were parted, or on the order of the parts.
 *
 * @throws {TypeError} the parts hold labels of different kinds.
 */
export function mergeConfusions(parts: readonly ConfusionCounts[]): ConfusionCounts {
  const labels = uniteLabels(
    parts.map((part) => part.labels),
    "yTrue and yPred",
  );
  const sum = emptyCounts(
    labels,
    parts.some((part) => part.weighted),
  );
  for (const part of parts) {
    const places = placesOf(part.labels, labels);
    for (let i = 0; i < places.length; i++) {
      sum.trueSums[places[i]] += part.trueSums[i];
      sum.predSums[places[i]] += part.predSums[i];
      for (let j = 0; j < places.length; j++) {
        sum.counts[places[i] * labels.length + places[j]] += part.counts[i * places.length + j];
      }
    }
  }
  return sum;
}

function countEncoded(yTrue: EncodedLabels, yPred: EncodedLabels, weight?: ArrayLike<number>): ConfusionCounts {
  const rows = yTrue.codes.length;
  requireSameLength(rows, yPred.codes.length, "yPred");
  if (weight !== undefined) requireWeights(weight, rows);
  requireComplete(yTrue, "yTrue");
  requireComplete(yPred, "yPred");
  const labels = uniteLabels([yTrue.labels, yPred.labels], "yTrue and yPred");
  const result = emptyCounts(labels, weight !== undefined);
  const { counts, trueSums, predSums } = result;
  const truePlaces = placesOf(yTrue.labels, labels);
  const predPlaces = placesOf(yPred.labels, labels);
  for (let row = 0; row < rows; row++) {
    const i = truePlaces[yTrue.codes[row]];
    const j = predPlaces[yPred.codes[row]];
    const w = weight === undefined ? 1 : weight[row];
    counts[i * labels.length + j] += w;
    trueSums[i] += w;
    predSums[j] += w;
  }
  return result;
}

function emptyCounts(labels: readonly Label[], weighted: boolean): ConfusionCounts {
  return {
    labels,
    counts: new Float64Array(labels.length ** 2),
    trueSums: new Float64Array(labels.length),
    predSums: new Float64Array(labels.length),
    weighted,
  };
}

/** Where each of some labels stands among all of them; -1 for one that is not there. */
export function placesOf(some: readonly Label[], all: readonly Label[]): Int32Array {
  const places = new Map(all.map((label, place) => [label, place]));
  return Int32Array.from(some, (label) => places.get(label) ?? -1);
}

function requireSameLength(rows: number, other: number, name: string): void {
  if (rows === other) return;
  throw new RangeError(`yTrue has ${rows} rows but ${name} has ${other}; both must speak of the same rows.`);
}

function requireWeights(weight: ArrayLike<number>, rows: number): void {
  requireSameLength(rows, weight.length, "sampleWeight");
  let zeros = 0;
  for (let row = 0; row < rows; row++) {
    if (!Number.isFinite(weight[row])) {
      throw new TypeError(`sampleWeight must hold finite numbers, but row ${row} (from 0) is ${weight[row]}.`);
    }
    if (weight[row] === 0) zeros += 1;
  }
  if (rows > 0 && zeros === rows) throw new RangeError("sampleWeight is 0 for every row; at least one must not be.");
}
