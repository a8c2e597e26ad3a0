import { OptionError } from "../errors.js";
import { type Label, showLabel } from "../metrics/labels.js";
import { choiceHash } from "./row-hash.js";

/** How many rows to train on and to test on; together at most all there are. */
export interface SplitSizes {
  readonly nTrain: number;
  readonly nTest: number;
}

/**
 * The sizes that a split comes to, by scikit-learn's rules: a test fraction is rounded up, a train fraction down, and
 * the one that is not given takes the other rows. Without either, a quarter of the rows is for testing. 1 is refused,
 * since it may be meant as all rows or as one.
 *
 * @param n - the number of rows.
 * @throws {OptionError} a size is neither a fraction between 0 and 1 nor a number of rows from 2 to n - 1, or both are too much.
 * @throws {RangeError} there are too few rows for both parts to have one.
 */
export function splitSizes(n: number, options: { testSize?: number; trainSize?: number } = {}): SplitSizes {
  const { trainSize } = options;
  const testSize = options.testSize ?? (trainSize === undefined ? 0.25 : undefined);
  if (n === 0) throw new RangeError("trainTestSplit: there are no rows to split.");
  if (n === 1) throw new RangeError("trainTestSplit: there is only one row, so one of the two parts would be empty.");
  requireSize("testSize", testSize, n);
  requireSize("trainSize", trainSize, n);
  let nTest = testSize === undefined ? undefined : testSize < 1 ? Math.ceil(testSize * n) : testSize;
  let nTrain = trainSize === undefined ? undefined : trainSize < 1 ? Math.floor(trainSize * n) : trainSize;
  nTrain ??= n - (nTest as number);
  nTest ??= n - nTrain;
  const tooMuch = testSize !== undefined && trainSize !== undefined && testSize < 1 && trainSize < 1;
  if (nTrain + nTest > n || (tooMuch && testSize + trainSize > 1)) {
    throw new OptionError(
      `trainTestSplit: testSize ${testSize} and trainSize ${trainSize} are together more than the ${n} rows; reduce one.`,
      { option: "trainSize", value: trainSize },
    );
  }
  if (nTrain === 0) {
    throw new OptionError(
      `trainTestSplit: of ${n} rows, testSize ${testSize} ` +
        `${trainSize === undefined ? "leaves" : `and trainSize ${trainSize} leave`} none to train on.`,
      { option: trainSize === undefined ? "testSize" : "trainSize", value: trainSize ?? testSize },
    );
  }
  return { nTrain, nTest };
}

/**
 * The sizes of each class in a stratified split, by scikit-learn's rules: training rows are shared out in proportion by
 * largest remainders, then the test rows over what is left. Equal remainders are decided by the seed.
 *
 * @param counts - the rows of each class.
 * @throws {RangeError} a class has one row only, or a part has fewer rows than there are classes.
 */
export function stratifiedSizes(
  labels: readonly Label[],
  counts: readonly number[],
  sizes: SplitSizes,
  seed: number,
): SplitSizes[] {
  const single = labels.filter((_, i) => counts[i] < 2).map(showLabel);
  if (single.length > 0) {
    const listed =
      single.length > 10 ? `${single.slice(0, 10).join(", ")} and ${single.length - 10} more` : single.join(", ");
    throw new RangeError(
      `trainTestSplit: to stratify, each class must have at least 2 rows, but ${listed} ` +
        `${single.length === 1 ? "has" : "have"} 1; drop or merge such classes, or do not stratify.`,
    );
  }
  for (const [what, size] of [["training", sizes.nTrain] as const, ["test", sizes.nTest] as const]) {
    if (size < labels.length) {
      throw new RangeError(
        `trainTestSplit: to stratify, the ${what} part must have a row for each of the ${labels.length} classes, ` +
          `but it has ${size}; make it larger, or do not stratify.`,
      );
    }
  }
  const train = approximateMode(counts, sizes.nTrain, seed, 0);
  const rest = counts.map((count, i) => count - train[i]);
  const test = approximateMode(rest, sizes.nTest, seed, 1);
  return train.map((nTrain, i) => ({ nTrain, nTest: test[i] }));
}

/**
 * How many of each class are most likely among so many draws: proportions rounded down, and what is then lacking given
 * to the largest remainders (scikit-learn's `_approximate_mode`, in the same floating-point steps).
 *
 * @param round - draws that must not decide ties alike have different rounds.
 */
export function approximateMode(counts: readonly number[], draws: number, seed: number, round: number): number[] {
  const total = counts.reduce((a, b) => a + b, 0);
  const shares = counts.map((count) => (count / total) * draws);
  const whole = shares.map(Math.floor);
  const remainders = shares.map((share, i) => share - whole[i]);
  const lacking = draws - whole.reduce((a, b) => a + b, 0);
  const order = counts
    .map((_, i) => ({ i, tie: choiceHash(seed, round, i) }))
    .sort((a, b) => remainders[b.i] - remainders[a.i] || a.tie - b.tie);
  for (const { i } of order.slice(0, Math.max(0, lacking))) whole[i] += 1;
  return whole;
}

function requireSize(option: "testSize" | "trainSize", size: number | undefined, n: number): void {
  if (size === undefined) return;
  const isFraction = size > 0 && size < 1;
  const isCount = Number.isInteger(size) && size > 1 && size < n;
  if (isFraction || isCount) return;
  throw new OptionError(
    `trainTestSplit: option "${option}" must be a fraction between 0 and 1, or a number of rows above 1 and ` +
      `below the ${n} there are, but it is ${size}.`,
    { option, value: size },
  );
}
