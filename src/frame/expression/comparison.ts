import { compareText } from "../../partition/compare-text.js";
import type { Column, DType, StringColumn } from "../../partition/partition.js";
import {
  type ColumnFunction,
  fillByText,
  isLiteral,
  kindOf,
  type Operand,
  stride,
  textAt,
  toNumbers,
} from "./operand.js";

/**
 * Comparisons: of numbers, texts (by code point), datetimes and booleans (false before true), each with its own kind.
 * As in pandas a comparison with a missing value is false, and `ne` of one is true; so the result is never missing.
 */
export const comparison: Readonly<Record<string, ColumnFunction>> = {
  eq: compare((order) => order === 0),
  ne: compare((order) => order !== 0, 1),
  gt: compare((order) => order > 0),
  lt: compare((order) => order < 0),
  ge: compare((order) => order >= 0),
  le: compare((order) => order <= 0),
};

function compare(holds: (order: number) => boolean, ofMissing: 0 | 1 = 0): ColumnFunction {
  return {
    takes: "two numbers, two texts, two datetimes or two booleans",
    dtype: comparable,
    run: ([left, right], rows) => {
      const values = new Uint8Array(rows);
      if (kindOf(left.dtype) === "text") fillTexts(values, left, right, holds, ofMissing);
      else fillNumbers(values, left, right, holds, ofMissing);
      return { dtype: "boolean", values };
    },
  };
}

function comparable([a, b]: readonly DType[]): DType | undefined {
  return kindOf(a) === kindOf(b) ? "boolean" : undefined;
}

function fillNumbers(
  values: Uint8Array,
  left: Operand,
  right: Operand,
  holds: (order: number) => boolean,
  ofMissing: number,
): void {
  const [a, b] = [toNumbers(left), toNumbers(right)];
  const [stepA, stepB] = [stride(left), stride(right)];
  const [below, equal, above] = [-1, 0, 1].map((order) => (holds(order) ? 1 : 0));
  for (let row = 0; row < values.length; row++) {
    const [x, y] = [a[row * stepA], b[row * stepB]];
    values[row] = x < y ? below : x > y ? above : x === y ? equal : ofMissing;
  }
}

function fillTexts(
  values: Uint8Array,
  left: Operand,
  right: Operand,
  holds: (order: number) => boolean,
  ofMissing: number,
): void {
  if (isLiteral(right) && !isLiteral(left)) {
    const text = String(right.value);
    fillByText(left as StringColumn, values, ofMissing, (own) => (holds(compareText(own, text)) ? 1 : 0));
    return;
  }
  for (let row = 0; row < values.length; row++) {
    const [a, b] = [textAt(left, row), textAt(right, row)];
    values[row] = a === null || b === null ? ofMissing : holds(compareText(a, b)) ? 1 : 0;
  }
}

/** Columns of truth values, combined. A missing value is unknown, so `false and missing` is false and `true or missing` true. */
export const logic: Readonly<Record<string, ColumnFunction>> = {
  and: combine((a, b) => Math.min(a, b)),
  or: combine((a, b) => Math.max(a, b)),
  not: {
    takes: "booleans",
    dtype: booleans,
    run: ([operand], rows) => fromTruth(rows, truth(operand), (a) => 1 - a, stride(operand)),
  },
};

function combine(of: (a: number, b: number) => number): ColumnFunction {
  return {
    takes: "two booleans",
    dtype: booleans,
    run: ([left, right], rows) => {
      const [b, step] = [truth(right), stride(right)];
      return fromTruth(rows, truth(left), (a, row) => of(a, b[row * step]), stride(left));
    },
  };
}

function booleans(args: readonly DType[]): DType | undefined {
  return args.every((dtype) => dtype === "boolean") ? "boolean" : undefined;
}

/** 0 for false, ½ for missing, 1 for true: the smaller of two is their `and`, the larger their `or`. */
function truth(operand: Operand): Float64Array {
  return toNumbers(operand).map((value) => (Number.isNaN(value) ? 0.5 : value));
}

function fromTruth(rows: number, a: Float64Array, of: (a: number, row: number) => number, step: number): Column {
  const values = new Uint8Array(rows);
  const valid = new Uint8Array(rows);
  let missing = false;
  for (let row = 0; row < rows; row++) {
    const value = of(a[row * step], row);
    if (value === 0.5) missing = true;
    else valid[row] = 1;
    values[row] = value === 1 ? 1 : 0;
  }
  return missing ? { dtype: "boolean", values, valid } : { dtype: "boolean", values };
}
