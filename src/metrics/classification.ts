import { OptionError } from "../errors.js";
import { aBoolean, checkOptions, either, type OptionRule, oneOf } from "../options.js";
import { accuracyOf, balancedAccuracyOf, cohenKappaOf, type KappaWeights, matthewsCorrcoefOf } from "./agreement.js";
import {
  averageScores,
  type ClassAverage,
  classScores,
  illDefined,
  labelSums,
  type Metric,
  total,
  type ZeroDivision,
} from "./class-scores.js";
import type { ConfusionCounts } from "./confusion.js";
import { confusionMatrixOf } from "./confusion-matrix.js";
import { confusionOf, type Labels, type Weights } from "./confusion-of.js";
import { type Label, labelName, showLabel } from "./labels.js";
import {
  labelRule,
  labelsRule,
  listLabels,
  requireSameKind,
  sampleWeightRule,
  zeroDivisionRule,
} from "./metric-options.js";
import { warnOfZeroDivision } from "./zero-division-warning.js";

/** "binary": the scores of `posLabel` alone. The others say how all labels' scores become one number. */
export type Average = "binary" | ClassAverage;

/** Options of precision, recall and F scores; their meaning and defaults are scikit-learn's. */
export interface ScoreOptions {
  /** The labels to score, in this order. Default: all that occur, sorted. Not used with `average: "binary"`. */
  labels?: readonly Label[];
  /** The positive class of `average: "binary"`. Default 1, which also stands for `true`. */
  posLabel?: Label;
  average?: Average;
  sampleWeight?: Weights;
  /** What a score is whose denominator is 0. Default "warn": 0, and a warning. */
  zeroDivision?: ZeroDivision;
}

/** With `average: null` a score is a list of numbers, one a label. */
export type PerLabel<O> = Omit<O, "average"> & { average: null };

type AnyAverage<O> = Omit<O, "average"> & { average?: Average | null };

export interface FbetaOptions extends ScoreOptions {
  /** How many times as much recall counts as precision: 0 is precision alone, Infinity recall alone. */
  beta: number;
}

/** As {@link FbetaOptions}, but the default of `beta` is 1 and the default of `average` is `null`. */
export type PrecisionRecallOptions = ScoreOptions & { beta?: number };

const averageRule: OptionRule = either(oneOf("binary", "micro", "macro", "weighted"), {
  takes: "null",
  test: (value) => value === null,
});

const betaRule: OptionRule = {
  takes: "a number of at least 0",
  test: (value) => typeof value === "number" && value >= 0,
};

const scoreRules = {
  labels: labelsRule,
  posLabel: labelRule,
  average: averageRule,
  sampleWeight: sampleWeightRule,
  zeroDivision: zeroDivisionRule,
};

/**
 * The share of rows whose predicted label is the true one, or their number (weight) with `normalize: false`.
 *
 * @throws {TypeError} labels are missing or mixed. @throws {RangeError} the lengths differ or there are no rows. So do
 *   all functions here; each reads every row once.
 */
export async function accuracyScore(
  yTrue: Labels,
  yPred: Labels,
  options: { normalize?: boolean; sampleWeight?: Weights } = {},
): Promise<number> {
  checkOptions("accuracyScore", options, { normalize: aBoolean, sampleWeight: sampleWeightRule });
  return accuracyOf(await confusionOf(yTrue, yPred, options.sampleWeight), options.normalize);
}

/** The mean recall of the labels that occur in yTrue; with `adjusted`, chance is 0 and the best is 1. */
export async function balancedAccuracyScore(
  yTrue: Labels,
  yPred: Labels,
  options: { adjusted?: boolean; sampleWeight?: Weights } = {},
): Promise<number> {
  checkOptions("balancedAccuracyScore", options, { adjusted: aBoolean, sampleWeight: sampleWeightRule });
  return balancedAccuracyOf(await confusionOf(yTrue, yPred, options.sampleWeight), options.adjusted);
}

/** Matthews' correlation coefficient, -1 to 1, for any number of classes; 0 where one side has one label only. */
export async function matthewsCorrcoef(
  yTrue: Labels,
  yPred: Labels,
  options: { sampleWeight?: Weights } = {},
): Promise<number> {
  checkOptions("matthewsCorrcoef", options, { sampleWeight: sampleWeightRule });
  return matthewsCorrcoefOf(await confusionOf(yTrue, yPred, options.sampleWeight));
}

export interface CohenKappaOptions {
  labels?: readonly Label[];
  /** Whether labels further apart in the list disagree more. Default: all disagreements count the same. */
  weights?: KappaWeights;
  sampleWeight?: Weights;
  /** The result where kappa is not defined, as when both raters use one label only. Default NaN. */
  replaceUndefinedBy?: number;
}

/** Cohen's kappa: how far two raters agree beyond chance, at most 1. */
export async function cohenKappaScore(y1: Labels, y2: Labels, options: CohenKappaOptions = {}): Promise<number> {
  checkOptions("cohenKappaScore", options, {
    labels: labelsRule,
    weights: oneOf("linear", "quadratic"),
    sampleWeight: sampleWeightRule,
    replaceUndefinedBy: {
      takes: "a number from -1 to 1, or NaN",
      test: (value) => Number.isNaN(value) || (typeof value === "number" && Math.abs(value) <= 1),
    },
  });
  const confusion = await confusionOf(y1, y2, options.sampleWeight);
  const { counts } = confusionMatrixOf("cohenKappaScore", confusion, options.labels);
  return cohenKappaOf(counts, options.weights) ?? options.replaceUndefinedBy ?? Number.NaN;
}

/** Precision: of the rows predicted as a label, the share that has it. Default average "binary". */
export async function precisionScore(yTrue: Labels, yPred: Labels, options: PerLabel<ScoreOptions>): Promise<number[]>;
export async function precisionScore(yTrue: Labels, yPred: Labels, options?: ScoreOptions): Promise<number>;
export async function precisionScore(
  yTrue: Labels,
  yPred: Labels,
  options: AnyAverage<ScoreOptions> = {},
): Promise<number | number[]> {
  checkOptions("precisionScore", options, scoreRules);
  return (await scores("precisionScore", yTrue, yPred, options, "binary", ["precision"]))[0];
}

/** Recall: of the rows that have a label, the share predicted as it. Default average "binary". */
export async function recallScore(yTrue: Labels, yPred: Labels, options: PerLabel<ScoreOptions>): Promise<number[]>;
export async function recallScore(yTrue: Labels, yPred: Labels, options?: ScoreOptions): Promise<number>;
export async function recallScore(
  yTrue: Labels,
  yPred: Labels,
  options: AnyAverage<ScoreOptions> = {},
): Promise<number | number[]> {
  checkOptions("recallScore", options, scoreRules);
  return (await scores("recallScore", yTrue, yPred, options, "binary", ["recall"]))[1];
}

/** F1: the harmonic mean of precision and recall. Default average "binary". */
export async function f1Score(yTrue: Labels, yPred: Labels, options: PerLabel<ScoreOptions>): Promise<number[]>;
export async function f1Score(yTrue: Labels, yPred: Labels, options?: ScoreOptions): Promise<number>;
export async function f1Score(
  yTrue: Labels,
  yPred: Labels,
  options: AnyAverage<ScoreOptions> = {},
): Promise<number | number[]> {
  checkOptions("f1Score", options, scoreRules);
  return (await scores("f1Score", yTrue, yPred, options, "binary", ["f1-score"]))[2];
}

/** Fβ: the harmonic mean of precision and recall, recall counting β times as much. Default average "binary". */
export async function fbetaScore(yTrue: Labels, yPred: Labels, options: PerLabel<FbetaOptions>): Promise<number[]>;
export async function fbetaScore(yTrue: Labels, yPred: Labels, options: FbetaOptions): Promise<number>;
export async function fbetaScore(
  yTrue: Labels,
  yPred: Labels,
  options: AnyAverage<FbetaOptions>,
): Promise<number | number[]> {
  checkOptions("fbetaScore", options, { ...scoreRules, beta: betaRule });
  if (options?.beta === undefined) {
    throw new OptionError("fbetaScore needs the option beta, a number of at least 0; 1 gives f1Score.", {
      option: "beta",
      value: undefined,
    });
  }
  return (await scores("fbetaScore", yTrue, yPred, options, "binary", ["f1-score"]))[2];
}

/**
 * Precision, recall, Fβ and support at once: lists, one number a label; or with an average one number each, and `null`
 * for the support.
 */
export async function precisionRecallFscoreSupport(
  yTrue: Labels,
  yPred: Labels,
  options: PrecisionRecallOptions & { average: Average },
): Promise<[precision: number, recall: number, fscore: number, support: null]>;
export async function precisionRecallFscoreSupport(
  yTrue: Labels,
  yPred: Labels,
  options?: Omit<PrecisionRecallOptions, "average"> & { average?: null },
): Promise<[precision: number[], recall: number[], fscore: number[], support: number[]]>;
export async function precisionRecallFscoreSupport(
  yTrue: Labels,
  yPred: Labels,
  options: AnyAverage<PrecisionRecallOptions> = {},
): Promise<Scores> {
  checkOptions("precisionRecallFscoreSupport", options, { ...scoreRules, beta: betaRule });
  const all: Metric[] = ["precision", "recall", "f1-score"];
  return scores("precisionRecallFscoreSupport", yTrue, yPred, options, null, all);
}

type Scores = [number, number, number, null] | [number[], number[], number[], number[]];

async function scores(
  owner: string,
  yTrue: Labels,
  yPred: Labels,
  options: AnyAverage<PrecisionRecallOptions>,
  defaultAverage: Average | null,
  warnFor: readonly Metric[],
): Promise<Scores> {
  const { average = defaultAverage, beta = 1, zeroDivision = "warn" } = options;
  const confusion = await confusionOf(yTrue, yPred, options.sampleWeight);
  const labels = average === "binary" ? [positiveLabel(owner, confusion, options.posLabel)] : options.labels;
  if (labels !== undefined) requireSameKind(owner, "labels", labels, confusion.labels);
  const sums = labelSums(confusion, labels ?? confusion.labels);
  if (zeroDivision === "warn") {
    const names = average === "micro" ? ["any label"] : (labels ?? confusion.labels).map(labelName);
    const found = illDefined(average === "micro" ? total(sums) : sums);
    warnOfZeroDivision(
      found
        .filter(({ metric }) => warnFor.includes(metric))
        .map(({ place, metric }) => ({ name: names[place], metric })),
    );
  }
  if (average === "micro" || average === "macro" || average === "weighted") {
    return [...averageScores(sums, average, beta, zeroDivision), null];
  }
  const { precision, recall, fscore } = classScores(sums, beta, zeroDivision);
  if (average === "binary") return [precision[0], recall[0], fscore[0], null];
  return [[...precision], [...recall], [...fscore], [...sums.support]];
}

/** The class that "binary" scores: it must be one of at most two labels, or the one label must be the other class. */
function positiveLabel(owner: string, { labels }: ConfusionCounts, given: Label = 1): Label {
  const posLabel = typeof labels[0] === "boolean" && given === 1 ? true : given;
  if (labels.length > 2) {
    throw new OptionError(
      `${owner}: average "binary" is for two classes, but there are ${labels.length}: ${listLabels(labels)}. ` +
        'Choose "micro", "macro", "weighted" or null.',
      { option: "average", value: "binary" },
    );
  }
  if (!labels.includes(posLabel) && (labels.length === 2 || typeof labels[0] !== typeof posLabel)) {
    throw new OptionError(
      `${owner}: option "posLabel" is ${showLabel(posLabel)}, but the labels are ${listLabels(labels)}.`,
      { option: "posLabel", value: posLabel },
    );
  }
  return posLabel;
}
