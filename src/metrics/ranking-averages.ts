import { pairwiseSum } from "./pairwise-sum.js";
import { oneAgainstRest, type Target } from "./ranking-input.js";
import { countThresholds, type Thresholds } from "./thresholds.js";

/** How the scores of several classes become one number. */
export type RankingAverage = "micro" | "macro" | "weighted";

/** Each class against the rest, averaged as scikit-learn's `_average_binary_score` does. */
export function averaged(
  target: Target,
  columns: readonly Float64Array[],
  weight: Float64Array | undefined,
  average: RankingAverage | null,
  score: (counted: Thresholds) => number,
): number | number[] {
  const positives = columns.map((_, place) => oneAgainstRest(target, place));
  if (average === "micro") {
    const all = (lists: readonly ArrayLike<number>[]): Float64Array => interleave(lists);
    return score(countThresholds(all(positives), all(columns), weight && all(columns.map(() => weight))));
  }
  const scores = columns.map((column, place) => score(countThresholds(positives[place], column, weight)));
  if (average === null) return scores;
  if (average === "macro") return pairwiseSum(scores) / scores.length;
  const weights = positives.map((positive) =>
    positive.reduce((sum, one, row) => sum + (weight === undefined ? one : one * weight[row]), 0),
  );
  const total = pairwiseSum(weights);
  if (total === 0) return 0;
  return pairwiseSum(scores.map((value, place) => (weights[place] === 0 ? 0 : value * weights[place]))) / total;
}

/** The mean over the pairs of classes of both one-sided areas, among the rows of the pair. */
export function oneVersusOne(
  { labels, codes }: Target,
  columns: readonly Float64Array[],
  byPrevalence: boolean,
  area: (counted: Thresholds) => number,
): number {
  const [scores, prevalences]: [number[], number[]] = [[], []];
  for (let a = 0; a < labels.length; a++) {
    for (let b = a + 1; b < labels.length; b++) {
      const rows = Uint32Array.from(codes.keys()).filter((row) => codes[row] === a || codes[row] === b);
      const side = (place: number): number =>
        area(
          countThresholds(
            Uint8Array.from(rows, (row) => (codes[row] === place ? 1 : 0)),
            Float64Array.from(rows, (row) => columns[place][row]),
          ),
        );
      scores.push((side(a) + side(b)) / 2);
      prevalences.push(rows.length / codes.length);
    }
  }
  if (!byPrevalence) return pairwiseSum(scores) / scores.length;
  return pairwiseSum(scores.map((score, i) => score * prevalences[i])) / pairwiseSum(prevalences);
}

function interleave(lists: readonly ArrayLike<number>[]): Float64Array {
  const all = new Float64Array(lists.length * lists[0].length);
  for (const [place, list] of lists.entries()) {
    for (let row = 0; row < list.length; row++) all[row * lists.length + place] = list[row];
  }
  return all;
}
