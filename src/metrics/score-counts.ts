import { type Column, isMissing } from "../partition/partition.js";
import { binOf, type CalibrationBins, emptyBins, uniformEdges } from "./calibration-bins.js";
import { encodeColumn, type Label, requireComplete } from "./labels.js";
import type { Thresholds } from "./thresholds.js";

/**
 * The rows of a partition counted by the probability of one class. Plain data, of which the sizes do not grow with the
 * rows where probabilities are counted in steps; all numbers are whole, so that sums do not depend on their order.
 */
export interface ScoreCounts {
  /** The distinct probabilities, or the lower ends of their steps. */
  readonly scores: Float64Array;
  /** The rows with each of them, and of these the rows of the class. */
  readonly rows: Float64Array;
  readonly positives: Float64Array;
  /** Ten of the same width; the sums are in units of 2^-26. */
  readonly bins: CalibrationBins;
}

const binCount = 10;
const edges = uniformEdges(binCount);
const unit = 2 ** 26;

/** Up to so many rows, every distinct probability is a threshold; of more rows, probabilities are counted in steps. */
export const mostExactRows = 10_000;

/** The steps between 0 and 1 that probabilities of many rows are counted in; a power of two, so that their ends are exact. */
export const steps = 1024;

/**
 * Counts the rows of a partition for each class against the rest.
 *
 * @param probabilities - a column for each class.
 * @param exact - whether every distinct probability is kept, rather than its step.
 * @throws {TypeError} a label is missing.
 */
export function countScores(
  truth: Column,
  probabilities: readonly Column[],
  classes: readonly Label[],
  exact: boolean,
): ScoreCounts[] {
  const encoded = encodeColumn(truth, "y");
  requireComplete(encoded, "y");
  return probabilities.map((column, k) => {
    const place = encoded.labels.indexOf(classes[k]);
    return countColumn(column, encoded.codes, place, exact);
  });
}

function countColumn(column: Column, codes: Int32Array, place: number, exact: boolean): ScoreCounts {
  const places = new Map<number, number>();
  const [scores, rows, positives]: [number[], number[], number[]] = [[], [], []];
  const bins = emptyBins(binCount);
  if (column.dtype !== "float64")
    throw new TypeError(`Probabilities must be float64, but a column is ${column.dtype}.`);
  for (const [row, probability] of column.values.entries()) {
    if (isMissing(column, row)) throw new TypeError(`Row ${row} (from 0) of a partition has no probability.`);
    const score = exact ? probability : Math.floor(probability * steps) / steps;
    let at = places.get(score);
    if (at === undefined) {
      at = scores.push(score) - 1;
      places.set(score, at);
      rows.push(0);
      positives.push(0);
    }
    const positive = codes[row] === place ? 1 : 0;
    rows[at] += 1;
    positives[at] += positive;
    const bin = binOf(probability, edges);
    bins.rows[bin] += 1;
    bins.positives[bin] += positive;
    bins.sums[bin] += Math.round(probability * unit);
  }
  const list = (numbers: readonly number[]): Float64Array => Float64Array.from(numbers);
  return { scores: list(scores), rows: list(rows), positives: list(positives), bins };
}

/** Adds up the counts of one class over the partitions, as the thresholds of its curves. */
export function mergeThresholds(parts: readonly ScoreCounts[]): Thresholds {
  const sums = new Map<number, [positives: number, others: number]>();
  for (const { scores, rows, positives } of parts) {
    for (const [i, score] of scores.entries()) {
      const sum = sums.get(score) ?? [0, 0];
      sum[0] += positives[i];
      sum[1] += rows[i] - positives[i];
      sums.set(score, sum);
    }
  }
  const scores = Float64Array.from(sums.keys()).sort().reverse();
  const running = (side: 0 | 1): Float64Array => {
    let total = 0;
    return scores.map((score) => {
      total += (sums.get(score) as [number, number])[side];
      return total;
    });
  };
  return { scores, truePositives: running(0), falsePositives: running(1) };
}

/** Adds up the calibration bins of one class over the partitions. */
export function mergeBins(parts: readonly ScoreCounts[]): CalibrationBins {
  const sum = emptyBins(binCount);
  for (const { bins } of parts) {
    for (let bin = 0; bin < binCount; bin++) {
      sum.rows[bin] += bins.rows[bin];
      sum.positives[bin] += bins.positives[bin];
      sum.sums[bin] += bins.sums[bin];
    }
  }
  return { ...sum, sums: sum.sums.map((value) => value / unit) };
}
