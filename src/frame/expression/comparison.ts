import { compareText } from "../../partition/compare-text.js";
import type { BooleanColumn, Column, DType, StringColumn } from "../../partition/partition.js";
import {
  type ColumnFunction,
  fillByText,
  isLiteral,
  kindOf,
  type Numbers,
  type Operand,
  storedNumbers,
  stride,
  textAt,
  toNumbers,
} from "./operand.js";

/** An order of two values as a loop over rows: `a` and `b` are stepped through by 1, or by 0 where they are one value. */
type Loop = (out: Uint8Array, a: Numbers, stepA: number, b: Numbers, stepB: number) => void;

/** How a comparison is worked out: of numbers by a loop over the rows, which may take the sides in turn; of texts by their order. */
interface Rule {
  readonly loop: Loop;
  readonly swapped?: boolean;
  readonly negated?: boolean;
  readonly holds: (order: number) => boolean;
}

/**
 * Comparisons: of numbers, texts (by code point), datetimes and booleans (false before true), each with its own kind.
 * As in pandas a comparison with a missing value is false, and `ne` of one is true; so the result is never missing.
 */
export const comparison: Readonly<Record<string, ColumnFunction>> = {
  eq: compare({ loop: equal, holds: (order) => order === 0 }),
  ne: compare({ loop: equal, negated: true, holds: (order) => order !== 0 }),
  gt: compare({ loop: less, swapped: true, holds: (order) => order > 0 }),
  lt: compare({ loop: less, holds: (order) => order < 0 }),
  ge: compare({ loop: lessOrEqual, swapped: true, holds: (order) => order >= 0 }),
  le: compare({ loop: lessOrEqual, holds: (order) => order <= 0 }),
};

function compare(rule: Rule): ColumnFunction {
  return {
    takes: "two numbers, two texts, two datetimes or two booleans",
    dtype: comparable,
    run: ([left, right], rows) => {
      const values = new Uint8Array(rows);
      if (kindOf(left.dtype) === "text") fillTexts(values, left, right, rule);
      else fillNumbers(values, left, right, rule);
      return { dtype: "boolean", values };
    },
  };
}

function comparable([a, b]: readonly DType[]): DType | undefined {
  return kindOf(a) === kindOf(b) ? "boolean" : undefined;
}

function fillNumbers(values: Uint8Array, left: Operand, right: Operand, { loop, swapped, negated }: Rule): void {
  const [a, b] = swapped ? [right, left] : [left, right];
  // NaN is below, above and equal to nothing; what is missing otherwise is seen to after this.
  loop(values, storedNumbers(a), stride(a), storedNumbers(b), stride(b));
  if (negated) for (let row = 0; row < values.length; row++) values[row] ^= 1;
  for (const operand of [left, right]) {
    if (!("valid" in operand) || operand.valid === undefined) continue;
    const ofMissing = negated ? 1 : 0;
    for (let row = 0; row < values.length; row++) if (operand.valid[row] === 0) values[row] = ofMissing;
  }
}

function less(out: Uint8Array, a: Numbers, stepA: number, b: Numbers, stepB: number): void {
  for (let row = 0; row < out.length; row++) out[row] = a[row * stepA] < b[row * stepB] ? 1 : 0;
}

function lessOrEqual(out: Uint8Array, a: Numbers, stepA: number, b: Numbers, stepB: number): void {
  for (let row = 0; row < out.length; row++) out[row] = a[row * stepA] <= b[row * stepB] ? 1 : 0;
}

function equal(out: Uint8Array, a: Numbers, stepA: number, b: Numbers, stepB: number): void {
  for (let row = 0; row < out.length; row++) out[row] = a[row * stepA] === b[row * stepB] ? 1 : 0;
}

function fillTexts(values: Uint8Array, left: Operand, right: Operand, { holds, negated }: Rule): void {
  const ofMissing = negated ? 1 : 0;
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
  and: combine(both, Math.min),
  or: combine(either, Math.max),
  not: {
    takes: "booleans",
    dtype: booleans,
    run: ([operand], rows) => fromTruth(rows, truth(operand), (a) => 1 - a, stride(operand)),
  },
};

/** `known` is for columns without missing values, which most are; `of` takes and gives {@link truth}. */
function combine(
  known: (out: Uint8Array, a: Uint8Array, b: Uint8Array) => void,
  of: (a: number, b: number) => number,
): ColumnFunction {
  return {
    takes: "two booleans",
    dtype: booleans,
    run: ([left, right], rows) => {
      if (isKnown(left) && isKnown(right)) {
        const values = new Uint8Array(rows);
        known(values, left.values, right.values);
        return { dtype: "boolean", values };
      }
      const [b, step] = [truth(right), stride(right)];
      return fromTruth(rows, truth(left), (a, row) => of(a, b[row * step]), stride(left));
    },
  };
}

function isKnown(operand: Operand): operand is BooleanColumn {
  return !isLiteral(operand) && operand.dtype === "boolean" && operand.valid === undefined;
}

function both(out: Uint8Array, a: Uint8Array, b: Uint8Array): void {
  for (let row = 0; row < out.length; row++) out[row] = a[row] & b[row];
}

function either(out: Uint8Array, a: Uint8Array, b: Uint8Array): void {
  for (let row = 0; row < out.length; row++) out[row] = a[row] | b[row];
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
