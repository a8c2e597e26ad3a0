import type { Importances } from "./importances.js";
import type { PredictedRows, PredictionErrors } from "./regression/compare-predictions.js";
import { meanAbsoluteErrorOf, r2Of, rootMeanSquaredErrorOf } from "./regression/error-scores.js";

/** What a regressor predicts for test rows, beside what is true: all of them, or a sample of about 10,000. */
export class Predictions {
  readonly yTrue: Float64Array;
  readonly yPred: Float64Array;

  /** @internal Made by `evaluate`. */
  constructor(
    { truth, predicted }: PredictedRows,
    /** Of how many rows these are. */
    readonly rows: number,
  ) {
    this.yTrue = truth;
    this.yPred = predicted;
  }
}

/** What is true less what is predicted, of the rows of {@link Predictions}. */
export class Residuals {
  readonly yPred: Float64Array;
  readonly residuals: Float64Array;
  readonly rows: number;

  /** @internal Made by `evaluate`. */
  constructor({ yTrue, yPred, rows }: Predictions) {
    this.yPred = yPred;
    this.residuals = yTrue.map((value, row) => value - yPred[row]);
    this.rows = rows;
  }
}

/** How well a regressor does on the rows it was trained on and on others. Shows itself in a notebook. */
export class RegressionEvaluation {
  /** See `r2Score`. */
  readonly trainR2: number;
  readonly testR2: number;
  /** The root of the mean squared error, in the unit of y. */
  readonly trainRMSE: number;
  readonly testRMSE: number;
  /** The mean absolute error, in the unit of y. */
  readonly trainMAE: number;
  readonly testMAE: number;
  /** Of the test rows. */
  readonly predictions: Predictions;
  readonly residuals: Residuals;
  readonly importances: Importances;

  /** @internal Made by `evaluate`. */
  constructor(train: PredictionErrors, test: PredictionErrors, importances: Importances) {
    [this.trainR2, this.testR2] = [train, test].map(({ sums }) => r2Of(sums));
    [this.trainRMSE, this.testRMSE] = [train, test].map(({ sums }) => rootMeanSquaredErrorOf(sums));
    [this.trainMAE, this.testMAE] = [train, test].map(({ sums }) => meanAbsoluteErrorOf(sums));
    this.predictions = new Predictions(test.kept, test.sums.rows);
    this.residuals = new Residuals(this.predictions);
    this.importances = importances;
  }

  toString(): string {
    return [
      `Train R²: ${scoreText(this.trainR2)}`,
      `Test R²: ${scoreText(this.testR2)}`,
      `Test RMSE: ${errorText(this.testRMSE)}`,
      `Test MAE: ${errorText(this.testMAE)}`,
    ].join("\n");
  }
}

/** An error in the unit of y, with four digits that count. */
export function errorText(error: number): string {
  return String(Number(error.toPrecision(4)));
}

/** R² with two digits after the point. */
export function scoreText(r2: number): string {
  return Number.isNaN(r2) ? "not defined" : r2.toFixed(2);
}
