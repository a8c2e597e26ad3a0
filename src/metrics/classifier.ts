import type { DataFrame } from "../frame/data-frame.js";
import type { Series } from "../frame/series.js";
import type { Label } from "./labels.js";

/** What `evaluate` needs of a fitted classifier. */
export interface Classifier {
  predict(X: DataFrame): Series;
  /** The predicted class, and then the probability of each class in the order of `classes`. */
  predictAll(X: DataFrame): DataFrame;
  readonly classes: readonly Label[];
  readonly featureNames: readonly string[];
  readonly featureImportances: ArrayLike<number>;
}
