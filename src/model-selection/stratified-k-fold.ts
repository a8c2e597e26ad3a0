import type { FrameInput, SeriesInput } from "../frame/input.js";
import { runPartitions } from "../frame/run-partitions.js";
import type { Label } from "../metrics/labels.js";
import { checkOptions } from "../options.js";
import type { Fold } from "./chosen-rows.js";
import { equalEnds, stratifiedAllocation } from "./fold-sizes.js";
import {
  applyRule,
  type FoldInput,
  type FoldOptions,
  foldInput,
  foldRules,
  foldSettings,
  type Splitter,
} from "./folds.js";
import {
  type CutCandidates,
  classSizes,
  type HashHistogram,
  mergeHistograms,
  planCuts,
  resolveCuts,
} from "./row-order.js";
import type { KeyCounts } from "./tasks.js";

const OWNER = "StratifiedKFold";
/** What errors call the classes. */
const NAME = `${OWNER}: y`;

/**
 * Cuts rows into folds in which each class has the same share as in all rows, as far as its rows can be divided; how
 * many rows of each class a fold has is as in scikit-learn. Rows go to folds in their order, unless they are shuffled.
 */
export class StratifiedKFold implements Splitter {
  /** As they were given; checked by {@link split}. */
  constructor(readonly options: Readonly<FoldOptions> = {}) {}

  /**
   * The folds, lazily: passes over y count its classes and choose rows, two, or three if rows are shuffled. Warns of a
   * class that has fewer rows than there are folds.
   *
   * @throws {OptionError} an option is wrong. @throws {RangeError} every class has fewer rows than there are folds.
   * @throws {TypeError} y has missing values, or values that are no classes.
   */
  async split(X: FrameInput, y: SeriesInput): Promise<Fold[]> {
    checkOptions(OWNER, this.options, foldRules);
    const { nSplits, seed } = foldSettings(OWNER, this.options);
    const input = await foldInput(X, y);
    equalEnds(OWNER, input.rows, nSplits);
    return seed === undefined ? inOrder(input, nSplits) : shuffled(input, nSplits, seed);
  }
}

async function inOrder(input: FoldInput, nFolds: number): Promise<Fold[]> {
  const { plan } = input.y;
  const parts = await runPartitions<KeyCounts<Label>>(plan, "split.classCounts", {
    args: [NAME],
    label: "split: count classes",
  });
  const total = new Map<Label, number>();
  /** How many rows of each class that comes up to a partition are before it, in the order in which they first come. */
  const seen = parts.map(({ keys, counts }) => {
    const before = new Map(total);
    for (const [i, key] of keys.entries()) total.set(key, (total.get(key) ?? 0) + counts[i]);
    return before;
  });
  const labels = [...total.keys()];
  const ends = endsOf([...total.values()], nFolds);
  return applyRule(
    input,
    (index) => ({
      kind: "ranked",
      nFolds,
      labels,
      ends,
      seen: labels.map((label) => seen[index].get(label) ?? 0),
    }),
    { plan, name: NAME },
  );
}

async function shuffled(input: FoldInput, nFolds: number, seed: number): Promise<Fold[]> {
  const { plan } = input.y;
  const histograms = await runPartitions<HashHistogram>(plan, "split.histogram", {
    args: (index) => [input.first[index], seed, NAME],
    label: "split: count classes",
  });
  const histogram = mergeHistograms(histograms, NAME);
  const { labels } = histogram;
  const sizes = classSizes(histogram);
  // The rows are dealt to the folds class by class, in the order in which these first come.
  const firstCome = [...new Set(histograms.flatMap((part) => part.labels))];
  const ends = endsOf(
    firstCome.map((label) => sizes[labels.indexOf(label)]),
    nFolds,
  );
  const ofClass = labels.map((label) => ends[firstCome.indexOf(label)].slice(0, -1));
  const cutPlan = planCuts(histogram, ofClass, seed);
  const candidates = await runPartitions<CutCandidates>(plan, "split.candidates", {
    args: (index) => [input.first[index], cutPlan, NAME],
    label: "split: find where parts end",
  });
  const cuts = resolveCuts(cutPlan, candidates);
  return applyRule(input, () => ({ kind: "shuffled", nFolds, seed, labels, cuts }), { plan, name: NAME });
}

/** For each class, how many of its rows come before the end of each fold. */
function endsOf(counts: readonly number[], nFolds: number): number[][] {
  if (counts.every((count) => count < nFolds)) {
    throw new RangeError(
      `${OWNER}: every class has fewer rows than there are folds, ${nFolds}; the largest has ${Math.max(...counts)}.`,
    );
  }
  const least = Math.min(...counts);
  if (least < nFolds) {
    process.emitWarning(
      `${OWNER}: the smallest class has only ${least} ${least === 1 ? "row" : "rows"}, so some of the ${nFolds} folds test none of it.`,
      "SmallClassWarning",
    );
  }
  return stratifiedAllocation(counts, nFolds).map((sizes) => {
    let end = 0;
    return sizes.map((size) => {
      end += size;
      return end;
    });
  });
}
