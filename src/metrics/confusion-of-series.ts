import { columnNames, selectColumns, zipPlans } from "../frame/plan.js";
import { runPartitions } from "../frame/run-partitions.js";
import type { Series } from "../frame/series.js";
import { type ConfusionCounts, mergeConfusions } from "./confusion.js";

/** Counts the pairs of two Series with the same rows in the same partitions: a task a partition, of which counts come back. */
export async function confusionOfSeries(yTrue: Series, yPred: Series): Promise<ConfusionCounts> {
  const pairs = zipPlans(named(yTrue, "yTrue"), named(yPred, "yPred"));
  return mergeConfusions(
    await runPartitions<ConfusionCounts>(pairs, "metrics.confusion", { label: "compare predictions" }),
  );
}

function named(series: Series, name: string) {
  return selectColumns(series.plan, columnNames(series.plan), name, [name]);
}
