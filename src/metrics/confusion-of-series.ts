import { currentEngine } from "../engine/current-engine.js";
import type { Engine } from "../engine/engine.js";
import { runTasks } from "../engine/run-tasks.js";
import { columnNames, type Plan, selectColumns, zipPlans } from "../frame/plan.js";
import { type PartitionTasks, partitionTasks } from "../frame/run-partitions.js";
import type { Series } from "../frame/series.js";
import { type ConfusionCounts, mergeConfusions } from "./confusion.js";

/** Two Series with the same rows in the same partitions. */
export type LabelPair = readonly [yTrue: Series, yPred: Series];

/** Counts the pairs of two Series: a task a partition, of which counts come back. */
export async function confusionOfSeries(yTrue: Series, yPred: Series): Promise<ConfusionCounts> {
  const [counts] = await confusionsOfSeries([[yTrue, yPred]]);
  return counts;
}

/**
 * Counts the pairs of several Series, all at once.
 *
 * @param title - what progress counts, where there are partitions enough to wait for.
 */
export async function confusionsOfSeries(pairs: readonly LabelPair[], title?: string): Promise<ConfusionCounts[]> {
  const engine = currentEngine();
  const graphs = await Promise.all(pairs.map((pair) => confusionTasks(engine, pair)));
  const tasks = graphs.flatMap((graph) => graph.tasks);
  const inputs = graphs.flatMap((graph) => graph.inputs);
  const parts = await runTasks<ConfusionCounts>(engine, tasks, {
    inputs,
    title: tasks.length >= 4 ? title : undefined,
  });
  let at = 0;
  return graphs.map(({ tasks: { length } }) => {
    at += length;
    return mergeConfusions(parts.slice(at - length, at));
  });
}

function confusionTasks(engine: Engine, [yTrue, yPred]: LabelPair): Promise<PartitionTasks> {
  const pairs = zipPlans(named(yTrue, "yTrue"), named(yPred, "yPred"));
  return partitionTasks(engine, pairs, "metrics.confusion", { label: "compare predictions" });
}

function named(series: Series, name: string): Plan {
  return selectColumns(series.plan, columnNames(series.plan), name, [name]);
}
