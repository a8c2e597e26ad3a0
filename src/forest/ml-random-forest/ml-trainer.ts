/**
 * Growing trees with ml-random-forest. It knows numbers only, so text becomes the number of its category and a missing
 * value a number below all others; a tree grown on such numbers says exactly which categories and whether missing
 * values go left.
 */

import type { Label } from "../../metrics/labels.js";
import type { Partition } from "../../partition/partition.js";
import { columnLength, isMissing } from "../../partition/partition.js";
import { binColumn, type CategoryBins, codeCount, type FeatureBins } from "../bins/bins.js";
import { featureColumn } from "../bins/feature-column.js";
import { previousDouble } from "../bins/next-double.js";
import { encodeClasses } from "../fit/labels.js";
import { joinColumns, joinLabels } from "../fit/training-parts.js";
import { bootstrapCounts } from "../grow/bootstrap.js";
import { pack, unpack } from "../pack.js";
import { draw, makeKey, Purpose } from "../random.js";
import { mlLibrary } from "./ml-library.js";
import type { Encoding, MLNode, MLTree } from "./ml-tree.js";

/** What that package's trees can be told. */
export interface MLParams {
  readonly seed: number;
  /** Draws of the bootstrap sample; `null` grows on every row once. */
  readonly draws: number | null;
  /** Features drawn for a whole tree. */
  readonly maxFeatures: number;
  readonly maxDepth: number;
  readonly minSamplesSplit: number;
  readonly minImpurityDecrease: number;
}

/** The training rows as numbers: the value of a row is `values[feature * rows + row]`. */
export interface ValueMatrix {
  readonly rows: number;
  readonly features: number;
  readonly values: Float64Array;
  /** By feature: the number that stands for a missing value; NaN where none is missing. */
  readonly missing: Float64Array;
  readonly labels: Uint16Array;
}

/** A partition's rows as numbers, NaN where missing, and its labels as places among the classes. */
export function encodeValues(
  partition: Partition,
  bins: readonly FeatureBins[],
  classes: readonly Label[],
  target: string,
): Uint8Array {
  const { names, columns, length } = partition;
  const byName = new Map(names.map((name, place) => [name, columns[place]]));
  const values = new Float64Array(length * bins.length).fill(NaN);
  bins.forEach((feature, f) => {
    const column = featureColumn(byName, feature);
    if (feature.kind === "category") values.set(categoryNumbers(column, feature), f * length);
    else if (!("codes" in column)) {
      for (let row = 0; row < length; row++) if (!isMissing(column, row)) values[f * length + row] = column.values[row];
    }
  });
  return pack({ rows: length }, { values, labels: encodeClasses(columns[columns.length - 1], classes, target) });
}

function categoryNumbers(column: ReturnType<typeof featureColumn>, bins: CategoryBins): Float64Array {
  const codes = new Uint16Array(columnLength(column));
  binColumn(column, bins, codes, 0);
  return Float64Array.from(codes, (code) => (code === 0 ? NaN : code - 1));
}

/** The rows of all partitions as one matrix, with a number in place of missing values. */
export function encodeValueMatrix(parts: readonly Uint8Array[], bins: readonly FeatureBins[]): Uint8Array {
  const unpacked = parts.map(unpack);
  const { rows, labels } = joinLabels(unpacked);
  const values = new Float64Array(rows * bins.length);
  joinColumns(unpacked, "values", values, rows, bins.length);
  const missing = Float64Array.from(bins, (feature, f) => {
    const column = values.subarray(f * rows, (f + 1) * rows);
    if (feature.kind !== "category" && !column.some(Number.isNaN)) return NaN;
    const stand = feature.kind === "category" ? -1 : belowAll(column);
    for (let row = 0; row < rows; row++) if (Number.isNaN(column[row])) column[row] = stand;
    return stand;
  });
  return pack({ rows }, { values, missing, labels });
}

/** A number less than all of the column's. There is none below -Infinity, which then means missing too. */
function belowAll(column: Float64Array): number {
  let least = Infinity;
  for (const x of column) if (x < least) least = x;
  if (least === Infinity) return 0;
  return least - 1 < least ? least - 1 : previousDouble(least);
}

export function decodeValueMatrix(bytes: Uint8Array): ValueMatrix {
  const { meta, arrays } = unpack(bytes);
  const rest = Object.fromEntries(arrays) as unknown as Omit<ValueMatrix, "rows" | "features">;
  return { ...(meta as { rows: number }), ...rest, features: rest.missing.length };
}

/** How the matrix stands for the codes of `bins`. */
export function encodingsOf(matrix: ValueMatrix, bins: readonly FeatureBins[]): Encoding[] {
  return bins.map((feature, f) =>
    feature.kind === "category"
      ? { missing: matrix.missing[f], categories: codeCount(feature) - 1 }
      : { missing: matrix.missing[f] },
  );
}

/**
 * Grows one tree with ml-random-forest on a bootstrap sample of ours; its leaves hold counts of the drawn rows in
 * place of fractions. Takes time that grows with the square of the number of rows.
 */
export function growMLTree(matrix: ValueMatrix, params: MLParams, tree: number): MLTree {
  const { features, rows, values, labels } = matrix;
  const counts = bootstrapCounts(params.seed, tree, rows, params.draws);
  const drawn: number[] = [];
  counts.forEach((count, row) => {
    for (let i = 0; i < count; i++) drawn.push(row);
  });
  const { a, b } = makeKey(params.seed, tree, Purpose.library);
  const { RandomForestClassifier } = mlLibrary();
  const library = new RandomForestClassifier({
    nEstimators: 1,
    noOOB: true,
    useSampleBagging: false,
    replacement: false,
    // The library takes 1 for all features and a fraction f for floor(f * features).
    maxFeatures: params.maxFeatures < features ? (params.maxFeatures + 0.5) / features : 1,
    seed: draw(a, b, 0) >>> 1,
    treeOptions: {
      minNumSamples: params.minSamplesSplit - 1,
      maxDepth: params.maxDepth,
      gainThreshold: params.minImpurityDecrease,
    },
  });
  const X = drawn.map((row) => Array.from({ length: features }, (_, f) => values[f * rows + row]));
  const y = drawn.map((row) => labels[row]);
  library.train(X, y);
  const { indexes, estimators } = library.toJSON().baseModel;
  const grown: MLTree = { root: estimators[0].root as MLNode, features: indexes[0] };
  return { root: countLeaves(grown, X, y), features: grown.features };
}

/** A copy of the tree with counts of these rows in its leaves. */
function countLeaves({ root, features }: MLTree, X: readonly (readonly number[])[], y: readonly number[]): MLNode {
  const count = (node: MLNode, rows: readonly number[]): MLNode => {
    if ("left" in node && node.left !== undefined) {
      const { splitColumn, splitValue } = node;
      const column = features[splitColumn];
      const left = rows.filter((row) => X[row][column] < splitValue);
      const right = rows.filter((row) => !(X[row][column] < splitValue));
      return { splitColumn, splitValue, left: count(node.left, left), right: count(node.right, right) };
    }
    const counts: number[] = [];
    for (const row of rows) {
      while (counts.length <= y[row]) counts.push(0);
      counts[y[row]] += 1;
    }
    return { distribution: [counts] };
  };
  return count(
    root,
    X.map((_, row) => row),
  );
}
