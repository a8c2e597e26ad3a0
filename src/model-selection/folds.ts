/** What all splitters share: X and y as collections of the same rows, and the folds' masks made into frames. */
import { OptionError } from "../errors.js";
import type { DataFrame } from "../frame/data-frame.js";
import { alignSeries, type FrameInput, type SeriesInput, toDataFrame } from "../frame/input.js";
import { firstRows, partitionLengths } from "../frame/lengths.js";
import { type Plan, selectColumns } from "../frame/plan.js";
import { runPartitions } from "../frame/run-partitions.js";
import type { Series } from "../frame/series.js";
import { aBoolean, type OptionTable, wholeNumber } from "../options.js";
import { chosenRows, type Fold } from "./chosen-rows.js";
import type { FoldRule, SplitMasks } from "./fold-rule.js";

/** Cuts rows into folds: {@link KFold} and its like, or an object of your own. */
export interface Splitter {
  /** @param options - `groups`: a value a row; rows of one group are not parted by splitters that look at it. */
  split(X: FrameInput, y: SeriesInput, options?: SplitOptions): Promise<Fold[]>;
}

export interface SplitOptions {
  groups?: SeriesInput;
}

/** Options of the splitters that may shuffle. */
export interface FoldOptions {
  /** The number of folds, at least 2. Default 5. */
  nSplits?: number;
  /** Whether rows go to folds at random, rather than in their order. Default false. */
  shuffle?: boolean;
  /** With `shuffle`: the same whole number gives the same folds for any block size and number of workers. Default: others each time. */
  randomState?: number;
}

export const foldRules: OptionTable<FoldOptions> = {
  nSplits: wholeNumber(2),
  shuffle: aBoolean,
  randomState: wholeNumber(0),
};

/** The options with their defaults; the seed is undefined where rows are not shuffled. */
export function foldSettings(
  owner: string,
  { nSplits = 5, shuffle = false, randomState }: FoldOptions,
): { nSplits: number; seed: number | undefined } {
  if (randomState !== undefined && !shuffle) {
    throw new OptionError(
      `${owner}: option "randomState" is about shuffled rows; leave it out, or set shuffle to true.`,
      {
        option: "randomState",
        value: randomState,
      },
    );
  }
  return { nSplits, seed: shuffle ? (randomState ?? Math.floor(Math.random() * 2 ** 32)) : undefined };
}

/** The rows that are to be cut into folds. */
export interface FoldInput {
  readonly X: DataFrame;
  readonly y: Series;
  /** The rows of each partition, and where each begins. */
  readonly lengths: readonly number[];
  readonly first: readonly number[];
  readonly rows: number;
}

/** X and y with the same rows in the same partitions, counted. */
export async function foldInput(X: FrameInput, y: SeriesInput): Promise<FoldInput> {
  const frame = toDataFrame(X);
  const target = await alignSeries(frame, y);
  const lengths = await partitionLengths(frame.plan);
  return {
    X: frame,
    y: target,
    lengths,
    first: firstRows(lengths),
    rows: lengths.reduce((sum, length) => sum + length, 0),
  };
}

/**
 * The folds of a rule: a task a partition says which rows are in which part.
 *
 * @param ruleOf - the rule for each partition.
 * @param by - what the rule is about besides the rows' numbers: their classes or groups, and how errors call them.
 */
export async function applyRule(
  { X, y, lengths, first }: FoldInput,
  ruleOf: (partition: number) => FoldRule,
  by?: { readonly plan: Plan; readonly name: string },
): Promise<Fold[]> {
  const masks = await runPartitions<SplitMasks[]>(by?.plan ?? selectColumns(X.plan, [], "split"), "split.folds", {
    args: (index) => [ruleOf(index), first[index], lengths[index], by?.name],
    label: "split: choose rows",
  });
  return masks[0].map((_, fold) =>
    chosenRows(
      X,
      y,
      masks.map((ofPartition) => ofPartition[fold]),
      lengths,
    ),
  );
}
