import { OptionError } from "../errors.js";
import { type Label, showLabel } from "../metrics/labels.js";
import { aBoolean, either, type OptionRule, type OptionTable, oneOf, wholeNumber } from "../options.js";
import type { GrowParams, SharedParams } from "./grow/binned-matrix.js";
import type { ClassWeights } from "./grow/row-weights.js";
import type { RegressionParams } from "./regression/regression-forest.js";

/** Options of every random forest; names and meanings are scikit-learn's. */
export interface SharedForestOptions {
  /** The number of trees. Default 100. */
  nEstimators?: number;
  /** The most splits on the way to a leaf. Default: no limit. */
  maxDepth?: number | null;
  /** The fewest rows a node must have to be split: a number of distinct rows, or a fraction of all rows. Default 2. */
  minSamplesSplit?: number;
  /** The fewest rows a leaf must have; as above. Default 1. */
  minSamplesLeaf?: number;
  /** A node is split only if that lowers the tree's impurity by at least this much. Default 0. */
  minImpurityDecrease?: number;
  /**
   * The most leaves of a tree: it then always splits the node that lowers the impurity most, until it has so many.
   * Default: no limit.
   */
  maxLeafNodes?: number | null;
  /** Whether each tree sees rows drawn with replacement, rather than all rows. Default true. */
  bootstrap?: boolean;
  /**
   * Rows drawn for each tree: their number, from 2 on, or a fraction of all rows (of their weights), 1 being all of
   * them. Default: as many as there are.
   */
  maxSamples?: number | null;
  /** Whether to predict each row with the trees that did not see it: see `oobScore` of the model. Default false. */
  oobScore?: boolean;
  /** Whether another `fit` keeps the trees there are and adds those that `nEstimators` asks for more. Default false. */
  warmStart?: boolean;
  /** The most codes of a column, with that of missing values; up to 256 take a byte a cell, more two. Default 255. */
  maxBins?: number;
  /** The same whole number gives the same forest. Default: another one at each fit. */
  randomState?: number;
  /** How trees are grown. */
  splitter?: string;
}

/** Options of a random forest of classes. */
export interface RandomForestOptions extends SharedForestOptions {
  /** What a split is to lower. "entropy" and "logLoss" are the same. Default "gini". */
  criterion?: "gini" | "entropy" | "logLoss";
  /**
   * Features tried at each split: their number (1 is one feature), a fraction below 1 of all, the root or the binary logarithm of their
   * number, or `null` for all. With the splitter "ml-random-forest": features that a whole tree may use, by default
   * all, as that package has it. Default "sqrt".
   */
  maxFeatures?: "sqrt" | "log2" | number | null;
  /**
   * How much the rows of a class count: a number by class, 1 for classes that are not named; "balanced" for the
   * inverse of how often each occurs; "balancedSubsample" for the same in each tree's own sample. Rows are drawn by
   * their weights; where trees see all rows, they count by them.
   */
  classWeight?: Readonly<Record<string, number>> | "balanced" | "balancedSubsample" | null;
  /**
   * How trees are grown. "histogram", the default: on binned values, with missing values and text as they are.
   * "exact": the same on the values themselves, at most 65,534 different ones in a column; slower, and with a
   * threshold midway between two values of the node, as scikit-learn has it. "ml-random-forest": by that package, in
   * time that grows with the square of the number of rows; it knows gini only.
   */
  splitter?: "histogram" | "exact" | "ml-random-forest";
}

/** Options of a random forest of numbers. */
export interface RandomForestRegressorOptions extends SharedForestOptions {
  /**
   * What a split is to lower: "squaredError", or for counts "poisson", the mean Poisson deviance. "friedmanMse" is
   * another name for the first, as in scikit-learn since 1.9. There is no "absoluteError". Default "squaredError".
   */
  criterion?: "squaredError" | "friedmanMse" | "poisson";
  /**
   * Features tried at each split: their number (1 is one feature), a fraction below 1 of all, the root or the binary
   * logarithm of their number, or `null` for all. Default all, scikit-learn's 1.0.
   */
  maxFeatures?: "sqrt" | "log2" | number | null;
  /**
   * How trees are grown. "histogram", the default: on binned values, with missing values and text as they are.
   * "exact": the same on the values themselves, at most 65,534 different ones in a column; slower, and with a
   * threshold midway between two values of the node, as scikit-learn has it.
   */
  splitter?: "histogram" | "exact";
}

const aFraction: OptionRule = {
  takes: "a fraction between 0 and 1",
  test: (value) => typeof value === "number" && value > 0 && value < 1,
};

const nothing: OptionRule = { takes: "null", test: (value) => value === null };

const aClassWeight: OptionRule = {
  takes: "an object of numbers of at least 0",
  test: (value) =>
    typeof value === "object" &&
    value !== null &&
    Object.values(value).every((weight) => Number.isFinite(weight) && weight >= 0),
};

const sharedRules: OptionTable<Omit<SharedForestOptions, "splitter">> = {
  nEstimators: wholeNumber(1),
  maxDepth: either(wholeNumber(1), nothing),
  minSamplesSplit: either(wholeNumber(2), aFraction),
  minSamplesLeaf: either(wholeNumber(1), aFraction),
  maxLeafNodes: either(wholeNumber(2), nothing),
  minImpurityDecrease: {
    takes: "a number of at least 0",
    test: (value) => typeof value === "number" && value >= 0,
  },
  bootstrap: aBoolean,
  maxSamples: either(wholeNumber(1), aFraction, nothing),
  oobScore: aBoolean,
  warmStart: aBoolean,
  maxBins: {
    takes: "a whole number from 2 to 65536",
    test: (value) => Number.isInteger(value) && (value as number) >= 2 && (value as number) <= 65_536,
  },
  randomState: wholeNumber(0),
};

/** One rule an option, for `checkOptions`. */
export const randomForestRules: OptionTable<RandomForestOptions> = {
  ...sharedRules,
  criterion: oneOf("gini", "entropy", "logLoss"),
  maxFeatures: either(oneOf("sqrt", "log2"), wholeNumber(1), aFraction, nothing),
  classWeight: either(oneOf("balanced", "balancedSubsample"), aClassWeight, nothing),
  splitter: oneOf("histogram", "exact", "ml-random-forest"),
};

export const regressorRules: OptionTable<RandomForestRegressorOptions> = {
  ...sharedRules,
  criterion: oneOf("squaredError", "friedmanMse", "poisson"),
  maxFeatures: randomForestRules.maxFeatures,
  splitter: oneOf("histogram", "exact"),
};

/** What trees of numbers are grown with, worked out for data of this size. The options have passed their rules. */
export function regressionParams(
  owner: string,
  options: RandomForestRegressorOptions,
  rows: number,
  features: number,
): RegressionParams {
  const criterion = options.criterion === "poisson" ? "poisson" : "squaredError";
  return { ...sharedParams(owner, options, rows, features), criterion };
}

/** What trees are grown with, worked out for data of this size. The options have passed their rules. */
export function growParams(owner: string, options: RandomForestOptions, rows: number, features: number): GrowParams {
  const byLibrary = options.splitter === "ml-random-forest";
  if (byLibrary) refuseForLibrary(owner, options);
  const maxFeatures = options.maxFeatures === undefined ? (byLibrary ? null : "sqrt") : options.maxFeatures;
  return {
    ...sharedParams(owner, { ...options, maxFeatures }, rows, features),
    criterion: (options.criterion ?? "gini") === "gini" ? "gini" : "entropy",
    balancedSubsample: (options.bootstrap ?? true) && options.classWeight === "balancedSubsample",
  };
}

/** Options that every forest knows, though not all with the same values. */
type WithFeatures = SharedForestOptions & Pick<RandomForestOptions, "maxFeatures">;

function sharedParams(owner: string, options: WithFeatures, rows: number, features: number): SharedParams {
  const { minSamplesSplit = 2, minSamplesLeaf = 1, bootstrap = true } = options;
  if (options.splitter === "exact" && options.maxBins !== undefined) refuse(owner, options, "maxBins", "does not bin");
  if (options.oobScore && !bootstrap) {
    throw new OptionError(
      `${owner}: option "oobScore" is about rows that a tree's sample left out; leave it out, or set bootstrap to true.`,
      { option: "oobScore", value: true },
    );
  }
  return {
    seed: options.randomState ?? Math.floor(Math.random() * 2 ** 32),
    draws: drawsOf(owner, options, bootstrap, rows),
    drawFraction: (options.maxSamples ?? 2) <= 1 ? (options.maxSamples as number) : null,
    maxDepth: options.maxDepth ?? Infinity,
    minSamplesSplit: minSamplesSplit < 1 ? Math.max(2, Math.ceil(minSamplesSplit * rows)) : minSamplesSplit,
    minSamplesLeaf: minSamplesLeaf < 1 ? Math.ceil(minSamplesLeaf * rows) : minSamplesLeaf,
    minImpurityDecrease: options.minImpurityDecrease ?? 0,
    maxLeafNodes: options.maxLeafNodes ?? null,
    exact: options.splitter === "exact",
    maxFeatures: featuresOf(owner, options.maxFeatures ?? null, features),
  };
}

function drawsOf(owner: string, { maxSamples }: SharedForestOptions, bootstrap: boolean, rows: number): number | null {
  if (maxSamples === undefined || maxSamples === null) return bootstrap ? rows : null;
  if (!bootstrap) {
    throw new OptionError(
      `${owner}: option "maxSamples" is about drawn rows; leave it out, or set bootstrap to true.`,
      {
        option: "maxSamples",
        value: maxSamples,
      },
    );
  }
  if (maxSamples > rows) {
    throw new OptionError(`${owner}: option "maxSamples" is ${maxSamples}, but there are only ${rows} rows.`, {
      option: "maxSamples",
      value: maxSamples,
    });
  }
  return maxSamples <= 1 ? Math.max(1, Math.floor(maxSamples * rows)) : maxSamples;
}

function featuresOf(owner: string, value: "sqrt" | "log2" | number | null, features: number): number {
  if (value === null) return features;
  if (value === "sqrt") return Math.max(1, Math.floor(Math.sqrt(features)));
  if (value === "log2") return Math.max(1, Math.floor(Math.log2(features)));
  if (value > features) {
    throw new OptionError(`${owner}: option "maxFeatures" is ${value}, but there are only ${features} columns.`, {
      option: "maxFeatures",
      value,
    });
  }
  return value < 1 ? Math.max(1, Math.floor(value * features)) : value;
}

/** Refuses an option that the splitter does not have. */
function refuse<O extends SharedForestOptions>(
  owner: string,
  options: O,
  option: keyof O & string,
  why: string,
): never {
  const { splitter, [option]: value } = options;
  throw new OptionError(
    `${owner}: the splitter "${splitter}" ${why}; option "${option}" is ${JSON.stringify(value)}.`,
    { option, value },
  );
}

function refuseForLibrary(owner: string, options: RandomForestOptions): void {
  if ((options.criterion ?? "gini") !== "gini") refuse(owner, options, "criterion", 'knows the criterion "gini" only');
  if ((options.minSamplesLeaf ?? 1) !== 1)
    refuse(owner, options, "minSamplesLeaf", "sets no least number of rows in a leaf");
  if (options.maxBins !== undefined) refuse(owner, options, "maxBins", "does not bin");
  if ((options.maxLeafNodes ?? null) !== null) refuse(owner, options, "maxLeafNodes", "does not limit leaves");
  if ((options.classWeight ?? null) !== null) refuse(owner, options, "classWeight", "knows no weights");
  if (options.oobScore) refuse(owner, options, "oobScore", "keeps no out-of-bag score here");
  if (options.warmStart) refuse(owner, options, "warmStart", "cannot add trees to a forest");
}

/**
 * What `classWeight` says for these classes; `null` where all count the same, or where trees balance their own samples.
 *
 * @throws {OptionError} it names what is no class, and leaves a class out.
 */
export function classWeightsOf(
  owner: string,
  { classWeight = null, bootstrap = true }: RandomForestOptions,
  classes: readonly Label[],
): ClassWeights | null {
  if (classWeight === null) return null;
  if (classWeight === "balancedSubsample") return bootstrap ? null : "balanced";
  if (classWeight === "balanced") return "balanced";
  const named = new Map(Object.entries(classWeight));
  const weights = classes.map((label) => named.get(String(label)));
  const unknown = [...named.keys()].find((name) => !classes.some((label) => String(label) === name));
  if (unknown !== undefined && weights.includes(undefined)) {
    const known = classes.slice(0, 20).map(showLabel).join(", ");
    throw new OptionError(
      `${owner}: option "classWeight" names ${JSON.stringify(unknown)}, which is no class. The classes are: ${known}${classes.length > 20 ? ", …" : ""}.`,
      { option: "classWeight", value: classWeight },
    );
  }
  return weights.map((weight) => weight ?? 1);
}
