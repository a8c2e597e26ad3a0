import type { Label } from "../../metrics/labels.js";
import { codeCount, type FeatureBins, MOST_CODES, type NumericBins } from "../bins/bins.js";
import type { AnyForest, Forest } from "../forest.js";
import { MOST_FEATURES } from "../predict/compact-tree.js";
import type { RegressionForest } from "../regression/regression-forest.js";
import { NodeKind, type TreeNodes } from "../tree.js";
import { checkMLModel } from "./check-ml-model.js";
import { mlLibrary } from "./ml-library.js";
import {
  distribution,
  type Encoding,
  fromMLRegressionTree,
  fromMLTree,
  type MLTree,
  sharesOf,
  thresholds,
  toMLNode,
} from "./ml-tree.js";

/** The most thresholds of one feature. */
const MOST_EDGES = MOST_CODES - 2;

/**
 * A `RandomForestClassifier` or `RandomForestRegression` of ml-random-forest, as far as it says something of a model that is trained. Its own type
 * cannot be named in a notebook's cell, since that package does not export what it is made of.
 */
export interface MLRandomForest {
  /** For each row the class, as a place in `classes` of the model that was exported; or the number. */
  predict(rows: number[][]): number[];
  /** The same by tree: `getRow(i)` is what each tree predicts for row i. */
  predictionValues(rows: number[][]): {
    readonly rows: number;
    readonly columns: number;
    getRow(row: number): number[];
  };
  /** The model in that package's format, which `load` of its class takes. */
  toJSON(): object;
}

/**
 * The forest as ml-random-forest's own object. It predicts, for each row without missing values, the place in
 * `forest.classes` of the class that most of our trees vote for.
 *
 * @throws {Error} the forest splits by category, or sends missing values anywhere but right: that package's format
 * cannot say so.
 */
export function toMLRandomForest(forest: Forest): MLRandomForest {
  const classes = forest.classes.length;
  const baseModel = baseModelOf(forest, { kind: "classifier", gainFunction: "gini" }, "DTClassifier", (tree, leaf) => [
    distribution(tree, leaf, classes),
  ]);
  const { RandomForestClassifier } = mlLibrary();
  const model = { name: "RFClassifier", baseModel };
  return RandomForestClassifier.load(model as unknown as Parameters<typeof RandomForestClassifier.load>[0]);
}

/**
 * A regressor as ml-random-forest's own object, which predicts what the forest predicts, for each row without missing
 * values.
 *
 * @throws {Error} as {@link toMLRandomForest}.
 */
export function toMLRegression(forest: RegressionForest): MLRandomForest {
  const options = { kind: "regression", gainFunction: "regression" };
  const baseModel = baseModelOf(forest, options, "DTRegression", (tree, leaf) => tree.leafValue[leaf]);
  const { RandomForestRegression } = mlLibrary();
  const model = { name: "RFRegression", selectionMethod: "mean", baseModel };
  return RandomForestRegression.load(model as unknown as Parameters<typeof RandomForestRegression.load>[0]);
}

/** What that package's models of both kinds have. */
function baseModelOf<T extends TreeNodes>(
  forest: { readonly bins: readonly FeatureBins[]; readonly trees: readonly T[] },
  options: { readonly kind: string; readonly gainFunction: string },
  name: string,
  leafOf: (tree: T, leaf: number) => number | readonly (readonly number[])[],
): object {
  const bins = forest.bins.map((feature, f) => orderedBins(feature, f, forest));
  const columns = bins.map((_, f) => f);
  const treeOptions = { ...options, splitFunction: "mean" };
  return {
    indexes: forest.trees.map(() => columns),
    n: columns.length,
    replacement: false,
    maxFeatures: 1,
    nEstimators: forest.trees.length,
    treeOptions,
    isClassifier: options.kind === "classifier",
    seed: 0,
    useSampleBagging: true,
    estimators: forest.trees.map((tree) => ({
      name,
      options: treeOptions,
      root: toMLNode(tree, bins, (leaf) => leafOf(tree, leaf)),
    })),
  };
}

/** The feature's bins, if all splits on it can be said as "x < value". */
function orderedBins(feature: FeatureBins, f: number, forest: AnyForest): NumericBins {
  const cannot = `Cannot turn this model into one of ml-random-forest: column "${feature.name}"`;
  if (feature.kind === "category") {
    throw new Error(
      `${cannot} holds text, and that format has no splits by category. Fit on numbers only, for example on one column of 0 and 1 for each category.`,
    );
  }
  if (!feature.sawMissing) return feature;
  for (const { kind, feature: of, split } of forest.trees) {
    for (let node = 0; node < kind.length; node++) {
      if (kind[node] === NodeKind.leaf || of[node] !== f) continue;
      if (kind[node] === NodeKind.missingLeft || split[node] === codeCount(feature) - 1) {
        throw new Error(
          `${cannot} had missing values when the model was fitted, and the model sends them their own way; that format can only send them right. Fill the missing values before fitting.`,
        );
      }
    }
  }
  return feature;
}

/**
 * The forest behind a model of ml-random-forest: its object, or its JSON. Predicts what that predicts, with classes
 * 0, 1, … and columns "0", "1", …
 *
 * @throws {TypeError} it is not a fitted random forest classifier of that package, or damaged.
 */
export function fromMLRandomForest(model: unknown): Forest {
  const trees = checkMLModel(plainModel(model), "RFClassifier");
  const bins = binsOf(model, trees);
  const classes = Array.from({ length: classCount(trees) }, (_, k) => k);
  const encodings = bins.map(() => ({ missing: NaN }));
  return forestOfMLTrees(trees, bins, encodings, classes, "fractions");
}

/**
 * The same of a model of regression.
 *
 * @throws {TypeError} it is not a fitted random forest of regression of that package, is damaged, or takes the median
 * of its trees.
 */
export function fromMLRegression(model: unknown): RegressionForest {
  const plain = plainModel(model);
  const trees = checkMLModel(plain, "RFRegression");
  const { selectionMethod } = plain as { selectionMethod?: unknown };
  if (selectionMethod !== "mean") {
    throw new TypeError(
      `Cannot take over this model: it takes the ${String(selectionMethod).slice(0, 20)} of its trees; a forest here takes the mean.`,
    );
  }
  const bins = binsOf(model, trees);
  const edges = edgesOf(trees, bins);
  return {
    bins: bins.map((feature, f) => ({ ...feature, edges: edges[f] })),
    criterion: "squaredError",
    trees: trees.map((tree) => fromMLRegressionTree(tree, edges)),
  };
}

/** Bins for the columns that trees may use, still without edges. */
function binsOf(model: unknown, trees: readonly MLTree[]): NumericBins[] {
  // The package's own object knows how many columns it was fitted on; its JSON tells those that trees may use.
  const known = Number((model as { numberFeatures?: unknown }).numberFeatures ?? 0);
  const features = trees
    .flatMap((tree) => tree.features)
    .reduce((most, feature) => Math.max(most, feature + 1), Math.min(known, MOST_FEATURES) || 0);
  return Array.from({ length: features }, (_, f): NumericBins => {
    return { name: String(f), kind: "numeric", sawMissing: false, edges: new Float64Array(0) };
  });
}

/** The thresholds of trees, by feature. */
function edgesOf(trees: readonly MLTree[], bins: readonly FeatureBins[]): Float64Array[] {
  const edges = thresholds(trees, bins.length);
  const crowded = edges.findIndex((values) => values.length > MOST_EDGES);
  if (crowded < 0) return edges;
  throw new RangeError(
    `Cannot take over this model: it splits column "${bins[crowded].name}" at ${edges[crowded].length} values; at most ${MOST_EDGES} are possible.`,
  );
}

/**
 * A forest of trees that ml-random-forest grew; it votes as that package does.
 *
 * @param bins - of the features; the edges of ordered ones are replaced by the trees' thresholds.
 * @param encodings - how numbers stood for missing values and categories when the trees were grown.
 */
export function forestOfMLTrees(
  trees: readonly MLTree[],
  bins: readonly FeatureBins[],
  encodings: readonly Encoding[],
  classes: readonly Label[],
  weights: "counts" | "fractions",
): Forest {
  const edges = edgesOf(trees, bins);
  return {
    bins: bins.map((feature, f) => (feature.kind === "category" ? feature : { ...feature, edges: edges[f] })),
    classes,
    criterion: "gini",
    voting: "hard",
    trees: trees.map((tree) => fromMLTree(tree, edges, encodings, weights)),
  };
}

/** The model's JSON. The package's own object throws when it is turned into JSON before it is fitted. */
function plainModel(model: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(model ?? null));
  } catch {
    return undefined;
  }
}

function classCount(trees: readonly MLTree[]): number {
  let most = 0;
  const pending = trees.map((tree) => tree.root);
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if ("distribution" in node) most = Math.max(most, sharesOf(node).length);
    else pending.push(node.left, node.right);
  }
  return most;
}
