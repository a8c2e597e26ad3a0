import type { DType } from "../../partition/partition.js";
import {
  type ColumnFunction,
  fromNumbers,
  isLiteral,
  kindOf,
  type Operand,
  presentRows,
  stride,
  toNumbers,
} from "./operand.js";

/** Aggregates of the values that stand in one row of several columns, missing ones skipped, as pandas has them with `axis=1`. */
export const rows: Readonly<Record<string, ColumnFunction>> = {
  rowCount: {
    takes: "columns",
    dtype: () => "int32",
    run: (args, length) => {
      const counts = new Float64Array(length);
      for (const arg of args) {
        const present = isLiteral(arg) ? undefined : presentRows(arg);
        for (let row = 0; row < length; row++) counts[row] += present === undefined ? 1 : present[row];
      }
      return fromNumbers(counts, "int32");
    },
  },
  rowSum: ofNumbers((args, length) => folded(args, new Float64Array(length), (sum, value) => sum + value)),
  rowMean: ofNumbers((args, length) => moments(args, length).means),
  rowMin: ofNumbers((args, length) => folded(args, missing(length), known(Math.min))),
  rowMax: ofNumbers((args, length) => folded(args, missing(length), known(Math.max))),
  rowVar: ofNumbers(variances),
  rowStd: ofNumbers((args, length) => variances(args, length).map(Math.sqrt)),
  rowMedian: ofNumbers((args, length) => {
    const columns = args.map(toNumbers);
    return Float64Array.from({ length }, (_, row) => {
      const values = Float64Array.from(columns, (column, i) => column[row * stride(args[i])]);
      return middle(values.filter((value) => !Number.isNaN(value)).sort());
    });
  }),
};

function ofNumbers(of: (args: readonly Operand[], length: number) => Float64Array): ColumnFunction {
  return {
    takes: "columns of numbers and booleans",
    dtype: (args) => (args.every(isNumeric) ? "float64" : undefined),
    run: (args, length) => fromNumbers(of(args, length), "float64"),
  };
}

/** Whether a column's values can be added up. */
export function isNumeric(dtype: DType): boolean {
  return kindOf(dtype) === "number" || dtype === "boolean";
}

type Step = (before: number, value: number) => number;

/** Takes the first value as it is. */
function known(step: Step): Step {
  return (before, value) => (Number.isNaN(before) ? value : step(before, value));
}

function missing(length: number): Float64Array {
  return new Float64Array(length).fill(Number.NaN);
}

/** Takes the values of one column after the other into what there is of each row. */
function folded(args: readonly Operand[], into: Float64Array, step: Step): Float64Array {
  for (const arg of args) {
    const [values, by] = [toNumbers(arg), stride(arg)];
    for (let row = 0; row < into.length; row++) {
      const value = values[row * by];
      if (!Number.isNaN(value)) into[row] = step(into[row], value);
    }
  }
  return into;
}

function moments(args: readonly Operand[], length: number): { counts: Float64Array; means: Float64Array } {
  const counts = folded(args, new Float64Array(length), (count) => count + 1);
  const sums = folded(args, new Float64Array(length), (sum, value) => sum + value);
  return { counts, means: sums.map((sum, row) => sum / counts[row]) };
}

/** Dividing by count - 1; missing for fewer than two values. */
function variances(args: readonly Operand[], length: number): Float64Array {
  const { counts, means } = moments(args, length);
  const squares = new Float64Array(length);
  for (const arg of args) {
    const [values, by] = [toNumbers(arg), stride(arg)];
    for (let row = 0; row < length; row++) {
      const distance = values[row * by] - means[row];
      if (!Number.isNaN(distance)) squares[row] += distance * distance;
    }
  }
  return squares.map((square, row) => (counts[row] < 2 ? Number.NaN : square / (counts[row] - 1)));
}

/** The middle of ascending values, or the mean of the two middle ones. */
function middle(sorted: Float64Array): number {
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
