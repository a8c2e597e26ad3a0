import type { TaskContext } from "../engine/engine.js";
import type { Slice } from "../frame/plan.js";
import { runPlan } from "../frame/run-plan.js";
import { type ConfusionCounts, confusionOfColumns } from "./confusion.js";
import type { TestCounts } from "./count-predictions.js";
import type { Label } from "./labels.js";
import { type LossSum, sumLosses } from "./log-loss-of-series.js";
import { comparePartition, type PredictionErrors } from "./regression/compare-predictions.js";
import { addErrors, type ErrorSums } from "./regression/error-sums.js";
import { numbersOfColumn, requireWeights } from "./regression/numbers.js";
import { countScores, type ScoreCounts } from "./score-counts.js";

/** Counts the pairs of the two columns of a slice, true and predicted. */
export async function confusion(context: TaskContext, slice: Slice): Promise<ConfusionCounts> {
  const { columns } = await runPlan(context, slice);
  return confusionOfColumns(columns[0], columns[1]);
}

/** Counts a slice of the true class, the predicted one, and then the probability of each class. */
export async function predictions(
  context: TaskContext,
  slice: Slice,
  classes: readonly Label[],
  exact: boolean,
): Promise<TestCounts> {
  const { columns } = await runPlan(context, slice);
  const [truth, predicted, ...probabilities] = columns;
  return {
    confusion: confusionOfColumns(truth, predicted),
    scores: countScores(truth, probabilities, classes, exact),
  };
}

/** Counts the rows of a slice by the probabilities of each class: the first column is the true class. */
export async function scores(
  context: TaskContext,
  slice: Slice,
  classes: readonly Label[],
  exact: boolean,
): Promise<ScoreCounts[]> {
  const { columns } = await runPlan(context, slice);
  return countScores(columns[0], columns.slice(1), classes, exact);
}

/** Adds up the logistic losses of the rows of a slice: the first column is the true class, then come probabilities. */
export async function logLoss(context: TaskContext, slice: Slice, classes: readonly Label[]): Promise<LossSum> {
  const { columns } = await runPlan(context, slice);
  return sumLosses(columns[0], columns.slice(1), classes);
}

/** Adds up the errors of the rows of a slice: true, predicted and, if there are any, weights. */
export async function errors(context: TaskContext, slice: Slice): Promise<ErrorSums> {
  const { columns } = await runPlan(context, slice);
  const [truth, predicted] = [numbersOfColumn(columns[0], "yTrue"), numbersOfColumn(columns[1], "yPred")];
  if (columns.length < 3) return addErrors(truth, predicted);
  const weights = numbersOfColumn(columns[2], "sampleWeight");
  requireWeights(weights);
  return addErrors(truth, predicted, weights);
}

/** The same of rows whose numbers in the whole part begin with `firstRow`, and some of these rows. */
export async function comparePredictions(
  context: TaskContext,
  slice: Slice,
  firstRow: number,
  totalRows: number,
): Promise<PredictionErrors> {
  const { columns } = await runPlan(context, slice);
  const [truth, predicted] = [numbersOfColumn(columns[0], "y"), numbersOfColumn(columns[1], "the prediction")];
  return comparePartition(truth, predicted, firstRow, totalRows);
}
