import type { Column, DType } from "../../partition/partition.js";
import { columnLength, isMissing } from "../../partition/partition.js";
import { inSample } from "../../random.js";

/** Rows from which quantiles are taken: all of them up to this many, else a sample of about this size. */
export const quantileRows = 200_000;

/** What one pass tells of a column of numbers; adds up over partitions. `m2` is the sum of squared distances to the mean. */
export interface Moments {
  readonly count: number;
  readonly mean: number;
  readonly m2: number;
  readonly min: number;
  readonly max: number;
}

/** One column, described: the rows of `DataFrame.describe()`. `std` divides by count - 1, as in pandas. */
export interface Description {
  readonly count: number;
  readonly mean: number;
  readonly std: number;
  readonly min: number;
  readonly quartiles: readonly [number, number, number];
  readonly max: number;
}

/** The dtypes that have moments. */
export function isNumeric(dtype: DType): boolean {
  return dtype === "float64" || dtype === "int32";
}

/** Moments of the values that are not missing, by Welford's update. */
export function momentsOf(column: Column): Moments {
  const moments = { count: 0, mean: 0, m2: 0, min: Infinity, max: -Infinity };
  forEachNumber(column, (value) => {
    const distance = value - moments.mean;
    moments.count += 1;
    moments.mean += distance / moments.count;
    moments.m2 += distance * (value - moments.mean);
    if (value < moments.min) moments.min = value;
    if (value > moments.max) moments.max = value;
  });
  return moments;
}

/** Moments of two parts together (Chan, Golub & LeVeque 1979). */
export function mergeMoments(a: Moments, b: Moments): Moments {
  const count = a.count + b.count;
  if (b.count === 0) return a;
  if (a.count === 0) return b;
  const distance = b.mean - a.mean;
  return {
    count,
    mean: a.mean + (distance * b.count) / count,
    m2: a.m2 + b.m2 + (distance * distance * a.count * b.count) / count,
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
  };
}

/** The values of the sampled rows that are not missing; rows are keyed by their place among all, so blocks do not matter. */
export function sampleOf(column: Column, firstRow: number, totalRows: number): Float64Array {
  const sample: number[] = [];
  forEachNumber(column, (value, row) => {
    if (inSample(0, firstRow + row, quantileRows, totalRows)) sample.push(value);
  });
  return Float64Array.from(sample);
}

/** The description of a column from its moments and a sample in ascending order. */
export function describeColumn(moments: Moments, sorted: Float64Array): Description {
  const { count, m2, min, max } = moments;
  if (count === 0) return { count, mean: NaN, std: NaN, min: NaN, quartiles: [NaN, NaN, NaN], max: NaN };
  // An infinite value makes the updated mean NaN; its true one is infinite, or NaN if there are both infinities.
  const mean = Number.isFinite(min) && Number.isFinite(max) ? moments.mean : min + max;
  const std = count > 1 ? Math.sqrt(m2 / (count - 1)) : NaN;
  const quartiles: [number, number, number] = [quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75)];
  return { count, mean, std, min, quartiles, max };
}

/** The quantile of ascending values by linear interpolation, numpy's default; NaN when there are none. */
export function quantile(sorted: Float64Array, fraction: number): number {
  const place = (sorted.length - 1) * fraction;
  const below = Math.floor(place);
  if (sorted.length === 0) return NaN;
  if (below + 1 >= sorted.length) return sorted[sorted.length - 1];
  return sorted[below] + (sorted[below + 1] - sorted[below]) * (place - below);
}

function forEachNumber(column: Column, use: (value: number, row: number) => void): void {
  if (column.dtype !== "float64" && column.dtype !== "int32") return;
  for (let row = 0; row < columnLength(column); row++) {
    if (!isMissing(column, row)) use(column.values[row], row);
  }
}
