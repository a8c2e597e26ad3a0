import { type ConfusionCounts, countConfusion } from "./confusion.js";
import type { Label } from "./labels.js";

/** Labels of rows, as the metrics take them: an array or a typed array. Text, whole numbers or booleans, not mixed. */
export type Labels = ArrayLike<Label | null | undefined>;

/** Weights of rows, as the metrics take them. */
export type Weights = ArrayLike<number>;

/** The counts that every metric on predicted classes is worked out from. Reads each row once. */
export async function confusionOf(yTrue: Labels, yPred: Labels, sampleWeight?: Weights): Promise<ConfusionCounts> {
  return requireRows(countConfusion(yTrue, yPred, sampleWeight));
}

function requireRows(confusion: ConfusionCounts): ConfusionCounts {
  if (confusion.labels.length > 0) return confusion;
  throw new RangeError("yTrue and yPred have no rows; a metric needs at least one.");
}
