import type { Label } from "../metrics/labels.js";
import { codeCount, type FeatureBins, MOST_CODES, type NumericBins } from "./bins.js";
import { checkMLModel } from "./check-ml-model.js";
import { MOST_FEATURES } from "./compact-tree.js";
import type { Forest } from "./forest.js";
import { mlLibrary } from "./ml-library.js";
import { type Encoding, fromMLTree, type MLTree, thresholds, toMLNode } from "./ml-tree.js";
import { NodeKind } from "./tree.js";

/** The most thresholds of one feature. */
const MOST_EDGES = MOST_CODES - 2;

/**
 * A `RandomForestClassifier` of ml-random-forest, as far as it says something of a model that is trained. Its own type
 * cannot be named in a notebook's cell, since that package does not export what it is made of.
 */
export interface MLRandomForest {
  /** For each row the class, as a place in `classes` of the model that was exported. */
  predict(rows: number[][]): number[];
  /** The same by tree: `getRow(i)` is what each tree predicts for row i. */
  predictionValues(rows: number[][]): {
    readonly rows: number;
    readonly columns: number;
    getRow(row: number): number[];
  };
  /** The model in that package's format, which `RandomForestClassifier.load` takes. */
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
  const bins = forest.bins.map((feature, f) => orderedBins(feature, f, forest));
  const columns = bins.map((_, f) => f);
  const treeOptions = { kind: "classifier", gainFunction: "gini", splitFunction: "mean" };
  const model = {
    name: "RFClassifier",
    baseModel: {
      indexes: forest.trees.map(() => columns),
      n: columns.length,
      replacement: false,
      maxFeatures: 1,
      nEstimators: forest.trees.length,
      treeOptions,
      isClassifier: true,
      seed: 0,
      useSampleBagging: true,
      estimators: forest.trees.map((tree) => ({
        name: "DTClassifier",
        options: treeOptions,
        root: toMLNode(tree, bins, forest.classes.length),
      })),
    },
  };
  const { RandomForestClassifier } = mlLibrary();
  return RandomForestClassifier.load(model as unknown as Parameters<typeof RandomForestClassifier.load>[0]);
}

/** The feature's bins, if all splits on it can be said as "x < value". */
function orderedBins(feature: FeatureBins, f: number, forest: Forest): NumericBins {
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
  const trees = checkMLModel(plainModel(model));
  // The package's own object knows how many columns it was fitted on; its JSON tells those that trees may use.
  const known = Number((model as { numberFeatures?: unknown }).numberFeatures ?? 0);
  const features = trees
    .flatMap((tree) => tree.features)
    .reduce((most, feature) => Math.max(most, feature + 1), Math.min(known, MOST_FEATURES) || 0);
  const bins = Array.from({ length: features }, (_, f): NumericBins => {
    return { name: String(f), kind: "numeric", sawMissing: false, edges: new Float64Array(0) };
  });
  const classes = Array.from({ length: classCount(trees) }, (_, k) => k);
  const encodings = bins.map(() => ({ missing: NaN }));
  return forestOfMLTrees(trees, bins, encodings, classes, "fractions");
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
  const edges = thresholds(trees, bins.length);
  const crowded = edges.findIndex((values) => values.length > MOST_EDGES);
  if (crowded >= 0) {
    throw new RangeError(
      `Cannot take over this model: it splits column "${bins[crowded].name}" at ${edges[crowded].length} values; at most ${MOST_EDGES} are possible.`,
    );
  }
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
    if ("distribution" in node) most = Math.max(most, node.distribution[0].length);
    else pending.push(node.left, node.right);
  }
  return most;
}
