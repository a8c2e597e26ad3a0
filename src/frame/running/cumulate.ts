import type { Column, DType, Partition } from "../../partition/partition.js";
import { fromNumbers, kindOf, toNumbers } from "../expression/operand.js";

/** What each row can hold of a column's values up to and including its own. */
export type CumulativeName = "sum" | "prod" | "min" | "max";

/**
 * What the rows before a partition come to, as two numbers that count together: for a sum what rounding took from the
 * first. NaN where nothing came before that has a smallest or largest value.
 */
export type Total = readonly [value: number, rest: number];

/** How a total takes in one value more; totals of two parts are taken together in the same way. */
type Step = (total: [number, number], value: number) => void;

const steps: Readonly<Record<CumulativeName, Step>> = {
  sum: addTo,
  prod: (total, value) => {
    total[0] *= value;
  },
  min: (total, value) => {
    if (!(total[0] <= value)) total[0] = value;
  },
  max: (total, value) => {
    if (!(total[0] >= value)) total[0] = value;
  },
};

const nothing: Readonly<Record<CumulativeName, Total>> = {
  sum: [0, 0],
  prod: [1, 0],
  min: [Number.NaN, 0],
  max: [Number.NaN, 0],
};

/** The dtype of a column that is cumulated, or undefined for one that cannot be. */
export function cumulatedDType(how: CumulativeName, dtype: DType): DType | undefined {
  if (kindOf(dtype) === "text") return undefined;
  if (how === "min" || how === "max") return dtype;
  return dtype === "datetime" ? undefined : "float64";
}

/** The totals of columns in which nothing is. */
export function noTotals(how: CumulativeName, columns: number): Total[] {
  return Array.from({ length: columns }, () => nothing[how]);
}

/** What each column comes to, after what came before it. */
export function totalsOf(columns: readonly Column[], how: CumulativeName): Total[] {
  return columns.map((column) => {
    const total: [number, number] = [...nothing[how]];
    const step = steps[how];
    for (const value of toNumbers(column)) if (!Number.isNaN(value)) step(total, value);
    return total;
  });
}

/** The totals of rows and of those after them, together. */
export function addTotals(before: readonly Total[], own: readonly Total[], how: CumulativeName): Total[] {
  return before.map(([value, rest], i) => {
    const total: [number, number] = [value, rest + own[i][1]];
    if (!Number.isNaN(own[i][0])) steps[how](total, own[i][0]);
    return total;
  });
}

/** The columns cumulated row by row, after the rows whose totals these are. A missing value stays so, and is skipped. */
export function cumulateRows(rows: Partition, how: CumulativeName, before: readonly Total[]): Partition {
  const columns = rows.columns.map((column, i) => {
    const values = toNumbers(column);
    const total: [number, number] = [...before[i]];
    const step = steps[how];
    const cumulated = new Float64Array(values.length);
    for (let row = 0; row < values.length; row++) {
      if (Number.isNaN(values[row])) {
        cumulated[row] = Number.NaN;
        continue;
      }
      step(total, values[row]);
      cumulated[row] = total[0] + total[1];
    }
    return fromNumbers(cumulated, cumulatedDType(how, column.dtype) as DType);
  });
  return { ...rows, columns };
}

/** Neumaier's sum (1974): what rounding takes is kept as a second number, so that it matters little where partitions begin. */
function addTo(total: [number, number], value: number): void {
  const before = total[0];
  const sum = before + value;
  if (Number.isFinite(sum)) {
    total[1] += Math.abs(before) >= Math.abs(value) ? before - sum + value : value - sum + before;
  }
  total[0] = sum;
}
