/** What every metric on predicted numbers is worked out from, for some rows, and for the rows of all partitions together. */
import { mostOf, unitScale } from "../../unit-scale.js";

/** Errors are true less predicted. Means and sums are weighted. */
export interface ErrorSums {
  readonly rows: number;
  readonly weight: number;
  /** By what true values, and errors, are multiplied before they are squared and added up; see `unitScale`. */
  readonly trueScale: number;
  readonly errorScale: number;
  /** The mean of the true values, and the sum of their squared distances from it; the same of the errors; all scaled. */
  readonly trueMean: number;
  readonly trueSpread: number;
  readonly errorMean: number;
  readonly errorSpread: number;
  /** Of the errors, scaled. */
  readonly squares: number;
  readonly absolutes: number;
  /** Absolute errors as shares of the true values. */
  readonly shares: number;
  /** Squared differences of log(1 + x); NaN where a value is not above -1. */
  readonly logSquares: number;
  readonly greatest: number;
}

/** As scikit-learn's, so that a true value of 0 gives a large share rather than an infinite one. */
const LEAST_TRUTH = Number.EPSILON;

/** Adds up the errors of rows, which must be finite numbers. */
export function addErrors(truth: Float64Array, predicted: Float64Array, weights?: Float64Array): ErrorSums {
  const errors = truth.map((value, row) => value - predicted[row]);
  const greatest = mostOf(errors);
  const [trueScale, errorScale] = [unitScale(mostOf(truth)), unitScale(greatest)];
  let weight = 0;
  let trueMean = 0;
  let errorMean = 0;
  const sums = { squares: 0, absolutes: 0, shares: 0, logSquares: 0, greatest };
  for (let row = 0; row < truth.length; row++) {
    const own = weights === undefined ? 1 : weights[row];
    const error = errors[row] * errorScale;
    weight += own;
    trueMean += own * (truth[row] * trueScale);
    errorMean += own * error;
    sums.squares += own * error * error;
    sums.absolutes += own * Math.abs(error);
    sums.shares += own * (Math.abs(errors[row]) / Math.max(LEAST_TRUTH, Math.abs(truth[row])));
    sums.logSquares += own * (Math.log1p(truth[row]) - Math.log1p(predicted[row])) ** 2;
  }
  // Rows that weigh nothing have no mean, and add nothing.
  trueMean = weight === 0 ? 0 : trueMean / weight;
  errorMean = weight === 0 ? 0 : errorMean / weight;
  let trueSpread = 0;
  let errorSpread = 0;
  for (let row = 0; row < truth.length; row++) {
    const own = weights === undefined ? 1 : weights[row];
    trueSpread += own * (truth[row] * trueScale - trueMean) ** 2;
    errorSpread += own * (errors[row] * errorScale - errorMean) ** 2;
  }
  // log1p of -1 is infinite, and two of these differ by NaN; either way there is no such error.
  if (!Number.isFinite(sums.logSquares)) sums.logSquares = NaN;
  const rows = truth.length;
  return { rows, weight, trueScale, errorScale, trueMean, trueSpread, errorMean, errorSpread, ...sums };
}

/** The sums of all parts, in their order: spreads by the formula of Chan, Golub and LeVeque (1979). */
export function mergeErrors(parts: readonly ErrorSums[]): ErrorSums {
  // The least scale is that of the greatest numbers.
  const trueScale = Math.min(...parts.map((part) => part.trueScale));
  const errorScale = Math.min(...parts.map((part) => part.errorScale));
  return parts
    .map((part) => rescale(part, trueScale, errorScale))
    .reduce((a, b) => {
      const weight = a.weight + b.weight;
      const share = weight === 0 ? 0 : b.weight / weight;
      const between = (by: number): number => by * by * a.weight * share;
      return {
        rows: a.rows + b.rows,
        weight,
        trueScale,
        errorScale,
        trueMean: a.trueMean + (b.trueMean - a.trueMean) * share,
        trueSpread: a.trueSpread + b.trueSpread + between(b.trueMean - a.trueMean),
        errorMean: a.errorMean + (b.errorMean - a.errorMean) * share,
        errorSpread: a.errorSpread + b.errorSpread + between(b.errorMean - a.errorMean),
        squares: a.squares + b.squares,
        absolutes: a.absolutes + b.absolutes,
        shares: a.shares + b.shares,
        logSquares: a.logSquares + b.logSquares,
        greatest: Math.max(a.greatest, b.greatest),
      };
    });
}

/** The same sums of numbers that are multiplied by these scales. */
function rescale(sums: ErrorSums, trueScale: number, errorScale: number): ErrorSums {
  const [byTrue, byError] = [trueScale / sums.trueScale, errorScale / sums.errorScale];
  return {
    ...sums,
    trueMean: sums.trueMean * byTrue,
    trueSpread: sums.trueSpread * byTrue ** 2,
    errorMean: sums.errorMean * byError,
    errorSpread: sums.errorSpread * byError ** 2,
    squares: sums.squares * byError ** 2,
    absolutes: sums.absolutes * byError,
  };
}
