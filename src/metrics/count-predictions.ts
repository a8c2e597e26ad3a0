import { currentEngine } from "../engine/current-engine.js";
import { runTasks } from "../engine/run-tasks.js";
import type { DataFrame } from "../frame/data-frame.js";
import { rowCount } from "../frame/lengths.js";
import { partitionTasks } from "../frame/run-partitions.js";
import type { Series } from "../frame/series.js";
import type { Classifier } from "./classifier.js";
import { type ConfusionCounts, mergeConfusions } from "./confusion.js";
import { pairPlan } from "./confusion-of-series.js";
import { mostExactRows, type ScoreCounts } from "./score-counts.js";
import { besideTruth, type ClassScoreCounts, mergeScores } from "./scores-of-series.js";

/** Rows as a frame, and their true classes in the same partitions. */
export type Part = readonly [X: DataFrame, y: Series];

/** What a classifier's predictions for the train and the test rows come to. */
export interface PredictionCounts {
  readonly train: ConfusionCounts;
  readonly test: ConfusionCounts;
  /** Of the test rows, by the probability of each class. */
  readonly scores: readonly ClassScoreCounts[];
}

/** What the predictions for a partition of the test rows come to. */
export interface TestCounts {
  readonly confusion: ConfusionCounts;
  readonly scores: readonly ScoreCounts[];
}

/** Predicts both parts, each row once: a task a partition, of which counts come back. */
export async function countPredictions(model: Classifier, train: Part, test: Part): Promise<PredictionCounts> {
  const engine = currentEngine();
  const [[XTrain, yTrain], [XTest, yTest]] = [train, test];
  const exact = (await rowCount(yTest.plan)) <= mostExactRows;
  const [trainTasks, testTasks] = await Promise.all([
    partitionTasks(engine, pairPlan(yTrain, model.predict(XTrain)), "metrics.confusion", {
      label: "predict train rows",
    }),
    partitionTasks(engine, besideTruth(yTest, model.predictAll(XTest)), "metrics.predictions", {
      args: [model.classes, exact],
      label: "predict test rows",
    }),
  ]);
  const tasks = [...trainTasks.tasks, ...testTasks.tasks];
  const values = await runTasks<ConfusionCounts | TestCounts>(engine, tasks, {
    inputs: [...trainTasks.inputs, ...testTasks.inputs],
    title: tasks.length >= 4 ? "partitions predicted" : undefined,
  });
  const counts = values.slice(trainTasks.tasks.length) as TestCounts[];
  return {
    train: mergeConfusions(values.slice(0, trainTasks.tasks.length) as ConfusionCounts[]),
    test: mergeConfusions(counts.map(({ confusion }) => confusion)),
    scores: mergeScores(
      counts.map(({ scores }) => scores),
      model.classes,
    ),
  };
}
