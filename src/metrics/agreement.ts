/** Scores of all classes together, worked out from confusion counts. Pure; the cost is that of the matrix, not the rows. */
import type { ConfusionCounts } from "./confusion.js";
import { pairwiseSum } from "./pairwise-sum.js";

/** The share of rows (or of weight) whose predicted label is the true one; their number with `normalize` false. */
export function accuracyOf(confusion: ConfusionCounts, normalize = true): number {
  const hits = pairwiseSum(diagonal(confusion));
  return normalize ? hits / pairwiseSum(confusion.trueSums) : hits;
}

/** The mean recall of the labels that occur in yTrue; `adjusted` puts chance at 0 and keeps the best at 1. */
export function balancedAccuracyOf(confusion: ConfusionCounts, adjusted = false): number {
  const recalls = diagonal(confusion)
    .map((hits, i) => hits / confusion.trueSums[i])
    .filter((recall) => !Number.isNaN(recall));
  const score = pairwiseSum(recalls) / recalls.length;
  if (!adjusted) return score;
  const chance = 1 / recalls.length;
  return (score - chance) / (1 - chance);
}

/** Matthews' correlation for any number of classes (Gorodkin's R_K); 0 where one side has one label only. */
export function matthewsCorrcoefOf(confusion: ConfusionCounts): number {
  const { trueSums, predSums } = confusion;
  const rows = pairwiseSum(predSums);
  const covariance = pairwiseSum(diagonal(confusion)) * rows - dot(trueSums, predSums);
  const spread = (rows ** 2 - dot(predSums, predSums)) * (rows ** 2 - dot(trueSums, trueSums));
  return spread === 0 ? 0 : covariance / Math.sqrt(spread);
}

/** How far apart two labels count in Cohen's kappa: all the same, by their distance in the list, or by its square. */
export type KappaWeights = "linear" | "quadratic";

/**
 * Cohen's kappa of a square matrix of counts: 1 - Σ w·observed / Σ w·expected by chance.
 *
 * @param rows - labels × labels: the first rater's label is the row.
 * @returns `undefined` where it is not defined: no counts, or one label only.
 */
export function cohenKappaOf(rows: readonly (readonly number[])[], weights?: KappaWeights): number | undefined {
  const rowSums = rows.map((row) => pairwiseSum(row));
  const columnSums = rows.map((_, j) => pairwiseSum(rows.map((row) => row[j])));
  const all = pairwiseSum(columnSums);
  let observed = 0;
  let expected = 0;
  for (let i = 0; i < rows.length; i++) {
    for (let j = 0; j < rows.length; j++) {
      const distance = Math.abs(i - j);
      const weight = weights === undefined ? Math.sign(distance) : weights === "linear" ? distance : distance ** 2;
      observed += weight * rows[i][j];
      expected += (weight * rowSums[i] * columnSums[j]) / all;
    }
  }
  return all === 0 || expected === 0 ? undefined : 1 - observed / expected;
}

function diagonal({ counts, labels }: ConfusionCounts): Float64Array {
  return Float64Array.from(labels, (_, i) => counts[i * labels.length + i]);
}

function dot(a: Float64Array, b: Float64Array): number {
  return pairwiseSum(a.map((value, i) => value * b[i]));
}
