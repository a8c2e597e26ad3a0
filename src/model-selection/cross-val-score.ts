import type { FrameInput, SeriesInput } from "../frame/input.js";
import { checkOptions } from "../options.js";
import { type CrossValOptions, crossValidate, crossValRules, keepRows } from "./cross-validate.js";
import type { Estimator } from "./estimator.js";
import type { SplitOptions } from "./folds.js";
import type { Scores } from "./scores.js";

/** Options of {@link crossValScore}; `groups` are for splitters that look at groups. */
export type CrossValScoreOptions<M extends Estimator = Estimator> = CrossValOptions<M> & SplitOptions;

/**
 * Scores a model by cross-validation: on each fold, a model with its options is trained on the other rows. The model
 * itself is not fitted. The same `randomState` of the model and of the splitter give the same scores for any block size
 * and number of workers. Rows are read once, and kept by the cluster until all folds are done.
 *
 * @example
 * const scores = await crossValScore(new RandomForestClassifier({ randomState: 1 }), X, y, { cv: 10 });
 * console.log(scores.mean, scores.std);
 *
 * @throws {OptionError} an option, or one of the model, is wrong. @throws {RangeError} rows cannot be cut into so many
 *   folds, X and y differ in their number of rows, or the model cannot be trained on any fold.
 */
export async function crossValScore<M extends Estimator>(
  model: M,
  X: FrameInput,
  y: SeriesInput,
  options: CrossValScoreOptions<M> = {},
): Promise<Scores> {
  const { groups, ...rest } = options;
  checkOptions("crossValScore", rest as CrossValOptions, crossValRules);
  model.checkOptions?.();
  const rows = await keepRows(X, y, groups);
  try {
    const [scores] = await crossValidate(model, [{}], rows, rest, { title: "folds", of: "folds" });
    return scores;
  } finally {
    rows.release();
  }
}
