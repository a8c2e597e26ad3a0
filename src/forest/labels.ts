import type { Column } from "../partition/partition.js";
import { cellAt, columnLength } from "../partition/partition.js";
import { byCodePoint } from "./order.js";

/** A class, as it stands in the target. */
export type Label = string | number | boolean;

/** The most classes: their codes have 16 bits. */
const MOST_CLASSES = 65_535;

/** The distinct labels of a column, in the order they first occur, and whether some are missing. */
export interface LabelSet {
  readonly labels: readonly Label[];
  readonly missing: number;
}

/** The distinct labels of one partition's target. */
export function collectLabels(column: Column): LabelSet {
  let missing = 0;
  if ("codes" in column) {
    const used = new Uint8Array(column.dictionary.length);
    for (const code of column.codes) {
      if (code < 0) missing += 1;
      else used[code] = 1;
    }
    return { labels: column.dictionary.filter((_, code) => used[code] === 1), missing };
  }
  const labels = new Set<Label>();
  for (let row = 0; row < columnLength(column); row++) {
    const label = labelAt(column, row);
    if (label === undefined) missing += 1;
    else labels.add(label);
  }
  return { labels: [...labels], missing };
}

/** A cell of the target: dates count by their milliseconds; undefined if missing. */
export function labelAt(column: Column, row: number): Label | undefined {
  const cell = cellAt(column, row);
  return cell === null ? undefined : cell instanceof Date ? cell.getTime() : cell;
}

/**
 * The classes of a target, sorted: numbers by size, false before true, strings by code point, as numpy's `unique`.
 *
 * @throws {Error} no rows, missing labels, one class, numbers with a fraction, or more classes than 65,535.
 */
export function mergeLabels(sets: readonly LabelSet[], name: string): Label[] {
  const missing = sets.reduce((sum, set) => sum + set.missing, 0);
  if (missing > 0) {
    const rows = missing === 1 ? "1 row has" : `${missing} rows have`;
    throw new Error(
      `Cannot fit: ${rows} no value in the target "${name}". Leave such rows out first, with dropNa({ subset: ["${name}"] }).`,
    );
  }
  const labels = [...new Set(sets.flatMap((set) => set.labels))];
  if (labels.length === 0) throw new Error("Cannot fit: the data has no rows.");
  if (labels.length === 1) {
    throw new Error(
      `Cannot fit: the target "${name}" has one class only, ${JSON.stringify(labels[0])}; a classifier needs two or more.`,
    );
  }
  const fraction = labels.find((label) => typeof label === "number" && !Number.isInteger(label));
  if (fraction !== undefined) {
    throw new Error(
      `Cannot fit a classifier: the target "${name}" holds the number ${fraction}. Classes are strings, booleans or whole numbers.`,
    );
  }
  if (labels.length > MOST_CLASSES) {
    throw new Error(
      `Cannot fit: the target "${name}" has ${labels.length} classes; at most ${MOST_CLASSES} are possible.`,
    );
  }
  return sortLabels(labels);
}

/** Sorts labels as {@link mergeLabels} says; of mixed types, numbers come first and strings last. */
export function sortLabels(labels: readonly Label[]): Label[] {
  const rank = (label: Label): number => (typeof label === "number" ? 0 : typeof label === "boolean" ? 1 : 2);
  return [...labels].sort((a, b) =>
    typeof a === "string" && typeof b === "string" ? byCodePoint(a, b) : rank(a) - rank(b) || Number(a) - Number(b),
  );
}

/** The place of each row's label among the classes. Every label must be one of them. */
export function encodeLabels(column: Column, classes: readonly Label[]): Uint16Array {
  const places = new Map(classes.map((label, place) => [label, place]));
  if ("codes" in column) {
    const placeOf = Uint16Array.from(column.dictionary, (label) => places.get(label) ?? 0);
    return Uint16Array.from(column.codes, (code) => placeOf[code]);
  }
  const codes = new Uint16Array(columnLength(column));
  for (let row = 0; row < codes.length; row++) codes[row] = places.get(labelAt(column, row) as Label) ?? 0;
  return codes;
}
