import type { DataFrame } from "../frame/data-frame.js";
import { alignSeries, type FrameInput, type SeriesInput, toDataFrame } from "../frame/input.js";
import { firstRows, partitionLengths } from "../frame/lengths.js";
import { type Plan, selectColumns } from "../frame/plan.js";
import { runPartitions } from "../frame/run-partitions.js";
import type { Series } from "../frame/series.js";
import { aBoolean, checkOptions, type OptionRule, wholeNumber } from "../options.js";
import { chosenRows } from "./chosen-rows.js";
import type { SplitMasks } from "./fold-rule.js";
import { type CutCandidates, type HashHistogram, mergeHistograms } from "./row-order.js";
import { orderedRule, planStratified, randomRule, type SplitRule, stratifiedRule } from "./split-rule.js";
import { type SplitSizes, splitSizes } from "./split-sizes.js";

export interface TrainTestSplitOptions {
  /** A fraction of the rows, rounded up, or a number of rows. Default 0.25, or what `trainSize` leaves. */
  testSize?: number;
  /** A fraction of the rows, rounded down, or a number of rows. Default: all that are not for testing. */
  trainSize?: number;
  /** The same whole number gives the same split for any block size and number of workers. Default: another one each time. */
  randomState?: number;
  /** Default true. Otherwise the first rows are for training and the next for testing. */
  shuffle?: boolean;
  /** Classes, a value a row: each has the same share of both parts as of all. Mostly y itself. */
  stratify?: SeriesInput;
}

const aSize: OptionRule = { takes: "a number", test: (value) => typeof value === "number" };
const rules = {
  testSize: aSize,
  trainSize: aSize,
  randomState: wholeNumber(0),
  shuffle: aBoolean,
  stratify: { takes: "a Series or an array", test: (value: unknown) => typeof value === "object" && value !== null },
};

/**
 * Splits rows at random into a part to train on and a part to test on; X and y stay together. The sizes are exact.
 *
 * Which rows go where is random; within each part they stand in the order of the source, since moving them between
 * partitions would cost a pass over the data and tell a forest nothing. The parts are lazy: rows are counted here
 * (nothing is read for that if their number is known), and what comes back is the source with a bit a row.
 *
 * @returns XTrain, XTest, yTrain, yTest, in the partitions of X.
 * @throws {OptionError} a size or another option is wrong. @throws {RangeError} X and y differ in their number of rows,
 *   there are too few rows, or a class has too few to stratify.
 *
 * @example
 * const [XTrain, XTest, yTrain, yTest] = await trainTestSplit(X, y, { testSize: 0.3, randomState: 42 });
 */
export async function trainTestSplit(
  X: FrameInput,
  y: SeriesInput,
  options: TrainTestSplitOptions = {},
): Promise<[XTrain: DataFrame, XTest: DataFrame, yTrain: Series, yTest: Series]> {
  checkOptions("trainTestSplit", options, rules);
  const { shuffle = true, randomState = Math.floor(Math.random() * 2 ** 32), stratify } = options;
  if (stratify !== undefined && !shuffle) {
    throw new RangeError("trainTestSplit: to stratify, rows must be shuffled; leave out shuffle: false, or stratify.");
  }
  const frame = toDataFrame(X);
  const target = await alignSeries(frame, y);
  const lengths = await partitionLengths(frame.plan);
  const rows = lengths.reduce((sum, length) => sum + length, 0);
  const sizes = splitSizes(rows, options);
  const strata = stratify && (await alignSeries(frame, stratify, ["X", "stratify"])).plan;
  const rule =
    strata !== undefined
      ? await ruleOfStrata(strata, lengths, sizes, randomState)
      : shuffle
        ? randomRule(rows, sizes, randomState)
        : orderedRule(sizes);
  const masks = await masksOf(rule, strata ?? selectColumns(frame.plan, [], "trainTestSplit"), lengths);
  return chosenRows(frame, target, masks, lengths);
}

async function ruleOfStrata(
  strata: Plan,
  lengths: readonly number[],
  sizes: SplitSizes,
  seed: number,
): Promise<SplitRule> {
  const first = firstRows(lengths);
  const histograms = await runPartitions<HashHistogram>(strata, "split.histogram", {
    args: (index) => [first[index], seed, "stratify"],
    label: "split: count classes",
  });
  const plan = planStratified(mergeHistograms(histograms, "stratify"), sizes, seed);
  const candidates = await runPartitions<CutCandidates>(strata, "split.candidates", {
    args: (index) => [first[index], plan, "stratify"],
    label: "split: find where parts end",
  });
  return stratifiedRule(plan, candidates);
}

function masksOf(rule: SplitRule, strata: Plan, lengths: readonly number[]): Promise<SplitMasks[]> {
  const first = firstRows(lengths);
  return runPartitions<SplitMasks>(strata, "split.masks", {
    args: (index) => [rule, first[index], lengths[index]],
    label: "split: choose rows",
  });
}
