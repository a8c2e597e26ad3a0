import type { TaskContext } from "../engine/engine.js";
import type { Slice } from "../frame/plan.js";
import { runPlan } from "../frame/run-plan.js";
import { type ConfusionCounts, confusionOfColumns } from "./confusion.js";

/** Counts the pairs of the two columns of a slice, true and predicted. */
export async function confusion(context: TaskContext, slice: Slice): Promise<ConfusionCounts> {
  const { columns } = await runPlan(context, slice);
  return confusionOfColumns(columns[0], columns[1]);
}
