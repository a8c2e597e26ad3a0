import { checkOptions, oneOf } from "../options.js";
import { type ConfusionCounts, placesOf } from "./confusion.js";
import { confusionOf, type Labels, type Weights } from "./confusion-of.js";
import { type Label, labelName } from "./labels.js";
import { labelsRule, listLabels, requireSameKind, sampleWeightRule } from "./metric-options.js";
import { padStart, textWidth } from "./pad.js";
import { formatFixed } from "./python-number.js";

export interface ConfusionMatrixOptions {
  /** The labels to count, in this order; rows with another label are left out. Default: all that occur, sorted. */
  labels?: readonly Label[];
  sampleWeight?: Weights;
  /** Shares of each true label ("true"), of each predicted one ("pred") or of all, instead of counts. */
  normalize?: "true" | "pred" | "all";
}

/** How often each label was predicted for each true one. */
export class ConfusionMatrix {
  constructor(
    readonly labels: readonly Label[],
    /** labels × labels: `counts[i][j]` rows of `labels[i]` were predicted as `labels[j]`; or weights, or shares. */
    readonly counts: readonly (readonly number[])[],
  ) {}

  /** A table of text: true labels down, predicted ones across. Whole numbers as they are, others with two decimals. */
  toString(): string {
    const whole = this.counts.every((row) => row.every(Number.isInteger));
    const names = this.labels.map(labelName);
    const cells = this.counts.map((row) => row.map((count) => (whole ? String(count) : formatFixed(count, 2))));
    const corner = "true \\ predicted";
    const first = Math.max(...[corner, ...names].map(textWidth));
    const widths = names.map((name, j) => Math.max(...[name, ...cells.map((row) => row[j])].map(textWidth)));
    const line = (head: string, row: readonly string[]): string =>
      [padStart(head, first), ...row.map((cell, j) => padStart(cell, widths[j]))].join("  ");
    return `${[line(corner, names), ...cells.map((row, i) => line(names[i], row))].join("\n")}\n`;
  }

  toJSON(): { labels: readonly Label[]; counts: readonly (readonly number[])[] } {
    return { labels: this.labels, counts: this.counts };
  }
}

/**
 * Counts how often each label was predicted for each true one, as scikit-learn's `confusion_matrix`. Reads each row once.
 *
 * @throws {TypeError} labels are missing or mixed. @throws {RangeError} the lengths differ, or none of `labels` is in yTrue.
 */
export async function confusionMatrix(
  yTrue: Labels,
  yPred: Labels,
  options: ConfusionMatrixOptions = {},
): Promise<ConfusionMatrix> {
  checkOptions("confusionMatrix", options, {
    labels: labelsRule,
    sampleWeight: sampleWeightRule,
    normalize: oneOf("true", "pred", "all"),
  });
  const confusion = await confusionOf(yTrue, yPred, options.sampleWeight);
  return confusionMatrixOf("confusionMatrix", confusion, options.labels, options.normalize);
}

/** The matrix of counts already made; see {@link confusionMatrix}. */
export function confusionMatrixOf(
  owner: string,
  confusion: ConfusionCounts,
  labels: readonly Label[] = confusion.labels,
  normalize?: "true" | "pred" | "all",
): ConfusionMatrix {
  requireSameKind(owner, "labels", labels, confusion.labels);
  const places = placesOf(labels, confusion.labels);
  if (!places.some((place) => place >= 0 && confusion.trueSums[place] !== 0)) {
    throw new RangeError(
      `${owner}: none of the labels ${listLabels(labels)} is in yTrue, which with yPred has ${listLabels(confusion.labels)}.`,
    );
  }
  const size = confusion.labels.length;
  const counts = Array.from(places, (i) =>
    Array.from(places, (j) => (i < 0 || j < 0 ? 0 : confusion.counts[i * size + j])),
  );
  return new ConfusionMatrix(labels, normalize === undefined ? counts : shares(counts, normalize));
}

/** Each count over the sum of its row, its column or all; 0 where that sum is 0. */
function shares(counts: readonly (readonly number[])[], of: "true" | "pred" | "all"): number[][] {
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const rowSums = counts.map(sum);
  const columnSums = counts.map((_, j) => sum(counts.map((row) => row[j])));
  const all = sum(rowSums);
  return counts.map((row, i) =>
    row.map((count, j) => {
      const whole = of === "true" ? rowSums[i] : of === "pred" ? columnSums[j] : all;
      return whole === 0 ? 0 : count / whole;
    }),
  );
}
