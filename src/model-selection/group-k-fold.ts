import { OptionError } from "../errors.js";
import { alignSeries, type FrameInput, type SeriesInput } from "../frame/input.js";
import { runPartitions } from "../frame/run-partitions.js";
import { compareLabels } from "../metrics/labels.js";
import { checkOptions, wholeNumber } from "../options.js";
import type { Fold } from "./chosen-rows.js";
import { groupFolds } from "./fold-sizes.js";
import { applyRule, foldInput, type SplitOptions, type Splitter } from "./folds.js";
import type { GroupKey } from "./group-codes.js";
import type { KeyCounts } from "./tasks.js";

const OWNER = "GroupKFold";

/**
 * Cuts rows into folds such that no group is in two of them: all measurements of a patient, all flights of a day. The
 * largest groups go first, each to the fold with the fewest rows, as in scikit-learn.
 *
 * @example
 * const folds = await new GroupKFold({ nSplits: 5 }).split(X, y, { groups: data.column("patient") });
 */
export class GroupKFold implements Splitter {
  /** As they were given; checked by {@link split}. */
  constructor(readonly options: Readonly<{ nSplits?: number }> = {}) {}

  /**
   * The folds, lazily: one pass over the groups counts them, of which there may be many, and a second chooses rows.
   *
   * @throws {OptionError} there are no groups, or an option is wrong. @throws {RangeError} there are more folds than
   *   groups. @throws {TypeError} rows have no group.
   */
  async split(X: FrameInput, y: SeriesInput, { groups }: SplitOptions = {}): Promise<Fold[]> {
    checkOptions(OWNER, this.options, { nSplits: wholeNumber(2) });
    if (groups === undefined) {
      throw new OptionError(`${OWNER} needs the option "groups", a value for each row of X.`, {
        option: "groups",
        value: undefined,
      });
    }
    const input = await foldInput(X, y);
    const { plan } = await alignSeries(input.X, groups, ["X", "groups"]);
    const parts = await runPartitions<KeyCounts<GroupKey>>(plan, "split.groupCounts", {
      args: [OWNER],
      label: "split: count groups",
    });
    const counts = new Map<GroupKey, number>();
    for (const part of parts) {
      for (const [i, key] of part.keys.entries()) counts.set(key, (counts.get(key) ?? 0) + part.counts[i]);
    }
    const keys = [...counts.keys()].sort(compareLabels);
    const { nSplits = 5 } = this.options;
    const folds = groupFolds(
      OWNER,
      keys.map((key) => counts.get(key) as number),
      nSplits,
    );
    const foldOf = new Map(keys.map((key, i) => [key, folds[i]]));
    const ofPartition = (part: KeyCounts<GroupKey>) => part.keys.map((key) => foldOf.get(key) as number);
    return applyRule(
      input,
      (index) => ({ kind: "groups", nFolds: nSplits, folds: Uint16Array.from(ofPartition(parts[index])) }),
      { plan, name: OWNER },
    );
  }
}
