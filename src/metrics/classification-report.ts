import { OptionError } from "../errors.js";
import { checkOptions, strings } from "../options.js";
import { accuracyOf } from "./agreement.js";
import {
  averageScores,
  type ClassAverage,
  classScores,
  illDefined,
  labelSums,
  type Metric,
  type ZeroDivision,
} from "./class-scores.js";
import type { ConfusionCounts } from "./confusion.js";
import { confusionOf, type Labels, type Weights } from "./confusion-of.js";
import { type Label, labelName } from "./labels.js";
import { labelsRule, requireSameKind, sampleWeightRule, zeroDivisionRule } from "./metric-options.js";
import { padStart, textWidth } from "./pad.js";
import { pairwiseSum } from "./pairwise-sum.js";
import { formatFixed, formatFloat } from "./python-number.js";
import { warnOfZeroDivision } from "./zero-division-warning.js";

export interface ReportOptions {
  /** The labels to report, in this order. Default: all that occur, sorted. */
  labels?: readonly Label[];
  /** What the report calls the labels, in their order. Default: the labels. */
  targetNames?: readonly string[];
  /** Decimals of the scores in the text, 0 to 100. Default 2. */
  digits?: number;
  /** What a score is whose denominator is 0. Default "warn": 0, and a warning. */
  zeroDivision?: ZeroDivision;
}

/** A line of the report: a class, or an average over the classes. */
export interface ReportRow {
  readonly name: string;
  readonly precision: number;
  readonly recall: number;
  readonly f1Score: number;
  /** Rows of the class, or weight. */
  readonly support: number;
}

/** What `toJSON()` gives a class or an average; its names are scikit-learn's. */
export interface ReportEntry {
  precision: number;
  recall: number;
  "f1-score": number;
  support: number;
}

const rules = {
  labels: labelsRule,
  targetNames: strings,
  digits: {
    takes: "a whole number from 0 to 100",
    test: (value: unknown) => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 100,
  },
  zeroDivision: zeroDivisionRule,
};

/**
 * Precision, recall, F1 and support of each class, and their averages: scikit-learn's `classification_report`.
 *
 * Its text is scikit-learn's to the letter. Two things differ by nature: whole numbers are named `1` though they may
 * come from a column of floats (`1.0` in numpy), and too few or too many `targetNames` are an error with and without `labels`.
 */
export class ClassificationReport {
  readonly labels: readonly Label[];
  /** One a class, in the order of `labels`. */
  readonly rows: readonly ReportRow[];
  /** Three: "accuracy" (or "micro avg" where `labels` leaves out one that occurs), "macro avg" and "weighted avg". */
  readonly averages: readonly ReportRow[];
  /** The share of rows predicted rightly; `undefined` where `labels` leaves out one that occurs. */
  readonly accuracy: number | undefined;
  readonly digits: number;
  /** Whether supports are sums of weights rather than numbers of rows. */
  readonly weighted: boolean;
  /** Scores that the data do not define, because nothing was predicted as a class or no row has it. */
  readonly zeroDivisions: readonly { readonly label: Label; readonly name: string; readonly metric: Metric }[];

  /** scikit-learn's arrays turn to floats with weights, but also when not one row is predicted rightly. */
  readonly #floatSupport: boolean;

  /** @throws {OptionError} an option is wrong, or there are not as many names as labels. */
  constructor(confusion: ConfusionCounts, options: ReportOptions = {}) {
    checkOptions("classificationReport", options, rules);
    const { labels = confusion.labels, digits = 2, zeroDivision = "warn" } = options;
    const { targetNames: names = labels.map(labelName) } = options;
    requireSameKind("classificationReport", "labels", labels, confusion.labels);
    requireNames(names, labels);
    const sums = labelSums(confusion, labels);
    const { precision, recall, fscore } = classScores(sums, 1, zeroDivision);
    const support = pairwiseSum(sums.support);
    const average = (name: string, kind: ClassAverage): ReportRow => {
      const [avgPrecision, avgRecall, avgFscore] = averageScores(sums, kind, 1, zeroDivision);
      return { name, precision: avgPrecision, recall: avgRecall, f1Score: avgFscore, support };
    };
    const complete = confusion.labels.every((label) => labels.includes(label));
    this.labels = labels;
    this.rows = names.map((name, i) => ({
      name,
      precision: precision[i],
      recall: recall[i],
      f1Score: fscore[i],
      support: sums.support[i],
    }));
    this.averages = [
      average(complete ? "accuracy" : "micro avg", "micro"),
      average("macro avg", "macro"),
      average("weighted avg", "weighted"),
    ];
    this.accuracy = complete ? this.averages[0].precision : undefined;
    this.digits = digits;
    this.weighted = confusion.weighted;
    this.#floatSupport = confusion.weighted || accuracyOf(confusion, false) === 0;
    this.zeroDivisions = illDefined(sums).map(({ place, metric }) => ({
      label: labels[place],
      name: names[place],
      metric,
    }));
  }

  /** scikit-learn's text, which ends with a new line. Columns are as wide in code points as Python makes them. */
  toString(): string {
    const width = Math.max(...this.rows.map((row) => textWidth(row.name)), "weighted avg".length, this.digits);
    const line = (name: string, cells: readonly string[]): string =>
      `${padStart(name, width)} ${cells.map((cell) => ` ${padStart(cell, 9)}`).join("")}\n`;
    const fixed = (score: number): string => formatFixed(score, this.digits);
    const support = (row: ReportRow): string => (this.#floatSupport ? formatFloat(row.support) : String(row.support));
    const scores = (row: ReportRow): string =>
      line(row.name, [fixed(row.precision), fixed(row.recall), fixed(row.f1Score), support(row)]);
    const [first, ...averages] = this.averages;
    return [
      line("", ["precision", "recall", "f1-score", "support"]),
      "\n",
      ...this.rows.map(scores),
      "\n",
      this.accuracy === undefined ? scores(first) : line(first.name, ["", "", fixed(first.f1Score), support(first)]),
      ...averages.map(scores),
    ].join("");
  }

  /**
   * scikit-learn's `output_dict`: an entry by class name and by average, and `accuracy` as a number. The object has no
   * prototype, so any name is safe in it; JavaScript lists names that are whole numbers first. A class that is named as
   * an average is hidden by it here: `rows` has them all, in order.
   */
  toJSON(): Record<string, ReportEntry | number> {
    const entries: Record<string, ReportEntry | number> = Object.create(null);
    for (const { name, precision, recall, f1Score, support } of [...this.rows, ...this.averages]) {
      entries[name] = { precision, recall, "f1-score": f1Score, support };
    }
    if (this.accuracy !== undefined) entries.accuracy = this.accuracy;
    return entries;
  }
}

/**
 * A {@link ClassificationReport} on labels. Reads each row once. Warns of scores that the data do not define, unless
 * `zeroDivision` says what they are.
 *
 * @throws {TypeError} labels are missing or mixed. @throws {RangeError} the lengths differ or there are no rows.
 */
export async function classificationReport(
  yTrue: Labels,
  yPred: Labels,
  options: ReportOptions & { sampleWeight?: Weights } = {},
): Promise<ClassificationReport> {
  checkOptions("classificationReport", options, { ...rules, sampleWeight: sampleWeightRule });
  const { sampleWeight, ...rest } = options;
  const report = new ClassificationReport(await confusionOf(yTrue, yPred, sampleWeight), rest);
  if ((options.zeroDivision ?? "warn") === "warn") warnOfZeroDivision(report.zeroDivisions);
  return report;
}

function requireNames(names: readonly string[], labels: readonly Label[]): void {
  if (names.length === labels.length) return;
  throw new OptionError(
    `classificationReport: option "targetNames" has ${names.length} names for ${labels.length} labels; ` +
      'give one a label, and with the option "labels" say which labels those are.',
    { option: "targetNames", value: names },
  );
}
