/** By bin of predicted probability: rows, rows of the class, and the sum of the probabilities. */
export interface CalibrationBins {
  readonly rows: Float64Array;
  readonly positives: Float64Array;
  readonly sums: Float64Array;
}

export function emptyBins(count: number): CalibrationBins {
  return { rows: new Float64Array(count), positives: new Float64Array(count), sums: new Float64Array(count) };
}

/** The edges between so many bins of the same width from 0 to 1, as numpy's `linspace` puts them. */
export function uniformEdges(count: number): number[] {
  return Array.from({ length: count - 1 }, (_, i) => (i + 1) * (1 / count));
}

/** The number of edges below a value: a value on an edge belongs below it. */
export function binOf(value: number, edges: readonly number[]): number {
  const bin = edges.findIndex((edge) => edge >= value);
  return bin < 0 ? edges.length : bin;
}
