/** Cross-validation of one or more candidates on the same folds: what `crossValScore` and the searches share. */
import { followSteps, withoutProgress } from "../engine/follow-tasks.js";
import { CancelledError } from "../errors.js";
import { DataFrame } from "../frame/data-frame.js";
import { alignSeries, type FrameInput, type SeriesInput, toDataFrame } from "../frame/input.js";
import { rowCount } from "../frame/lengths.js";
import { selectColumns, zipPlans } from "../frame/plan.js";
import { Series } from "../frame/series.js";
import { either, type OptionRule, type OptionTable, wholeNumber } from "../options.js";
import type { Fold } from "./chosen-rows.js";
import { type Estimator, isClassifier, unfitted } from "./estimator.js";
import type { Splitter } from "./folds.js";
import { inTurn } from "./in-turn.js";
import { KFold } from "./k-fold.js";
import { type Scorer, type ScoringName, scorerOf, scoringName, scoringRule } from "./scorers.js";
import { Scores } from "./scores.js";
import { StratifiedKFold } from "./stratified-k-fold.js";

/** How models are cross-validated. */
export interface CrossValOptions<M extends Estimator = Estimator> {
  /**
   * How rows are cut into folds: a number of folds, stratified by class for a classifier and without shuffling, or a
   * splitter. Default 5.
   */
  cv?: number | Splitter;
  /** What a model is scored by. Default: its own `score`, for a classifier the accuracy, for a regressor R². */
  scoring?: ScoringName | Scorer<M>;
}

/** Models that are trained at a time: one alone leaves workers idle while its rows are gathered and put together. */
const AT_ONCE = 2;

const aSplitter: OptionRule = {
  takes: "an object with a method split, as a KFold",
  test: (value) => typeof (value as Partial<Splitter> | null)?.split === "function",
};

export const crossValRules: OptionTable<CrossValOptions> = {
  cv: either(wholeNumber(2), aSplitter),
  scoring: scoringRule,
};

/** Rows that many models are trained on, kept by the cluster. */
export interface KeptRows {
  readonly X: DataFrame;
  readonly y: Series;
  readonly groups: Series | undefined;
  /** Gives the memory back. */
  readonly release: () => void;
}

/**
 * X, y and groups read once and kept by the cluster, which spills what does not fit; rows in memory are taken as they are.
 *
 * @throws {RangeError} they differ in their number of rows.
 */
export async function keepRows(X: FrameInput, y: SeriesInput, groups?: SeriesInput): Promise<KeptRows> {
  const frame = toDataFrame(X);
  const target = await alignSeries(frame, y);
  const grouping = groups && (await alignSeries(frame, groups, ["X", "groups"]));
  if (frame.plan.op === "memory") return { X: frame, y: target, groups: grouping, release: () => {} };
  const names = frame.columns.map((_, i) => `X${i}`);
  let plan = zipPlans(
    selectColumns(frame.plan, frame.columns, "fit", names),
    selectColumns(target.plan, [target.name], "fit", ["y"]),
  );
  if (grouping !== undefined) {
    plan = zipPlans(plan, selectColumns(grouping.plan, [grouping.name], "fit", ["groups"]));
  }
  const kept = new DataFrame(plan).persist();
  return {
    X: new DataFrame(selectColumns(kept.plan, names, "fit", frame.columns)),
    y: new Series(selectColumns(kept.plan, ["y"], "fit", [target.name])),
    groups: grouping && new Series(selectColumns(kept.plan, ["groups"], "fit", [grouping.name])),
    release: () => kept.unpersist(),
  };
}

/** What is shown of a cross-validation while it goes on. */
export interface CrossValProgress {
  /** What is counted: "folds", or candidates of several folds each. */
  readonly title: string;
  readonly of: "folds" | "candidates";
}

/**
 * Trains and tests a model with the options of each candidate on each fold, a few models at a time.
 *
 * @returns the scores of each candidate.
 * @throws what a model's `fit` throws, but for a RangeError: where rows cannot be trained on, the score is NaN, with a
 *   warning, unless that is so of all.
 */
export async function crossValidate<M extends Estimator>(
  model: M,
  candidates: readonly object[],
  { X, y, groups }: KeptRows,
  { cv = 5, scoring }: CrossValOptions<M>,
  progress: CrossValProgress,
): Promise<Scores[]> {
  const splitter = typeof cv !== "number" ? cv : new (isClassifier(model) ? StratifiedKFold : KFold)({ nSplits: cv });
  const folds = await splitter.split(X, y, { groups });
  const sizes = await Promise.all(
    folds.map(async ([train, test]) => ({ train: await rowCount(train.plan), test: await rowCount(test.plan) })),
  );
  const score = scorerOf(scoring);
  const failures: RangeError[] = [];
  const left = candidates.map(() => folds.length);
  const steps = followSteps(progress.title, progress.of === "folds" ? folds.length : candidates.length);
  const jobs = candidates.flatMap((options, candidate) =>
    folds.map((fold) => async () => {
      const scored = await trainAndTest(unfitted(model, options), fold, score, failures);
      left[candidate] -= 1;
      if (progress.of === "folds" || left[candidate] === 0) steps.tell("finished");
      return scored;
    }),
  );
  let scores: number[];
  try {
    scores = await withoutProgress(() => inTurn(jobs, AT_ONCE));
  } catch (error) {
    steps.tell(error instanceof CancelledError ? "cancelled" : "error");
    throw error;
  }
  if (failures.length === jobs.length) throw failures[0];
  const name = scoringName(scoring, model);
  return candidates.map((_, candidate) => {
    const ofFolds = sizes.map((size, fold) => ({ ...size, score: scores[candidate * folds.length + fold] }));
    return new Scores(name, ofFolds);
  });
}

async function trainAndTest<M extends Estimator>(
  model: M,
  [XTrain, XTest, yTrain, yTest]: Fold,
  score: Scorer<M>,
  failures: RangeError[],
): Promise<number> {
  try {
    await model.fit(XTrain, yTrain);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    if (failures.push(error) === 1) {
      process.emitWarning(
        `A model could not be fitted on a fold, and its score is NaN. ${error.message}`,
        "FitFailedWarning",
      );
    }
    return Number.NaN;
  }
  return score(model, XTest, yTest);
}
