import { alignSeries, gatherValues, type SeriesInput } from "../frame/input.js";
import { Series } from "../frame/series.js";
import { type ConfusionCounts, countConfusion } from "./confusion.js";
import { confusionOfSeries } from "./confusion-of-series.js";

/** Labels of rows, as the metrics take them: a Series or an array. Text, whole numbers or booleans, not mixed. */
export type Labels = SeriesInput;

/** Weights of rows, as the metrics take them. */
export type Weights = SeriesInput;

/**
 * The counts that every metric on predicted classes is worked out from. Reads each row once: two Series partition by
 * partition on the cluster, whatever has an array or weights in it here.
 */
export async function confusionOf(yTrue: Labels, yPred: Labels, sampleWeight?: Weights): Promise<ConfusionCounts> {
  if (yTrue instanceof Series && yPred instanceof Series && sampleWeight === undefined) {
    return requireRows(await confusionOfSeries(yTrue, await alignSeries(yTrue, yPred, ["yTrue", "yPred"])));
  }
  const weight = sampleWeight && ((await gatherValues(sampleWeight)) as ArrayLike<number>);
  return requireRows(countConfusion(await gatherValues(yTrue), await gatherValues(yPred), weight));
}

function requireRows(confusion: ConfusionCounts): ConfusionCounts {
  if (confusion.labels.length > 0) return confusion;
  throw new RangeError("yTrue and yPred have no rows; a metric needs at least one.");
}
