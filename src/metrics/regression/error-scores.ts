/** Scores worked out from sums of errors; names and edge cases are scikit-learn's. */
import type { ErrorSums } from "./error-sums.js";

/** 1 less the squared errors as a share of those of the mean; NaN, with a warning, of fewer than two rows. */
export function r2Of(sums: ErrorSums): number {
  return explained("r2Score", sums.rows, sums.squares, sums);
}

/** The same with errors less their mean. */
export function explainedVarianceOf(sums: ErrorSums): number {
  // Of one row both spreads are 0, which is no fewer than one can have.
  return explained("explainedVarianceScore", Math.max(2, sums.rows), sums.errorSpread, sums);
}

/** Infinite where errors are above 1e154, and 0 where they are below 1e-162: no number says their squares. */
export function meanSquaredErrorOf({ squares, weight, errorScale }: ErrorSums): number {
  return squares / weight / errorScale / errorScale;
}

/** The root of {@link meanSquaredErrorOf}, but of errors of any size. */
export function rootMeanSquaredErrorOf({ squares, weight, errorScale }: ErrorSums): number {
  return Math.sqrt(squares / weight) / errorScale;
}

export function meanAbsoluteErrorOf({ absolutes, weight, errorScale }: ErrorSums): number {
  return absolutes / weight / errorScale;
}

/** Where all true values are equal, 1 if all predictions are right, else 0. */
function explained(
  score: string,
  rows: number,
  unexplained: number,
  { trueSpread, trueScale, errorScale }: ErrorSums,
): number {
  if (rows < 2) {
    process.emitWarning(`${score} of fewer than two rows is not defined and counts as NaN.`, "UndefinedMetricWarning");
    return NaN;
  }
  if (unexplained === 0) return 1;
  const ratio = trueScale / errorScale;
  return trueSpread === 0 ? 0 : 1 - (unexplained / trueSpread) * ratio * ratio;
}
