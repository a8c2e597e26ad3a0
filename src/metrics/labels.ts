import type { Column, StringColumn } from "../partition/partition.js";

/** What a class is called: text, a whole number, or true and false. One set of labels holds one of these kinds only. */
export type Label = string | number | boolean;

/** Labels of rows, each by its place in a list of distinct labels. */
export interface EncodedLabels {
  /** The distinct labels, in the order they were first seen; each has a row. */
  readonly labels: readonly Label[];
  /** For each row a place in `labels`, or -1 where the label is missing. */
  readonly codes: Int32Array;
}

/** More classes than this would make a confusion matrix of over 128 MiB; such labels are numbers to regress on, or keys. */
export const MAX_LABELS = 4096;

/**
 * Encodes labels held as JavaScript values. `null`, `undefined` and NaN are missing. One look-up a row.
 *
 * @param name - what the labels are, as the user wrote it: `"yTrue"`. Errors begin with it.
 * @throws {TypeError} a value is no label (a fraction, a date, an object), or kinds of label are mixed.
 * @throws {RangeError} more than {@link MAX_LABELS} labels differ.
 */
export function encodeLabels(values: ArrayLike<unknown>, name: string): EncodedLabels {
  return encodeValid(values, undefined, name);
}

/**
 * Encodes a partition's column. Text is read through its codes, so no row makes a string; entries of the dictionary
 * that no row uses are left out.
 *
 * @throws as {@link encodeLabels}.
 */
export function encodeColumn(column: Column, name: string): EncodedLabels {
  switch (column.dtype) {
    case "float64":
      return encodeValid(column.values, undefined, name);
    case "int32":
      return encodeValid(column.values, column.valid, name);
    case "boolean": {
      const { labels, codes } = encodeValid(column.values, column.valid, name);
      return { labels: labels.map((label) => label === 1), codes };
    }
    case "datetime":
      throw notALabel(name, "datetimes");
    case "string":
    case "category":
      return encodeText(column, name);
  }
}

/**
 * The labels of several lists, each once and sorted as numpy's `unique` sorts them: numbers by size, text by code
 * point, false before true.
 *
 * @throws {TypeError} the lists hold labels of different kinds.
 */
export function uniteLabels(lists: readonly (readonly Label[])[], name: string): Label[] {
  const labels = [...new Set(lists.flat())];
  for (const label of labels) requireKind(labels[0], label, name);
  return labels.sort(compareLabels);
}

/** Orders two labels of one kind; text by code point, where `<` would go by UTF-16 unit. */
export function compareLabels(a: Label, b: Label): number {
  if (typeof a !== "string" || typeof b !== "string") return Number(a) - Number(b);
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    if (a[i] !== b[i]) return (a.codePointAt(i) as number) - (b.codePointAt(i) as number);
  }
  return a.length - b.length;
}

/**
 * Refuses rows without a label.
 *
 * @throws {TypeError} some are missing; the message says how many.
 */
export function requireComplete(encoded: EncodedLabels, name: string): void {
  let missing = 0;
  const rows = encoded.codes.length;
  for (let row = 0; row < rows; row++) if (encoded.codes[row] < 0) missing += 1;
  if (missing === 0) return;
  throw new TypeError(
    `${name}: ${missing} of ${rows} labels ${missing === 1 ? "is" : "are"} missing; drop those rows or fill them first.`,
  );
}

/** A label as scikit-learn's report names its class: text as it is, and `True` and `False` as Python spells them. */
export function labelName(label: Label): string {
  return typeof label === "boolean" ? (label ? "True" : "False") : String(label);
}

/** A label as an error message quotes it. */
export function showLabel(label: Label): string {
  return typeof label === "string" ? JSON.stringify(label) : String(label);
}

function encodeValid(values: ArrayLike<unknown>, valid: Uint8Array | undefined, name: string): EncodedLabels {
  const places = new Map<unknown, number>();
  const labels: Label[] = [];
  const codes = new Int32Array(values.length).fill(-1);
  for (let row = 0; row < values.length; row++) {
    if (valid !== undefined && valid[row] === 0) continue;
    const value = values[row];
    let place = places.get(value);
    if (place === undefined) {
      const missing = value === null || value === undefined || Number.isNaN(value);
      place = missing ? -1 : addLabel(labels, value, name);
      places.set(value, place);
    }
    codes[row] = place;
  }
  return { labels, codes };
}

function encodeText(column: StringColumn, name: string): EncodedLabels {
  const labels: Label[] = [];
  const places = new Int32Array(column.dictionary.length).fill(-1);
  const codes = new Int32Array(column.codes.length).fill(-1);
  for (let row = 0; row < codes.length; row++) {
    const code = column.codes[row];
    if (code < 0) continue;
    if (places[code] < 0) places[code] = addLabel(labels, column.dictionary[code], name);
    codes[row] = places[code];
  }
  return { labels, codes };
}

function addLabel(labels: Label[], value: unknown, name: string): number {
  if (typeof value === "number") {
    if (!Number.isInteger(value)) throw notALabel(name, String(value));
  } else if (typeof value !== "string" && typeof value !== "boolean") {
    throw notALabel(name, value instanceof Date ? "dates" : `values of type ${typeof value}`);
  }
  const label = typeof value === "number" ? value + 0 : value;
  if (labels.length > 0) requireKind(labels[0], label, name);
  if (labels.length === MAX_LABELS) {
    throw new RangeError(
      `${name}: more than ${MAX_LABELS} labels differ, too many for classes; is this a number to predict, or a key?`,
    );
  }
  return labels.push(label) - 1;
}

function requireKind(first: Label, label: Label, name: string): void {
  if (typeof first === typeof label) return;
  throw new TypeError(
    `${name}: labels must be of one kind, but ${showLabel(first)} is a ${typeof first} ` +
      `and ${showLabel(label)} a ${typeof label}; convert one of them.`,
  );
}

function notALabel(name: string, what: string): TypeError {
  return new TypeError(
    `${name}: labels must be strings, whole numbers or booleans, but there are ${what}; ` +
      "turn probabilities or measurements into classes first.",
  );
}
