import { alignSeries, type FrameInput, type SeriesInput, toDataFrame } from "../frame/input.js";
import { selectColumns } from "../frame/plan.js";
import { checkOptions, type OptionTable, wholeNumber } from "../options.js";
import { forestScores, hasForestScores } from "./permutation/forest-scores.js";
import { modelScores, type Scorable } from "./permutation/model-scores.js";

export interface PermutationImportanceOptions {
  /** How often each column is shuffled. Default 5. */
  nRepeats?: number;
  /** The same whole number gives the same shuffles. Default: others each time. */
  randomState?: number;
}

const rules: OptionTable<PermutationImportanceOptions> = {
  nRepeats: wholeNumber(1),
  randomState: wholeNumber(0),
};

/** How much worse a model does when a column is shuffled, by column. */
export interface PermutationImportances {
  /** The model's columns, in the order of the others. */
  readonly featureNames: readonly string[];
  /** By column, and within it by repeat: the score without shuffling less that with it. */
  readonly importances: readonly (readonly number[])[];
  readonly importancesMean: readonly number[];
  /** Standard deviations of the repeats, as numpy has them: their squares' mean is over all repeats. */
  readonly importancesStd: readonly number[];
}

/**
 * What each column is worth to a fitted model: the score it loses when the values of the column are shuffled among the
 * rows. Unlike impurity importances these can be had of rows the model was not trained on, and do not favour columns
 * of many values; of two columns that say the same, either alone seems worth little.
 *
 * Of a forest of this library all rows are in memory as one byte a cell (two with `maxBins` above 256), and as many for
 * the shuffled columns of each repeat; rows go down a tree again only where a shuffled value sends them another way. Of
 * any other model all rows are held as they are, and are predicted once for each column and repeat.
 *
 * @example
 * const { importancesMean } = await permutationImportance(model, XTest, yTest, { randomState: 1 });
 *
 * @throws {TypeError} the model has no `featureNames`, or y has missing values.
 * @throws {RangeError} there are no rows.
 * @throws {ColumnError} a column that the model was fitted on is not there.
 */
export async function permutationImportance(
  model: Scorable,
  X: FrameInput,
  y: SeriesInput,
  options: PermutationImportanceOptions = {},
): Promise<PermutationImportances> {
  checkOptions("permutationImportance", options, rules);
  const { nRepeats = 5, randomState = Math.floor(Math.random() * 2 ** 32) } = options;
  const { featureNames } = model;
  if (featureNames === undefined) {
    throw new TypeError(
      "permutationImportance: the model does not tell its featureNames; of a search hand over its bestEstimator.",
    );
  }
  const frame = toDataFrame(X);
  const truth = await alignSeries(frame, y);
  const features = selectColumns(frame.plan, featureNames, "permutationImportance");
  const { base, shuffled } = hasForestScores(model)
    ? await forestScores(model, features, truth.plan, nRepeats, randomState)
    : await modelScores(model, features, truth, nRepeats, randomState);
  const importances = shuffled.map((scores) => scores.map((score) => base - score));
  return {
    featureNames,
    importances,
    importancesMean: importances.map(mean),
    importancesStd: importances.map((scores) => Math.sqrt(mean(scores.map((score) => (score - mean(scores)) ** 2)))),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
