import { DataFrame } from "../frame/data-frame.js";
import type { FilterPlan, Plan } from "../frame/plan.js";
import type { RowMask } from "../frame/row-mask.js";
import { Series } from "../frame/series.js";
import type { SplitMasks } from "./fold-rule.js";

/** The rows to train on and those to test on, lazily, in the partitions of X. */
export type Fold = [XTrain: DataFrame, XTest: DataFrame, yTrain: Series, yTest: Series];

/** Both parts of X and y, from the masks of each partition. */
export function chosenRows(X: DataFrame, y: Series, masks: readonly SplitMasks[], lengths: readonly number[]): Fold {
  const [train, test] = [masks.map((mask) => mask.train), masks.map((mask) => mask.test)];
  return [
    new DataFrame(filtered(X.plan, train, lengths)),
    new DataFrame(filtered(X.plan, test, lengths)),
    new Series(filtered(y.plan, train, lengths)),
    new Series(filtered(y.plan, test, lengths)),
  ];
}

function filtered(input: Plan, masks: readonly RowMask[], inputLengths: readonly number[]): FilterPlan {
  return { op: "filter", input, masks, inputLengths, schema: input.schema, npartitions: input.npartitions };
}
