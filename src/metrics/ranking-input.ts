/** What the metrics on scores and probabilities take, brought into memory and checked. */

import { OptionError } from "../errors.js";
import { DataFrame } from "../frame/data-frame.js";
import { computePartitions } from "../frame/gather.js";
import { type FrameInput, gatherValues, rowsPartition, type SeriesInput } from "../frame/input.js";
import { concatPartitions } from "../partition/concat-partitions.js";
import { isMissing, type Partition } from "../partition/partition.js";
import type { Labels, Weights } from "./confusion-of.js";
import { encodeLabels, type Label, requireComplete, uniteLabels } from "./labels.js";
import { listLabels, requireSameKind } from "./metric-options.js";

/** A score a row, or a column of scores for each class, in the order of the sorted classes. */
export type Scores = SeriesInput | FrameInput;

/** The labels of rows, by their places among the sorted labels. */
export interface Target {
  readonly labels: readonly Label[];
  readonly codes: Int32Array;
}

/**
 * The true labels of the rows.
 *
 * @throws {TypeError} labels are missing, mixed or none. @throws {RangeError} there are no rows.
 */
export async function gatherTarget(yTrue: Labels): Promise<Target> {
  const encoded = encodeLabels(await gatherValues(yTrue), "yTrue");
  if (encoded.codes.length === 0) throw new RangeError("yTrue has no rows; a metric needs at least one.");
  requireComplete(encoded, "yTrue");
  const labels = uniteLabels([encoded.labels], "yTrue");
  const places = encoded.labels.map((label) => labels.indexOf(label));
  return { labels, codes: encoded.codes.map((code) => places[code]) };
}

/**
 * The scores, a list for each column; of one score a row, one list.
 *
 * @throws {TypeError} a score is not a finite number. @throws {RangeError} there are not `rows` of them.
 */
export async function gatherScores(name: string, scores: Scores, rows: number): Promise<Float64Array[]> {
  const columns = isFrame(scores) ? await frameColumns(name, scores) : [await gatherValues(scores as SeriesInput)];
  return columns.map((column) => {
    if (column.length !== rows) {
      throw new RangeError(
        `yTrue has ${rows} rows but ${name} has ${column.length}; both must speak of the same rows.`,
      );
    }
    return Float64Array.from(column as ArrayLike<unknown>, (value, row) => {
      if (typeof value === "number" && Number.isFinite(value)) return value;
      throw new TypeError(`${name} must hold finite numbers, but row ${row} (from 0) is ${showValue(value)}.`);
    });
  });
}

/** One score a row; of two columns, as a model of two classes predicts them, the second. */
export async function gatherBinaryScores(
  owner: string,
  name: string,
  scores: Scores,
  rows: number,
): Promise<Float64Array> {
  const columns = await gatherScores(name, scores, rows);
  if (columns.length <= 2) return columns[columns.length - 1];
  throw new RangeError(
    `${owner}: ${name} has ${columns.length} columns, but a curve takes one score a row: give it the column of the positive class.`,
  );
}

/** The weights of rows. */
export async function gatherWeights(
  sampleWeight: Weights | undefined,
  rows: number,
): Promise<Float64Array | undefined> {
  return sampleWeight && (await gatherScores("sampleWeight", sampleWeight, rows))[0];
}

/**
 * Which rows are positive: those of `posLabel`, which need not be given where the labels are 0 and 1, -1 and 1, or
 * booleans.
 *
 * @throws {OptionError} it must be given, or is of another kind than the labels.
 */
export function positiveRows(owner: string, { labels, codes }: Target, posLabel: Label | undefined): Uint8Array {
  const positive = labels.indexOf(posLabel ?? defaultPositive(owner, labels));
  if (posLabel !== undefined) requireSameKind(owner, "posLabel", [posLabel], labels);
  return Uint8Array.from(codes, (code) => (code === positive ? 1 : 0));
}

function defaultPositive(owner: string, labels: readonly Label[]): Label {
  if (typeof labels[0] === "boolean") return true;
  const are = (negative: Label): boolean => labels.every((label) => label === negative || label === 1);
  if (are(0) || are(-1)) return 1;
  throw new OptionError(
    `${owner}: the labels are ${listLabels(labels)}, so option "posLabel" must say which of them is the positive one.`,
    { option: "posLabel", value: undefined },
  );
}

/** 1 for the rows of each class, 0 for the others. */
export function oneAgainstRest({ codes }: Target, place: number): Uint8Array {
  return Uint8Array.from(codes, (code) => (code === place ? 1 : 0));
}

/**
 * The rows' labels among all classes, one class for each column of scores.
 *
 * @param labels - all classes, sorted, where yTrue may not hold all. Default: those of yTrue.
 */
export function labelledColumns(
  owner: string,
  name: string,
  target: Target,
  columns: number,
  labels: readonly Label[] = target.labels,
): Target {
  const refuse = (why: string): OptionError =>
    new OptionError(`${owner}: option "labels" ${why}.`, { option: "labels", value: labels });
  if (labels !== target.labels) requireSameKind(owner, "labels", labels, target.labels);
  const places = target.labels.map((label) => labels.indexOf(label));
  const unknown = places.indexOf(-1);
  if (unknown >= 0) throw refuse(`lacks ${listLabels([target.labels[unknown]])}, a label of yTrue`);
  const sorted = uniteLabels([labels], owner);
  if (labels.some((label, i) => label !== sorted[i])) {
    throw refuse(`must be sorted, each label once: ${listLabels(sorted)}; the columns of ${name} are in that order`);
  }
  if (labels.length !== columns) {
    throw new RangeError(
      `${owner}: ${name} has ${columns} columns but there are ${labels.length} classes: ${listLabels(labels)}; it needs a column for each, in this order. If yTrue lacks some, option "labels" names all.`,
    );
  }
  return { labels, codes: target.codes.map((code) => places[code]) };
}

/** Refuses rows whose probabilities do not add up to 1, within 0.00001. */
export function requireSumsOfOne(owner: string, columns: readonly Float64Array[]): void {
  for (let row = 0; row < columns[0].length; row++) {
    const sum = columns.reduce((total, column) => total + column[row], 0);
    if (Math.abs(sum - 1) <= 1.001e-5) continue;
    throw new RangeError(
      `${owner}: the probabilities of a row must add up to 1, but those of row ${row} (from 0) add up to ${sum}.`,
    );
  }
}

/** Refuses what is no probability. */
export function requireProbabilities(owner: string, name: string, columns: readonly Float64Array[]): void {
  for (const column of columns) {
    const odd = column.findIndex((value) => value < 0 || value > 1);
    if (odd < 0) continue;
    throw new RangeError(
      `${owner}: ${name} must hold probabilities, from 0 to 1, but row ${odd} (from 0) has ${column[odd]}.`,
    );
  }
}

function isFrame(scores: Scores): scores is FrameInput {
  if (scores instanceof DataFrame) return true;
  if (Array.isArray(scores)) return typeof scores[0] === "object" && scores[0] !== null;
  return "ndim" in scores && scores.ndim === 2;
}

async function frameColumns(name: string, frame: FrameInput): Promise<ArrayLike<unknown>[]> {
  const rows: Partition =
    frame instanceof DataFrame
      ? concatPartitions(await computePartitions(frame.plan))
      : rowsPartition(frame as Exclude<FrameInput, DataFrame>);
  return rows.columns.map((column, i) => {
    if (column.dtype !== "float64" && column.dtype !== "int32") {
      throw new TypeError(`${name} must hold numbers, but column ${JSON.stringify(rows.names[i])} is ${column.dtype}.`);
    }
    return Array.from(column.values, (value, row) => (isMissing(column, row) ? undefined : value));
  });
}

function showValue(value: unknown): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "missing";
  return typeof value === "number" ? String(value) : `a ${typeof value}`;
}
