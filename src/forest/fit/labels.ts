import { encodeColumn, type Label, showLabel, uniteLabels } from "../../metrics/labels.js";
import type { Column, DType } from "../../partition/partition.js";

/** What a target, or a partition of it, holds. */
export interface LabelSet {
  /** The distinct labels. */
  readonly labels: readonly Label[];
  readonly rows: number;
  /** Rows without a label. */
  readonly missing: number;
}

/**
 * The labels of one partition's target.
 *
 * @throws as `encodeColumn` of the metrics does: the column holds what is no label.
 */
export function collectLabels(column: Column, name: string): LabelSet {
  const { labels, codes } = encodeColumn(column, quoted(name));
  const missing = codes.reduce((sum, code) => sum + (code < 0 ? 1 : 0), 0);
  return { labels, rows: codes.length, missing };
}

/** The labels of all partitions together, sorted as numpy's `unique` sorts. */
export function mergeLabels(sets: readonly LabelSet[], name: string): LabelSet {
  return {
    labels: uniteLabels(
      sets.map((set) => set.labels),
      quoted(name),
    ),
    rows: sets.reduce((sum, set) => sum + set.rows, 0),
    missing: sets.reduce((sum, set) => sum + set.missing, 0),
  };
}

/**
 * The classes of a target: its labels.
 *
 * @throws {RangeError} there are no rows, or there is one class only.
 * @throws {TypeError} labels are missing.
 */
export function classesOf({ labels, rows, missing }: LabelSet, name: string): readonly Label[] {
  if (rows === 0) throw new RangeError("Cannot fit: the data has no rows.");
  if (missing > 0) {
    throw new TypeError(
      `Cannot fit: ${missing} of ${rows} rows have no value in ${quoted(name)}. Leave such rows out, or give them a class, before fitting.`,
    );
  }
  if (labels.length < 2) {
    throw new RangeError(
      `Cannot fit: ${quoted(name)} holds one class only, ${showLabel(labels[0])}; a classifier needs two or more.`,
    );
  }
  return labels;
}

/** The place of each row's label among the classes, which must hold every label. */
export function encodeClasses(column: Column, classes: readonly Label[], name: string): Uint16Array {
  const places = new Map(classes.map((label, place) => [label, place]));
  const { labels, codes } = encodeColumn(column, quoted(name));
  const placeOf = Uint16Array.from(labels, (label) => places.get(label) as number);
  return Uint16Array.from(codes, (code) => placeOf[code]);
}

/** Predicted classes, by their places, as a column. */
export function classColumn(places: Uint16Array, classes: readonly Label[]): Column {
  const dtype = classDtype(classes);
  switch (dtype) {
    case "boolean":
      return { dtype, values: Uint8Array.from(places, (place) => (classes[place] === true ? 1 : 0)) };
    case "int32":
      return { dtype, values: Int32Array.from(places, (place) => classes[place] as number) };
    case "float64":
      return { dtype, values: Float64Array.from(places, (place) => classes[place] as number) };
    default:
      return { dtype: "string", codes: Int32Array.from(places), dictionary: classes as readonly string[] };
  }
}

/** The dtype of a column of these classes. */
export function classDtype(classes: readonly Label[]): DType {
  if (typeof classes[0] === "string") return "string";
  if (typeof classes[0] === "boolean") return "boolean";
  return classes.every((label) => (Number(label) | 0) === label) ? "int32" : "float64";
}

function quoted(name: string): string {
  return `the target ${JSON.stringify(name)}`;
}
