import type { BinnedMatrix } from "../../src/forest/grow/binned-matrix.js";

/** A matrix of codes from rows of codes. */
export function matrixOf(
  rows: readonly (readonly number[])[],
  labels: readonly number[],
  options: { codeCounts: readonly number[]; categorical?: readonly number[]; classes: number },
): BinnedMatrix {
  const features = options.codeCounts.length;
  const wide = options.codeCounts.some((count) => count > 256);
  const codes = wide ? new Uint16Array(rows.length * features) : new Uint8Array(rows.length * features);
  rows.forEach((row, i) => {
    row.forEach((code, f) => {
      codes[f * rows.length + i] = code;
    });
  });
  return {
    rows: rows.length,
    features,
    codes,
    codeCounts: Int32Array.from(options.codeCounts),
    edges: Float64Array.from(options.codeCounts.flatMap((count) => Array.from({ length: count - 2 }, (_, i) => i + 1))),
    edgeStart: Int32Array.from([0, ...options.codeCounts]).map((_, f) =>
      options.codeCounts.slice(0, f).reduce((sum, count) => sum + count - 2, 0),
    ),
    categorical: Uint8Array.from(options.categorical ?? options.codeCounts.map(() => 0)),
    labels: Uint16Array.from(labels),
    weights: null,
    classes: options.classes,
  };
}

/** The impurity of two sides, weighted by their sizes, in the plainest way. */
export function weightedImpurity(left: readonly number[], right: readonly number[], criterion: string): number {
  const side = (labels: readonly number[]): number => {
    const counts = new Map<number, number>();
    for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
    const shares = [...counts.values()].map((count) => count / labels.length);
    const impurity =
      criterion === "gini"
        ? 1 - shares.reduce((sum, p) => sum + p * p, 0)
        : -shares.reduce((sum, p) => sum + p * Math.log2(p), 0);
    return impurity * labels.length;
  };
  return (side(left) + side(right)) / (left.length + right.length);
}

/**
 * Every way to split the rows by one feature: by order with missing on either side or, with two classes, by a cut of the
 * categories in the order of their shares of the second class, where each has ten more rows of average classes.
 */
export function* allSplits(matrix: BinnedMatrix, feature: number): Generator<(code: number) => boolean> {
  const column = matrix.codes.subarray(feature * matrix.rows, (feature + 1) * matrix.rows);
  if (matrix.categorical[feature] === 1) {
    const ones = (labels: Uint16Array): number => labels.reduce((sum, label) => sum + label, 0);
    const shares = [...new Set(column)].map((code): [code: number, share: number] => {
      const labels = matrix.labels.filter((_, row) => column[row] === code);
      return [code, (ones(labels) + (10 * ones(matrix.labels)) / matrix.rows) / (labels.length + 10)];
    });
    const order = shares.sort(([a, m], [b, n]) => m - n || a - b).map(([code]) => code);
    for (let cut = 1; cut < order.length; cut++) yield (code) => order.indexOf(code) < cut;
    return;
  }
  for (let split = 1; split < matrix.codeCounts[feature]; split++) {
    yield (code) => code <= split;
    yield (code) => code !== 0 && code <= split;
  }
}
