import type { Column, DType } from "../../partition/partition.js";
import {
  type ColumnFunction,
  kindOf,
  type Numbers,
  type Operand,
  storedNumbers,
  stride,
  toNumbers,
} from "./operand.js";
import { joinTexts } from "./text-parts.js";

/**
 * Arithmetic of columns. Numbers give float64, whatever they were: whole numbers are exact up to 2^53 and nothing
 * overflows. A missing value makes the result missing. Booleans count as 0 and 1.
 */
export const arithmetic: Readonly<Record<string, ColumnFunction>> = {
  add: {
    takes: "two numbers, two texts, or a datetime and milliseconds",
    dtype: (args) => (areText(args) ? "string" : (shifted(args) ?? numeric(args))),
    run: (args, rows) =>
      "codes" in args[0] || "codes" in args[1] ? joinTexts(args, rows, "") : binary(args, rows, add),
  },
  sub: {
    takes: "two numbers, two datetimes (the result is in milliseconds), or a datetime and milliseconds",
    dtype: ([a, b]) => {
      if (a === "datetime" && b === "datetime") return "float64";
      return a === "datetime" ? shifted([a, b]) : numeric([a, b]);
    },
    run: (args, rows) => binary(args, rows, subtract, args[1].dtype === "datetime"),
  },
  mul: { takes: "two numbers", dtype: numeric, run: (args, rows) => binary(args, rows, multiply) },
  div: { takes: "two numbers", dtype: numeric, run: (args, rows) => binary(args, rows, divide) },
  mod: { takes: "two numbers", dtype: numeric, run: (args, rows) => binary(args, rows, eachBy(modulo)) },
  divNoNan: {
    takes: "two numbers",
    dtype: numeric,
    run: (args, rows) =>
      binary(
        args,
        rows,
        eachBy((a, b) => (b === 0 ? 0 : a / b)),
      ),
  },
  maximum: { takes: "two numbers", dtype: numeric, run: (args, rows) => binary(args, rows, eachBy(Math.max)) },
  minimum: { takes: "two numbers", dtype: numeric, run: (args, rows) => binary(args, rows, eachBy(Math.min)) },
  pow: { takes: "two numbers", dtype: numeric, run: (args, rows) => binary(args, rows, eachBy(power)) },
  round: {
    takes: "numbers",
    dtype: numeric,
    run: ([a], rows, [digits]) => {
      const scale = 10 ** (digits as number);
      return unary(a, rows, (x) => halfToEven(x * scale) / scale);
    },
  },
  neg: { takes: "numbers", dtype: numeric, run: ([a], rows) => unary(a, rows, (x) => -x) },
  abs: { takes: "numbers", dtype: numeric, run: ([a], rows) => unary(a, rows, Math.abs) },
};

function numeric(args: readonly DType[]): DType | undefined {
  return args.every((dtype) => kindOf(dtype) === "number" || dtype === "boolean") ? "float64" : undefined;
}

function areText(args: readonly DType[]): boolean {
  return args.every((dtype) => kindOf(dtype) === "text");
}

/** A datetime, and milliseconds to move it by. */
function shifted([a, b]: readonly DType[]): DType | undefined {
  const moved = (a === "datetime" && kindOf(b) === "number") || (b === "datetime" && kindOf(a) === "number");
  return moved ? "datetime" : undefined;
}

/** Takes the sign of the divisor, as in Python and pandas. */
function modulo(a: number, b: number): number {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}

/** The nearest whole number, of two equally near the even one; a zero keeps its sign. */
function halfToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  const isBelow = rest === 0.5 ? below % 2 === 0 : rest < 0.5;
  return (isBelow ? below : below + 1) || 0 * value;
}

/** As in C and pandas, 1 to whatever power is 1, a missing one included. */
function power(a: number, b: number): number {
  return a === 1 ? 1 : a ** b;
}

/** An operation as a loop over rows: `a` and `b` are stepped through by 1, or by 0 where they are one value. */
type Loop = (out: Float64Array, a: Numbers, stepA: number, b: Numbers, stepB: number) => void;

function add(out: Float64Array, a: Numbers, stepA: number, b: Numbers, stepB: number): void {
  for (let row = 0; row < out.length; row++) out[row] = a[row * stepA] + b[row * stepB];
}

function subtract(out: Float64Array, a: Numbers, stepA: number, b: Numbers, stepB: number): void {
  for (let row = 0; row < out.length; row++) out[row] = a[row * stepA] - b[row * stepB];
}

function multiply(out: Float64Array, a: Numbers, stepA: number, b: Numbers, stepB: number): void {
  for (let row = 0; row < out.length; row++) out[row] = a[row * stepA] * b[row * stepB];
}

function divide(out: Float64Array, a: Numbers, stepA: number, b: Numbers, stepB: number): void {
  for (let row = 0; row < out.length; row++) out[row] = a[row * stepA] / b[row * stepB];
}

function eachBy(of: (a: number, b: number) => number): Loop {
  return (out, a, stepA, b, stepB) => {
    for (let row = 0; row < out.length; row++) out[row] = of(a[row * stepA], b[row * stepB]);
  };
}

function binary([left, right]: readonly Operand[], rows: number, loop: Loop, distance = false): Column {
  const values = new Float64Array(rows);
  loop(values, numbersOf(left), stride(left), numbersOf(right), stride(right));
  const moved = !distance && (left.dtype === "datetime" || right.dtype === "datetime");
  return { dtype: moved ? "datetime" : "float64", values };
}

/** Without a copy where nothing is missing or NaN says so. */
function numbersOf(operand: Operand): Numbers {
  const valid = "valid" in operand ? operand.valid : undefined;
  return valid === undefined ? storedNumbers(operand) : toNumbers(operand);
}

function unary(operand: Operand, rows: number, of: (a: number) => number): Column {
  const values = new Float64Array(rows);
  const a = toNumbers(operand);
  const step = stride(operand);
  for (let row = 0; row < rows; row++) values[row] = of(a[row * step]);
  return { dtype: "float64", values };
}
