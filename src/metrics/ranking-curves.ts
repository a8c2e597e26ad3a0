import type { CalibrationBins } from "./calibration-bins.js";
import { type Label, labelName } from "./labels.js";
import { areaUnder, averagePrecision, precisionRecallPoints, rocPoints, type Thresholds } from "./thresholds.js";

/**
 * The ROC curve of one class against the rest, from (0, 0), at the threshold Infinity, to (1, 1): a row counts as of
 * the class where its score is at least the threshold. Shows itself in a notebook.
 */
export class RocCurve {
  /** The class; undefined where the labels only said 0 and 1. */
  readonly label: Label | undefined;
  /** Of the rows of other classes, the share at or above each threshold. NaN if there are no such rows. */
  readonly fpr: readonly number[];
  /** Of the rows of the class, the share at or above each threshold: the recall. NaN if there are no such rows. */
  readonly tpr: readonly number[];
  /** From Infinity down. */
  readonly thresholds: readonly number[];
  /** The area under the curve: how often a row of the class has a greater score than another row, ties as one half. */
  readonly auc: number;

  /** @internal Made by `rocCurve` and `evaluate`. */
  constructor(counted: Thresholds, label?: Label, dropIntermediate = true) {
    const { fpr, tpr, thresholds } = rocPoints(counted, dropIntermediate);
    this.label = label;
    this.fpr = fpr;
    this.tpr = tpr;
    this.thresholds = thresholds;
    this.auc = areaUnder(fpr, tpr);
  }
}

/**
 * Precision and recall of one class against the rest at each threshold, the least first, and at the end the point
 * (recall 0, precision 1), which has no threshold. Shows itself in a notebook.
 */
export class PrecisionRecallCurve {
  readonly label: Label | undefined;
  readonly precision: readonly number[];
  readonly recall: readonly number[];
  /** One fewer than there are points. */
  readonly thresholds: readonly number[];
  /** Σ (recall gained) · precision, without interpolation. */
  readonly averagePrecision: number;
  /** The share of rows that are of the class: the precision of a model that knows nothing. */
  readonly prevalence: number;

  /** @internal Made by `precisionRecallCurve` and `evaluate`. */
  constructor(counted: Thresholds, label?: Label, dropIntermediate = false) {
    const { precision, recall, thresholds } = precisionRecallPoints(counted, dropIntermediate);
    this.label = label;
    this.precision = precision;
    this.recall = recall;
    this.thresholds = thresholds;
    this.averagePrecision = averagePrecision({ precision, recall, thresholds });
    const last = counted.scores.length - 1;
    const positives = counted.truePositives[last];
    this.prevalence = positives / (positives + counted.falsePositives[last]);
  }
}

/** Rows in bins of predicted probability: how far the probabilities of one class can be believed. Shows itself in a notebook. */
export class CalibrationCurve {
  readonly label: Label | undefined;
  /** Of the rows of each bin that has rows, the share that are of the class. */
  readonly probTrue: readonly number[];
  /** The mean predicted probability of each bin that has rows. */
  readonly probPred: readonly number[];
  /** The rows of each bin that has rows. */
  readonly counts: readonly number[];

  /** @internal Made by `calibrationCurve` and `evaluate`. */
  constructor(bins: CalibrationBins, label?: Label) {
    const filled = [...bins.rows.keys()].filter((bin) => bins.rows[bin] > 0);
    this.label = label;
    this.probTrue = filled.map((bin) => bins.positives[bin] / bins.rows[bin]);
    this.probPred = filled.map((bin) => bins.sums[bin] / bins.rows[bin]);
    this.counts = filled.map((bin) => bins.rows[bin]);
  }
}

/** One curve for each class against the rest, in the order of the classes. */
class CurvesByClass<C extends { readonly label: Label | undefined }> {
  constructor(readonly curves: readonly C[]) {}

  /**
   * The curve of a class.
   *
   * @throws {RangeError} there is no such class.
   */
  of(label: Label): C {
    const curve = this.curves.find((candidate) => candidate.label === label);
    if (curve !== undefined) return curve;
    const names = this.curves.map((candidate) => labelName(candidate.label ?? "")).join(", ");
    throw new RangeError(`There is no curve of the class ${labelName(label)}; the classes are ${names}.`);
  }

  [Symbol.iterator](): Iterator<C> {
    return this.curves[Symbol.iterator]();
  }
}

/** The ROC curve of each class against the rest. Shows itself in a notebook as one chart. */
export class RocCurves extends CurvesByClass<RocCurve> {
  /** The mean area of the classes for which it is defined; scikit-learn's macro average, one versus rest. */
  get auc(): number {
    return meanDefined(this.curves.map((curve) => curve.auc));
  }
}

/** Precision and recall of each class against the rest. Shows itself in a notebook as one chart. */
export class PrecisionRecallCurves extends CurvesByClass<PrecisionRecallCurve> {
  /** The mean average precision of the classes that have rows. */
  get averagePrecision(): number {
    return meanDefined(
      this.curves.map(({ averagePrecision, prevalence }) => (prevalence > 0 ? averagePrecision : Number.NaN)),
    );
  }
}

/** How far the probabilities of each class can be believed. Shows itself in a notebook as one chart. */
export class CalibrationCurves extends CurvesByClass<CalibrationCurve> {}

function meanDefined(values: readonly number[]): number {
  const defined = values.filter((value) => !Number.isNaN(value));
  return defined.reduce((sum, value) => sum + value, 0) / defined.length;
}
