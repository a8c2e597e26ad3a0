/**
 * Reads a saved model. Whatever it may hold, what comes out is a forest that predicts without leaving its arrays, or
 * an error that says what is wrong: nothing is believed, and no more memory is taken than a few times the data's.
 */
import { type Label, MAX_LABELS } from "../../metrics/labels.js";
import { checkOptions, type OptionTable } from "../../options.js";
import { type FeatureBins, MOST_CODES, type NumericBins } from "../bins/bins.js";
import type { AnyForest, Forest } from "../forest.js";
import {
  type RandomForestOptions,
  type RandomForestRegressorOptions,
  randomForestRules,
  regressorRules,
  type SharedForestOptions,
} from "../forest-options.js";
import { MOST_FEATURES } from "../predict/compact-tree.js";
import type { RegressionCriterion, RegressionForest } from "../regression/regression-forest.js";
import { checkRegressionTree, checkTree } from "./check-tree.js";
import { demand, isList, record, refuse, show } from "./refused-model.js";
import { FORMAT, VERSION } from "./saved-model.js";

/** A model as it was before it was saved. */
export interface LoadedModel<F extends AnyForest = Forest, O extends SharedForestOptions = RandomForestOptions> {
  readonly forest: F;
  readonly options: O;
  readonly seed: number;
  readonly target: string;
}

/**
 * The classifier in plain data.
 *
 * @throws {TypeError} it is not one, in a sentence that says why.
 */
export function checkModel(data: unknown): LoadedModel {
  const model = checkHead(data, "RandomForestClassifier");
  const { criterion, voting, weights } = model;
  demand(criterion === "gini" || criterion === "entropy", `its criterion is ${show(criterion)}`);
  demand(voting === "soft" || voting === "hard", `its voting is ${show(voting)}`);
  demand(weights === "counts" || weights === "fractions", `the weights of its leaves are ${show(weights)}`);
  const { options, seed, target } = checkShared(model, randomForestRules);
  const classes = checkClasses(model.classes);
  const bins = checkFeatures(model.features);
  const trees = checkTrees(model.trees, (tree, what) =>
    checkTree(tree, what, bins, classes.length, weights === "counts"),
  );
  return {
    forest: {
      bins,
      classes,
      criterion: criterion as Forest["criterion"],
      voting: voting as Forest["voting"],
      trees,
    },
    options,
    seed,
    target,
  };
}

/**
 * The regressor in plain data.
 *
 * @throws {TypeError} it is not one, in a sentence that says why.
 */
export function checkRegressor(data: unknown): LoadedModel<RegressionForest, RandomForestRegressorOptions> {
  const model = checkHead(data, "RandomForestRegressor");
  const { criterion } = model;
  demand(criterion === "squaredError" || criterion === "poisson", `its criterion is ${show(criterion)}`);
  const { options, seed, target } = checkShared(model, regressorRules);
  const bins = checkFeatures(model.features);
  const trees = checkTrees(model.trees, (tree, what) => checkRegressionTree(tree, what, bins));
  return { forest: { bins, criterion: criterion as RegressionCriterion, trees }, options, seed, target };
}

/** The model, if it says that it is one of this class. */
function checkHead(data: unknown, estimator: string): Record<string, unknown> {
  const model = record(data, "it");
  if (model.format !== FORMAT) throw refuse(`it does not say that it is a ${FORMAT}`);
  if (model.version !== VERSION) {
    throw refuse(`it is of version ${show(model.version)}, and this is a library that reads version ${VERSION}`);
  }
  if (model.estimator !== estimator) throw refuse(`it holds a ${show(model.estimator)}`);
  return model;
}

function checkShared<O extends SharedForestOptions>(
  { estimator, options, seed, target }: Record<string, unknown>,
  rules: OptionTable<O>,
): { options: O; seed: number; target: string } {
  demand(Number.isSafeInteger(seed) && (seed as number) >= 0, "its seed is no whole number");
  demand(typeof target === "string", "the name of its target is no text");
  const given = record(options, "the list of its options") as O;
  checkOptions(`Cannot load this model: ${estimator}`, given, rules);
  return { options: given, seed: seed as number, target: target as string };
}

function checkTrees<T>(value: unknown, check: (tree: Record<string, unknown>, what: string) => T): T[] {
  demand(Array.isArray(value) && value.length > 0, "it has no trees");
  return (value as unknown[]).map((tree, t) => check(record(tree, `tree ${t + 1}`), `tree ${t + 1}`));
}

function checkClasses(value: unknown): Label[] {
  demand(Array.isArray(value) && value.length > 0 && value.length <= MAX_LABELS, "its classes are no list");
  const classes = value as unknown[];
  const kind = typeof classes[0];
  demand(["string", "number", "boolean"].includes(kind), "its classes are neither text, numbers nor booleans");
  const isLabel = (label: unknown): boolean => typeof label === kind && (kind !== "number" || Number.isInteger(label));
  demand(classes.every(isLabel), "its classes are not all text, all whole numbers or all booleans");
  demand(new Set(classes).size === classes.length, "a class is listed twice");
  return classes as Label[];
}

function checkFeatures(value: unknown): FeatureBins[] {
  demand(Array.isArray(value) && value.length > 0 && value.length <= MOST_FEATURES, "its features are no list");
  const features = (value as unknown[]).map((feature, f) => checkFeature(record(feature, `feature ${f + 1}`), f));
  demand(new Set(features.map(({ name }) => name)).size === features.length, "two of its features have the same name");
  return features;
}

function checkFeature({ name, kind, sawMissing, ...rest }: Record<string, unknown>, f: number): FeatureBins {
  const what = `feature ${f + 1}`;
  demand(typeof name === "string", `${what} has no name`);
  demand(typeof sawMissing === "boolean", `${what} does not say whether values were missing`);
  // In the order of the original, on which the fingerprint depends.
  const shared = <K extends FeatureBins["kind"]>(own: K) => ({
    name: name as string,
    kind: own,
    sawMissing: sawMissing as boolean,
  });
  if (kind === "numeric") {
    demand(isList(rest.edges) && rest.edges.length <= MOST_CODES - 2, `${what} has no list of edges`);
    const edges = Float64Array.from(rest.edges as ArrayLike<unknown>, numberOf);
    const ascends = edges.every((edge, i) => (i === 0 ? !Number.isNaN(edge) : edges[i - 1] < edge));
    demand(ascends, `the edges of ${what} do not ascend`);
    const { dtype } = rest;
    demand(
      dtype === undefined || dtype === "boolean" || dtype === "datetime",
      `${what} is of the dtype ${show(dtype)}`,
    );
    return { ...shared("numeric"), edges, ...(dtype === undefined ? {} : { dtype: dtype as NumericBins["dtype"] }) };
  }
  const { categories, others } = rest;
  demand(kind === "category", `${what} is of the kind ${show(kind)}`);
  demand(Array.isArray(categories) && categories.length <= MOST_CODES - 2, `${what} has no list of categories`);
  const texts = categories as unknown[];
  demand(
    texts.every((text) => typeof text === "string"),
    `a category of ${what} is no text`,
  );
  demand(new Set(texts).size === texts.length, `a category of ${what} is listed twice`);
  demand(typeof others === "boolean", `${what} does not say whether there were other categories`);
  return { ...shared("category"), categories: texts as string[], others: others as boolean };
}

function numberOf(value: unknown): number {
  if (value === "Infinity") return Infinity;
  if (value === "-Infinity") return -Infinity;
  return typeof value === "number" ? value : NaN;
}

/** The plain data in a text. */
export function parseModel(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw refuse("the text is no JSON");
  }
}
