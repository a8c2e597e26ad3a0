import { columnNames, type Plan, selectColumns, zipPlans } from "../frame/plan.js";
import { runPartitions } from "../frame/run-partitions.js";
import type { Series } from "../frame/series.js";
import { type ConfusionCounts, mergeConfusions } from "./confusion.js";

/** Counts the pairs of two Series with the same rows in the same partitions: a task a partition, of which counts come back. */
export async function confusionOfSeries(yTrue: Series, yPred: Series): Promise<ConfusionCounts> {
  const run = { label: "compare predictions" };
  return mergeConfusions(await runPartitions<ConfusionCounts>(pairPlan(yTrue, yPred), "metrics.confusion", run));
}

/** The true and the predicted classes, side by side. */
export function pairPlan(yTrue: Series, yPred: Series): Plan {
  return zipPlans(named(yTrue, "yTrue"), named(yPred, "yPred"));
}

function named(series: Series, name: string): Plan {
  return selectColumns(series.plan, columnNames(series.plan), name, [name]);
}
