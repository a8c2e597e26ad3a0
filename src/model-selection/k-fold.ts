import type { FrameInput, SeriesInput } from "../frame/input.js";
import { checkOptions } from "../options.js";
import type { Fold } from "./chosen-rows.js";
import { equalEnds } from "./fold-sizes.js";
import { applyRule, type FoldOptions, foldInput, foldRules, foldSettings, type Splitter } from "./folds.js";
import { randomCuts } from "./split-rule.js";

const OWNER = "KFold";

/**
 * Cuts rows into folds of equal size, each of which is tested on once while the others are trained on. Of `n` rows the
 * first `n % nSplits` folds have one row more, as in scikit-learn. Folds are runs of rows, unless rows are shuffled.
 *
 * @example
 * for (const [XTrain, XTest, yTrain, yTest] of await new KFold({ nSplits: 3 }).split(X, y)) {
 *   const model = await new RandomForestClassifier().fit(XTrain, yTrain);
 *   console.log(await model.score(XTest, yTest));
 * }
 */
export class KFold implements Splitter {
  /** As they were given; checked by {@link split}. */
  constructor(readonly options: Readonly<FoldOptions> = {}) {}

  /**
   * The folds, lazily: rows are counted, and what comes back is the source with two bits a row and fold.
   *
   * @throws {OptionError} an option is wrong. @throws {RangeError} there are more folds than rows, or X and y differ in
   *   their number of rows.
   */
  async split(X: FrameInput, y: SeriesInput): Promise<Fold[]> {
    checkOptions(OWNER, this.options, foldRules);
    const { nSplits, seed } = foldSettings(OWNER, this.options);
    const input = await foldInput(X, y);
    const ends = equalEnds(OWNER, input.rows, nSplits);
    if (seed !== undefined) {
      const cuts = [randomCuts(input.rows, ends.slice(0, -1), seed)];
      return applyRule(input, () => ({ kind: "shuffled", nFolds: nSplits, seed, cuts }));
    }
    const train = { from: 0, to: input.rows };
    const folds = ends.map((to, i) => ({ train, test: { from: ends[i - 1] ?? 0, to } }));
    return applyRule(input, () => ({ kind: "ranges", folds }));
  }
}
