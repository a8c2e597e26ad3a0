/** How folds come to their sizes, by scikit-learn's rules. Pure. */
import { OptionError } from "../errors.js";

/** Rows from `from` to before `to`. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** The rows of one fold: those of `train` that are not in `test` are trained on. */
export interface FoldRanges {
  readonly train: RowRange;
  readonly test: RowRange;
}

/**
 * How many rows stand before the end of each of `k` parts of `n` rows; the first `n % k` parts have one row more.
 *
 * @throws {RangeError} there are more parts than rows.
 */
export function equalEnds(owner: string, n: number, k: number): number[] {
  if (k > n) {
    throw new RangeError(`${owner}: there are ${n} rows, too few for ${k} folds; each needs one to test on.`);
  }
  const least = Math.floor(n / k);
  return Array.from({ length: k }, (_, i) => least * (i + 1) + Math.min(i + 1, n % k));
}

/**
 * How many rows of each class are tested in each fold: rows sorted by class are dealt to the folds one by one.
 *
 * @param counts - the rows of each class, the classes in the order in which they first come.
 * @returns an entry a class, with a number a fold.
 */
export function stratifiedAllocation(counts: readonly number[], k: number): number[][] {
  let from = 0;
  return counts.map((count) => {
    const to = from + count;
    // Places p with p % k = fold below a limit.
    const dealt = (limit: number, fold: number): number => Math.floor((limit - fold + k - 1) / k);
    const sizes = Array.from({ length: k }, (_, fold) => dealt(to, fold) - dealt(from, fold));
    from = to;
    return sizes;
  });
}

/**
 * The fold in which each group is tested: the largest group first, each goes to the fold that has the fewest rows.
 *
 * @param counts - the rows of each group, the groups sorted.
 * @throws {RangeError} there are more folds than groups.
 */
export function groupFolds(owner: string, counts: readonly number[], k: number): Uint16Array {
  if (k > counts.length) {
    throw new RangeError(
      `${owner}: there are ${counts.length} groups, too few for ${k} folds; each needs one to test on.`,
    );
  }
  const order = counts.map((_, group) => group).sort((a, b) => counts[b] - counts[a] || b - a);
  const rows = new Float64Array(k);
  const folds = new Uint16Array(counts.length);
  for (const group of order) {
    const lightest = rows.indexOf(Math.min(...rows));
    rows[lightest] += counts[group];
    folds[group] = lightest;
  }
  return folds;
}

export interface TimeSeriesSizes {
  readonly nSplits: number;
  readonly maxTrainSize: number | undefined;
  readonly testSize: number | undefined;
  readonly gap: number;
}

/**
 * The folds of rows that stand in the order of time: the test rows of each follow those of the fold before, and all rows
 * before them, less the gap, are trained on.
 *
 * @throws {RangeError} there are too few rows. @throws {OptionError} they are too few for the test size and the gap.
 */
export function timeSeriesRanges(
  owner: string,
  n: number,
  { nSplits, maxTrainSize = n, testSize, gap }: TimeSeriesSizes,
): FoldRanges[] {
  if (nSplits + 1 > n) {
    throw new RangeError(`${owner}: there are ${n} rows, too few for ${nSplits} folds, which need ${nSplits + 1}.`);
  }
  const size = testSize ?? Math.floor(n / (nSplits + 1));
  if (n - gap - size * nSplits <= 0) {
    throw new OptionError(
      `${owner}: ${nSplits} folds of ${size} test rows and a gap of ${gap} leave none of the ${n} rows to train the first fold on.`,
      { option: "nSplits", value: nSplits },
    );
  }
  return Array.from({ length: nSplits }, (_, i) => {
    const from = n - (nSplits - i) * size;
    return { train: { from: Math.max(0, from - gap - maxTrainSize), to: from - gap }, test: { from, to: from + size } };
  });
}
