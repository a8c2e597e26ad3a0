/**
 * A fitted model as plain data: what `toJSON` gives and, with its arrays as bytes, what a file holds. `check-model.ts`
 * reads it back; `model-file.ts` writes and reads files.
 */
import type { Label } from "../../metrics/labels.js";
import type { CategoryBins, NumericBins } from "../bins/bins.js";
import type { AnyForest, Forest } from "../forest.js";
import type { RandomForestOptions, RandomForestRegressorOptions, SharedForestOptions } from "../forest-options.js";
import type { RegressionCriterion, RegressionForest } from "../regression/regression-forest.js";
import { NodeKind, type Tree, type TreeNodes } from "../tree.js";

export const FORMAT = "danfo-distributed random forest";
/** Counts up when the meaning of a field changes. */
export const VERSION = 1;

/** JSON has no infinite numbers. */
export type SavedNumber = number | "Infinity" | "-Infinity";

/** What is saved of a forest of any kind. */
export interface SavedForest {
  readonly format: typeof FORMAT;
  readonly version: typeof VERSION;
  readonly estimator: string;
  readonly options: SharedForestOptions;
  /** What random choices hang on; trees that are added later need it. */
  readonly seed: number;
  /** The name of y. */
  readonly target: string;
  readonly criterion: string;
  readonly features: readonly SavedFeature[];
  readonly trees: readonly SavedNodes[];
}

/** What is saved of a classifier. */
export interface SavedModel extends SavedForest {
  readonly estimator: "RandomForestClassifier";
  readonly options: RandomForestOptions;
  readonly classes: readonly Label[];
  readonly criterion: Forest["criterion"];
  readonly voting: Forest["voting"];
  /** What leaves hold: how often rows of each class were drawn, or fractions, in models of other libraries. */
  readonly weights: "counts" | "fractions";
  readonly trees: readonly SavedTree[];
}

export type SavedFeature = CategoryBins | (Omit<NumericBins, "edges"> & { readonly edges: readonly SavedNumber[] });

/** A tree without what follows from the rest: places of children, leaves and categories follow from the preorder. */
export interface SavedNodes {
  /** By node, in preorder: see `NodeKind`. */
  readonly kinds: ArrayLike<number>;
  /** By inner node. */
  readonly features: ArrayLike<number>;
  /** By node that splits by order: the last code on the left. */
  readonly splits: ArrayLike<number>;
  /** Of nodes that split by category, one after the other: the bits of the categories on the left. */
  readonly categories: ArrayLike<number>;
}

/** What is saved of a regressor. */
export interface SavedRegressor extends SavedForest {
  readonly estimator: "RandomForestRegressor";
  readonly options: RandomForestRegressorOptions;
  readonly criterion: RegressionCriterion;
  readonly trees: readonly SavedRegressionTree[];
}

/** A tree of numbers: by leaf the mean of its rows, and how much these count. */
export interface SavedRegressionTree extends SavedNodes {
  readonly leafValues: ArrayLike<number>;
  readonly leafWeights: ArrayLike<number>;
}

/** A tree of classes. */
export interface SavedTree extends SavedNodes {
  /** By leaf: how many classes it holds. */
  readonly leafSizes: ArrayLike<number>;
  /** Of leaves, one after the other: their classes, and how often each was drawn. */
  readonly leafClasses: ArrayLike<number>;
  readonly leafWeights: ArrayLike<number>;
}

/** What is saved of a model; its arrays are typed ones. */
export function savedModel(forest: Forest, options: RandomForestOptions, seed: number, target: string): SavedModel {
  const { classes, criterion, voting, trees } = forest;
  const fractions = trees.some((tree) => tree.leafWeight instanceof Float64Array);
  return {
    format: FORMAT,
    version: VERSION,
    estimator: "RandomForestClassifier",
    options,
    seed,
    target,
    classes,
    criterion,
    voting,
    weights: fractions ? "fractions" : "counts",
    features: savedFeatures(forest),
    trees: trees.map(savedTree),
  };
}

/** The same of a regressor. */
export function savedRegressor(
  forest: RegressionForest,
  options: RandomForestRegressorOptions,
  seed: number,
  target: string,
): SavedRegressor {
  const { criterion, trees } = forest;
  return {
    format: FORMAT,
    version: VERSION,
    estimator: "RandomForestRegressor",
    options,
    seed,
    target,
    criterion,
    features: savedFeatures(forest),
    trees: trees.map((tree) => ({ ...savedNodes(tree), leafValues: tree.leafValue, leafWeights: tree.leafWeight })),
  };
}

/** The parts of a tree that are saved. */
function savedTree(tree: Tree): SavedTree {
  const { leafStart, leafClass, leafWeight } = tree;
  return {
    ...savedNodes(tree),
    leafSizes: leafStart.subarray(1).map((end, leaf) => end - leafStart[leaf]),
    leafClasses: leafClass,
    leafWeights: leafWeight,
  };
}

/** The parts of a tree's nodes that are saved. */
function savedNodes({ kind, feature, split, categories }: TreeNodes): SavedNodes {
  const isInner = (node: number): boolean => kind[node] !== NodeKind.leaf;
  return {
    kinds: kind,
    features: feature.filter((_, node) => isInner(node)),
    splits: split.filter((_, node) => isInner(node) && kind[node] !== NodeKind.categories),
    categories: new Uint32Array(categories),
  };
}

/** The features of a forest, with numbers as JSON can hold them. */
function savedFeatures({ bins }: AnyForest): SavedFeature[] {
  return bins.map((feature) =>
    feature.kind === "category" ? feature : { ...feature, edges: Array.from(feature.edges, savedNumber) },
  );
}

function savedNumber(x: number): SavedNumber {
  if (Number.isFinite(x)) return x;
  return x > 0 ? "Infinity" : "-Infinity";
}

/** The model with its typed arrays as arrays of numbers. */
export function plainModel<S extends SavedForest>(model: S): S {
  const trees = model.trees.map((tree) => {
    return Object.fromEntries(Object.entries(tree).map(([name, values]) => [name, Array.from(values)]));
  });
  return { ...model, trees };
}
