/**
 * Metrics on scores: how well they rank the rows of a class before the others. Exact, and so they bring every score
 * into this process: 8 bytes a row and column, and as many again to sort. `thresholds.ts` does the counting;
 * `evaluate` counts partition by partition instead (`score-counts.ts`).
 */
import { OptionError } from "../errors.js";
import { aBoolean, checkOptions, either, type OptionRule, oneOf } from "../options.js";
import type { Labels, Weights } from "./confusion-of.js";
import type { Label } from "./labels.js";
import { labelRule, labelsRule, sampleWeightRule } from "./metric-options.js";
import { averaged, oneVersusOne, type RankingAverage } from "./ranking-averages.js";
import { PrecisionRecallCurve, RocCurve } from "./ranking-curves.js";
import {
  gatherBinaryScores,
  gatherScores,
  gatherTarget,
  gatherWeights,
  labelledColumns,
  oneAgainstRest,
  positiveRows,
  requireSumsOfOne,
  type Scores,
} from "./ranking-input.js";
import {
  averagePrecision,
  countThresholds,
  partialArea,
  precisionRecallPoints,
  rocPoints,
  type Thresholds,
} from "./thresholds.js";

export interface CurveOptions {
  /** The class whose rows should have the greater scores. Needed unless the labels are 0 and 1, -1 and 1, or booleans. */
  posLabel?: Label;
  sampleWeight?: Weights;
  /** Whether points that change nothing in the drawn curve are left out. Default true for ROC, false for precision and recall. */
  dropIntermediate?: boolean;
}

const curveRules = { posLabel: labelRule, sampleWeight: sampleWeightRule, dropIntermediate: aBoolean };

/**
 * The ROC curve of a class against the rest. Points, thresholds and their order are scikit-learn's.
 *
 * @param yScore - a score a row, the greater the likelier; of a frame with two columns, as `predictProba` gives for two
 *   classes, the second column.
 * @throws {OptionError} `posLabel` must be given. @throws {TypeError} labels are missing or mixed; a score is not a
 *   finite number. @throws {RangeError} the lengths differ, or there are no rows. So do all functions here.
 */
export async function rocCurve(yTrue: Labels, yScore: Scores, options: CurveOptions = {}): Promise<RocCurve> {
  checkOptions("rocCurve", options, curveRules);
  const counted = await countFor("rocCurve", "yScore", yTrue, yScore, options);
  warnOfEmptySide(counted);
  return new RocCurve(counted, options.posLabel, options.dropIntermediate);
}

/** Precision and recall of a class at each threshold, as scikit-learn's `precision_recall_curve`; otherwise as {@link rocCurve}. */
export async function precisionRecallCurve(
  yTrue: Labels,
  yScore: Scores,
  options: CurveOptions = {},
): Promise<PrecisionRecallCurve> {
  checkOptions("precisionRecallCurve", options, curveRules);
  const counted = await countFor("precisionRecallCurve", "yScore", yTrue, yScore, options);
  return new PrecisionRecallCurve(counted, options.posLabel, options.dropIntermediate);
}

export interface RocAucOptions {
  /** Default "macro"; `null` gives a list, in the order of the classes. Of two classes not used. */
  average?: RankingAverage | null;
  /** Of more than two classes: each against the rest, or each pair of classes (Hand and Till 2001). */
  multiClass?: "ovr" | "ovo";
  /** Of two classes: only the curve up to this false positive rate counts, scaled so that chance is 0.5 and the best 1. */
  maxFpr?: number;
  /** All classes, sorted, where yTrue may not hold all that the columns of yScore are for. */
  labels?: readonly Label[];
  sampleWeight?: Weights;
}

const averageRule: OptionRule = either(oneOf("micro", "macro", "weighted"), {
  takes: "null",
  test: (value) => value === null,
});

/**
 * The area under the ROC curve. Of two classes yScore is a score a row for the greater label (or two columns); of more
 * it has a column for each class, with probabilities that add up to 1.
 *
 * @returns NaN, with a warning, where yTrue has one class only.
 */
export async function rocAucScore(
  yTrue: Labels,
  yScore: Scores,
  options: RocAucOptions & { average: null },
): Promise<number[]>;
export async function rocAucScore(
  yTrue: Labels,
  yScore: Scores,
  options?: RocAucOptions & { average?: RankingAverage },
): Promise<number>;
export async function rocAucScore(
  yTrue: Labels,
  yScore: Scores,
  options: RocAucOptions = {},
): Promise<number | number[]> {
  const owner = "rocAucScore";
  checkOptions(owner, options, {
    average: averageRule,
    multiClass: oneOf("ovr", "ovo"),
    maxFpr: { takes: "a number above 0, at most 1", test: (x) => typeof x === "number" && x > 0 && x <= 1 },
    labels: labelsRule,
    sampleWeight: sampleWeightRule,
  });
  const { average = "macro", maxFpr = 1, multiClass } = options;
  const given = await gatherTarget(yTrue);
  const rows = given.codes.length;
  const columns = await gatherScores("yScore", yScore, rows);
  const weight = await gatherWeights(options.sampleWeight, rows);
  if (given.labels.length <= 2 && columns.length <= 2) {
    const positive = oneAgainstRest(given, given.labels.length - 1);
    const auc = areaOf(countThresholds(positive, columns[columns.length - 1], weight), maxFpr);
    return average === null ? [auc] : auc;
  }
  if (maxFpr !== 1) throw refuse(owner, "maxFpr", maxFpr, "is for two classes only");
  if (multiClass === undefined) {
    throw refuse(owner, "multiClass", undefined, 'must be "ovr" or "ovo" where there are more than two classes');
  }
  const target = labelledColumns(owner, "yScore", given, columns.length, options.labels);
  requireSumsOfOne(owner, columns);
  if (multiClass === "ovo") {
    if (weight !== undefined) throw refuse(owner, "sampleWeight", weight, 'is not used with multiClass "ovo"');
    if (average === null || average === "micro") {
      throw refuse(owner, "average", average, 'must be "macro" or "weighted" with multiClass "ovo"');
    }
    return oneVersusOne(target, columns, average === "weighted", (counted) => areaOf(counted, 1));
  }
  return averaged(target, columns, weight, average, (counted) => areaOf(counted, 1));
}

export interface AveragePrecisionOptions {
  /** Of more than two classes. Default "macro". */
  average?: RankingAverage | null;
  /** Of two classes, the positive one. Default 1, which also stands for `true`. */
  posLabel?: Label;
  sampleWeight?: Weights;
}

/**
 * Average precision: Σ (recall gained) · precision over the thresholds. Of two classes yScore is a score a row; of more
 * it has a column for each class, and each class counts against the rest.
 */
export async function averagePrecisionScore(
  yTrue: Labels,
  yScore: Scores,
  options: AveragePrecisionOptions & { average: null },
): Promise<number[]>;
export async function averagePrecisionScore(
  yTrue: Labels,
  yScore: Scores,
  options?: AveragePrecisionOptions & { average?: RankingAverage },
): Promise<number>;
export async function averagePrecisionScore(
  yTrue: Labels,
  yScore: Scores,
  options: AveragePrecisionOptions = {},
): Promise<number | number[]> {
  const owner = "averagePrecisionScore";
  checkOptions(owner, options, { average: averageRule, posLabel: labelRule, sampleWeight: sampleWeightRule });
  const { average = "macro", posLabel } = options;
  const target = await gatherTarget(yTrue);
  const rows = target.codes.length;
  const columns = await gatherScores("yScore", yScore, rows);
  const weight = await gatherWeights(options.sampleWeight, rows);
  if (target.labels.length <= 2 && columns.length <= 2) {
    const positive = positiveRows(owner, target, posLabel);
    const score = areaOfSteps(countThresholds(positive, columns[columns.length - 1], weight));
    return average === null ? [score] : score;
  }
  if (posLabel !== undefined) throw refuse(owner, "posLabel", posLabel, "is for two classes only");
  return averaged(labelledColumns(owner, "yScore", target, columns.length), columns, weight, average, areaOfSteps);
}

async function countFor(
  owner: string,
  name: string,
  yTrue: Labels,
  yScore: Scores,
  { posLabel, sampleWeight }: CurveOptions,
): Promise<Thresholds> {
  const target = await gatherTarget(yTrue);
  const positive = positiveRows(owner, target, posLabel);
  const scores = await gatherBinaryScores(owner, name, yScore, positive.length);
  return countThresholds(positive, scores, await gatherWeights(sampleWeight, positive.length));
}

function areaOf(counted: Thresholds, maxFpr: number): number {
  if (warnOfEmptySide(counted)) return Number.NaN;
  return partialArea(rocPoints(counted, true), maxFpr);
}

function areaOfSteps(counted: Thresholds): number {
  return averagePrecision(precisionRecallPoints(counted, false));
}

function refuse(owner: string, option: string, value: unknown, why: string): OptionError {
  return new OptionError(`${owner}: option "${option}" ${why}.`, { option, value });
}

/** Warns where one side of the curve has no rows; says whether that is so. */
function warnOfEmptySide({ truePositives, falsePositives }: Thresholds): boolean {
  const last = truePositives.length - 1;
  if (truePositives[last] > 0 && falsePositives[last] > 0) return false;
  process.emitWarning(
    "yTrue has one class only, so a ROC curve and its area are not defined.",
    "UndefinedMetricWarning",
  );
  return true;
}
