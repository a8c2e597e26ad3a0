import { followSteps, withoutProgress } from "../../engine/follow-tasks.js";
import { CancelledError } from "../../errors.js";
import { DataFrame } from "../../frame/data-frame.js";
import { memoryPlan } from "../../frame/from-records.js";
import { computePartitions } from "../../frame/gather.js";
import { partitionLengths } from "../../frame/lengths.js";
import { type Plan, selectColumns, zipPlans } from "../../frame/plan.js";
import type { Series } from "../../frame/series.js";
import { concatPartitions } from "../../partition/concat-partitions.js";
import { type Partition, takeRows } from "../../partition/partition.js";
import { requireRows, shuffledRows } from "./shuffled-rows.js";

/** A fitted model that can be tested: {@link RandomForestClassifier} is one. */
export interface Scorable {
  readonly featureNames: readonly string[];
  score(X: DataFrame, y: Series): Promise<number>;
}

/** A model's score on some rows, and its scores by feature and repeat. */
export interface ShuffledScores {
  readonly base: number;
  readonly shuffled: readonly (readonly number[])[];
}

/**
 * Scores of any model with shuffled columns, by its own `score`, one after the other. Holds all rows in memory.
 *
 * @param features - the model's.
 * @param truth - what is true of the same rows.
 */
export async function modelScores(
  model: Scorable,
  features: Plan,
  truth: Series,
  repeats: number,
  seed: number,
): Promise<ShuffledScores> {
  const { featureNames } = model;
  let target = truth.name;
  while (featureNames.includes(target)) target += "_";
  const plan = zipPlans(features, selectColumns(truth.plan, [truth.name], "permutationImportance", [target]));
  const lengths = await partitionLengths(plan);
  const rows = concatPartitions(await computePartitions(plan));
  requireRows(rows.length);
  const scoreOf = (tested: Partition): Promise<number> => {
    const all = new DataFrame(memoryPlan(tested, lengths));
    return withoutProgress(() => model.score(all, all.column(target)));
  };
  const shuffle = (f: number, repeat: number): Partition => {
    const order = shuffledRows(rows.length, seed, f, repeat);
    return { ...rows, columns: rows.columns.map((column, place) => (place === f ? takeRows(column, order) : column)) };
  };
  const base = await scoreOf(rows);
  const shuffled = featureNames.map((): number[] => []);
  const steps = followSteps("shuffled columns", featureNames.length * repeats);
  try {
    for (let f = 0; f < featureNames.length; f++) {
      for (let repeat = 0; repeat < repeats; repeat++) {
        // There is one order of one row, and one warning is enough that its score is not defined.
        shuffled[f].push(rows.length === 1 ? base : await scoreOf(shuffle(f, repeat)));
        steps.tell("finished");
      }
    }
  } catch (error) {
    steps.tell(error instanceof CancelledError ? "cancelled" : "error");
    throw error;
  }
  return { base, shuffled };
}
