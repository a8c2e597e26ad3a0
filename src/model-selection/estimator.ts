import type { DataFrame } from "../frame/data-frame.js";
import type { Series } from "../frame/series.js";
import type { Label } from "../metrics/labels.js";

/**
 * A model that can be fitted anew with other options: {@link RandomForestClassifier} is one. Its class is constructed
 * with an object of options, of which `options` is a copy.
 */
export interface Estimator {
  readonly options: object;
  fit(X: DataFrame, y: Series): Promise<unknown>;
  predict(X: DataFrame): Series;
  score(X: DataFrame, y: Series): Promise<number>;
  /** A classifier's: a column for each of its classes, in their order. */
  predictProba?(X: DataFrame): DataFrame;
  readonly classes?: readonly Label[];
  /** Throws if an option is wrong, as `fit` does. */
  checkOptions?(): void;
}

/** A model of the same class that is not fitted, with its options and these. */
export function unfitted<M extends Estimator>(model: M, options: object = {}): M {
  const type = model.constructor as new (options: object) => M;
  return new type({ ...model.options, ...options });
}

/** Whether a model predicts classes, rather than numbers. */
export function isClassifier(model: Estimator): boolean {
  return typeof model.predictProba === "function";
}
