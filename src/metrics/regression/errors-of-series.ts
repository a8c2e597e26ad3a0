import { columnNames, type Plan, selectColumns, zipPlans } from "../../frame/plan.js";
import { runPartitions } from "../../frame/run-partitions.js";
import type { Series } from "../../frame/series.js";
import { type ErrorSums, mergeErrors } from "./error-sums.js";

/**
 * Adds up the errors of predictions: a task a partition, of which sums come back.
 *
 * @param weights - of the rows; all Series have the same rows in the same partitions.
 */
export async function errorsOfSeries(yTrue: Series, yPred: Series, weights?: Series): Promise<ErrorSums> {
  let plan = errorPlan(yTrue, yPred);
  if (weights !== undefined) plan = zipPlans(plan, named(weights, "sampleWeight"));
  return mergeErrors(await runPartitions<ErrorSums>(plan, "metrics.errors", { label: "compare predictions" }));
}

/** The true and the predicted numbers, side by side. */
export function errorPlan(yTrue: Series, yPred: Series): Plan {
  return zipPlans(named(yTrue, "yTrue"), named(yPred, "yPred"));
}

function named(series: Series, name: string): Plan {
  return selectColumns(series.plan, columnNames(series.plan), name, [name]);
}
