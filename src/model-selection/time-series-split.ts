import type { FrameInput, SeriesInput } from "../frame/input.js";
import { checkOptions, type OptionTable, wholeNumber } from "../options.js";
import type { Fold } from "./chosen-rows.js";
import { timeSeriesRanges } from "./fold-sizes.js";
import { applyRule, foldInput, type Splitter } from "./folds.js";

export interface TimeSeriesSplitOptions {
  /** The number of folds, at least 2. Default 5. */
  nSplits?: number;
  /** The most rows to train on, the last ones. Default: no limit. */
  maxTrainSize?: number;
  /** The rows to test on. Default: those there are, divided by the folds and one. */
  testSize?: number;
  /** Rows between those trained on and those tested on that are left out. Default 0. */
  gap?: number;
}

const rules: OptionTable<TimeSeriesSplitOptions> = {
  nSplits: wholeNumber(2),
  maxTrainSize: wholeNumber(1),
  testSize: wholeNumber(1),
  gap: wholeNumber(0),
};

const OWNER = "TimeSeriesSplit";

/**
 * Cuts rows that stand in the order of time into folds that train on what came before and test on what came next: each
 * fold's test rows follow those of the fold before. Sizes are scikit-learn's.
 */
export class TimeSeriesSplit implements Splitter {
  /** As they were given; checked by {@link split}. */
  constructor(readonly options: Readonly<TimeSeriesSplitOptions> = {}) {}

  /**
   * The folds, lazily; otherwise as those of {@link KFold}.
   *
   * @throws {OptionError} an option is wrong, or leaves no rows to train on. @throws {RangeError} there are too few rows.
   */
  async split(X: FrameInput, y: SeriesInput): Promise<Fold[]> {
    checkOptions(OWNER, this.options, rules);
    const { nSplits = 5, maxTrainSize, testSize, gap = 0 } = this.options;
    const input = await foldInput(X, y);
    const folds = timeSeriesRanges(OWNER, input.rows, { nSplits, maxTrainSize, testSize, gap });
    return applyRule(input, () => ({ kind: "ranges", folds }));
  }
}
