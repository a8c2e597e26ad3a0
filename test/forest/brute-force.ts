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

/** Every way to split the rows by one feature: by order with missing on either side, or by sets of categories. */
export function* allSplits(matrix: BinnedMatrix, feature: number): Generator<(code: number) => boolean> {
  const column = matrix.codes.subarray(feature * matrix.rows, (feature + 1) * matrix.rows);
  const seen = [...new Set(column)];
  if (matrix.categorical[feature] === 1) {
    for (let set = 1; set < 2 ** seen.length - 1; set++) yield (code) => ((set >> seen.indexOf(code)) & 1) === 1;
    return;
  }
  for (let split = 1; split < matrix.codeCounts[feature]; split++) {
    yield (code) => code <= split;
    yield (code) => code !== 0 && code <= split;
  }
}
