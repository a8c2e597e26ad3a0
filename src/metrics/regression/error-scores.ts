/** Scores worked out from sums of errors; names and edge cases are scikit-learn's. */
import type { ErrorSums } from "./error-sums.js";

/** 1 less the squared errors as a share of those of the mean; NaN, with a warning, of fewer than two rows. */
export function r2Of({ rows, squares, trueSpread }: ErrorSums): number {
  return explained("r2Score", rows, squares, trueSpread);
}

/** The same with errors less their mean. */
export function explainedVarianceOf({ rows, errorSpread, trueSpread }: ErrorSums): number {
  // Of one row both spreads are 0, which is no fewer than one can have.
  return explained("explainedVarianceScore", Math.max(2, rows), errorSpread, trueSpread);
}

export function meanSquaredErrorOf({ squares, weight }: ErrorSums): number {
  return squares / weight;
}

export function meanAbsoluteErrorOf({ absolutes, weight }: ErrorSums): number {
  return absolutes / weight;
}

/** Where all true values are equal, 1 if all predictions are right, else 0. */
function explained(score: string, rows: number, unexplained: number, all: number): number {
  if (rows < 2) {
    process.emitWarning(`${score} of fewer than two rows is not defined and counts as NaN.`, "UndefinedMetricWarning");
    return NaN;
  }
  if (unexplained === 0) return 1;
  return all === 0 ? 0 : 1 - unexplained / all;
}
