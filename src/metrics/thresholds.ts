import { pairwiseSum } from "./pairwise-sum.js";

/**
 * Rows counted by score: at each threshold, how many rows have that score or a greater one. All that is asked about
 * the ranking of rows, for one class against the rest, is worked out from it.
 */
export interface Thresholds {
  /** The distinct scores, the greatest first. */
  readonly scores: Float64Array;
  /** The positive rows (or their weight) at or above each score. */
  readonly truePositives: Float64Array;
  /** The other rows (or their weight) at or above each score. */
  readonly falsePositives: Float64Array;
}

/**
 * Counts rows by their scores. Sorts an index of the rows: O(n log n), 12 bytes a row.
 *
 * @param positive - 1 for a row of the class, 0 for another.
 * @param weight - a weight a row; rows of weight 0 are left out, and sums go from the greatest score down.
 */
export function countThresholds(
  positive: ArrayLike<number>,
  scores: Float64Array,
  weight?: ArrayLike<number>,
): Thresholds {
  let order = Uint32Array.from(scores, (_, row) => row);
  if (weight !== undefined) order = order.filter((row) => weight[row] !== 0);
  order.sort((a, b) => scores[b] - scores[a]);
  const [distinct, tps, fps]: [number[], number[], number[]] = [[], [], []];
  let [truePositives, falsePositives] = [0, 0];
  for (const [i, row] of order.entries()) {
    const amount = weight === undefined ? 1 : weight[row];
    if (positive[row] === 1) truePositives += amount;
    else falsePositives += amount;
    if (i + 1 < order.length && scores[order[i + 1]] === scores[row]) continue;
    distinct.push(scores[row]);
    tps.push(truePositives);
    fps.push(falsePositives);
  }
  return {
    scores: Float64Array.from(distinct),
    truePositives: Float64Array.from(tps),
    falsePositives: Float64Array.from(fps),
  };
}

/** The points of a curve, one number of each list a point. */
export interface RocPoints {
  readonly fpr: number[];
  readonly tpr: number[];
  readonly thresholds: number[];
}

/**
 * The ROC curve: true positive rate over false positive rate from (0, 0), at the threshold Infinity, to (1, 1). A rate
 * of a class without rows is NaN.
 *
 * @param dropIntermediate - whether points that lie on a straight line between others are left out.
 */
export function rocPoints(counted: Thresholds, dropIntermediate: boolean): RocPoints {
  const { scores, truePositives, falsePositives } = counted;
  const last = scores.length - 1;
  const corner = (i: number): boolean =>
    !dropIntermediate || i === 0 || i === last || bends(truePositives, i) || bends(falsePositives, i);
  const kept = [...scores.keys()].filter(corner);
  const rate = (counts: Float64Array): number[] => {
    const all = counts[last] > 0 ? counts[last] : Number.NaN;
    return [0 / all, ...kept.map((i) => counts[i] / all)];
  };
  return {
    fpr: rate(falsePositives),
    tpr: rate(truePositives),
    thresholds: [Number.POSITIVE_INFINITY, ...kept.map((i) => scores[i])],
  };
}

function bends(counts: Float64Array, i: number): boolean {
  return counts[i + 1] - counts[i] - (counts[i] - counts[i - 1]) !== 0;
}

export interface PrecisionRecallPoints {
  readonly precision: number[];
  readonly recall: number[];
  readonly thresholds: number[];
}

/**
 * Precision and recall, from the least threshold to the greatest, and then the point (recall 0, precision 1), which has
 * no threshold. Without positive rows recall is 1 at every threshold.
 *
 * @param dropIntermediate - whether points between two others of the same recall are left out.
 */
export function precisionRecallPoints(counted: Thresholds, dropIntermediate: boolean): PrecisionRecallPoints {
  const { scores, truePositives, falsePositives } = counted;
  const last = scores.length - 1;
  const moves = (i: number): boolean =>
    truePositives[i] !== truePositives[i - 1] || truePositives[i + 1] !== truePositives[i];
  const kept = [...scores.keys()].filter((i) => !dropIntermediate || i === 0 || i === last || moves(i)).reverse();
  const all = truePositives[last];
  return {
    precision: [
      ...kept.map((i) => {
        const found = truePositives[i] + falsePositives[i];
        return found === 0 ? 0 : truePositives[i] / found;
      }),
      1,
    ],
    recall: [...kept.map((i) => (all === 0 ? 1 : truePositives[i] / all)), 0],
    thresholds: kept.map((i) => scores[i]),
  };
}

/** The area under a curve, by the trapezoidal rule; x rises. */
export function areaUnder(x: readonly number[], y: readonly number[]): number {
  return pairwiseSum(x.slice(1).map((next, i) => ((next - x[i]) * (y[i + 1] + y[i])) / 2));
}

/**
 * The area under the part of a ROC curve up to a false positive rate, scaled so that chance is 0.5 and the best is 1
 * (McClish 1989).
 */
export function partialArea({ fpr, tpr }: RocPoints, maxFpr: number): number {
  if (maxFpr === 1) return areaUnder(fpr, tpr);
  const stop = fpr.findIndex((rate) => rate > maxFpr);
  const [x0, x1, y0, y1] = [fpr[stop - 1], fpr[stop], tpr[stop - 1], tpr[stop]];
  const end = ((y1 - y0) / (x1 - x0)) * (maxFpr - x0) + y0;
  const area = areaUnder([...fpr.slice(0, stop), maxFpr], [...tpr.slice(0, stop), end]);
  const least = 0.5 * maxFpr ** 2;
  return 0.5 * (1 + (area - least) / (maxFpr - least));
}

/** Average precision: Σ (recall gained) · precision, the area under the steps of the curve. */
export function averagePrecision({ precision, recall }: PrecisionRecallPoints): number {
  return Math.max(0, -pairwiseSum(recall.slice(1).map((next, i) => (next - recall[i]) * precision[i])));
}
