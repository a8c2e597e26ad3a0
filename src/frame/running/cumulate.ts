import { concatPartitions } from "../../partition/concat-partitions.js";
import type { Column, DType, Partition } from "../../partition/partition.js";
import { pickRows } from "../column-work.js";
import { fromNumbers, kindOf, toNumbers } from "../expression/operand.js";
import { groupRows } from "../groups/group-rows.js";

/** What each row can hold of a column's values up to and including its own. */
export type CumulativeName = "sum" | "prod" | "min" | "max";

/** What is cumulated: each group of rows for itself that have the same values in the columns `keys`; without keys all are one. */
export interface Cumulation {
  readonly how: CumulativeName;
  /** The rows' first columns, as many as these, hold their keys. */
  readonly keys: readonly string[];
  /** Whether rows with a missing key are in no group, and get missing values; else missing is a key like others. */
  readonly dropNa: boolean;
}

/**
 * What some rows come to: a row a group, with its keys and for each other column two numbers that count together: for a
 * sum what rounding took from the first. NaN where nothing came that has a smallest or largest value. Columns go by their
 * places.
 */
export type Totals = Partition;

/** Totals of one column in the making, by group. */
interface Running {
  readonly values: Float64Array;
  readonly rests: Float64Array;
}

/** How a group's total takes in one value more; totals of two parts are taken together in the same way. */
type Step = (running: Running, group: number, value: number) => void;

const steps: Readonly<Record<CumulativeName, Step>> = {
  sum: addTo,
  prod: ({ values }, group, value) => {
    values[group] *= value;
  },
  min: ({ values }, group, value) => {
    if (!(values[group] <= value)) values[group] = value;
  },
  max: ({ values }, group, value) => {
    if (!(values[group] >= value)) values[group] = value;
  },
};

const nothing: Readonly<Record<CumulativeName, number>> = { sum: 0, prod: 1, min: Number.NaN, max: Number.NaN };

/** The dtype of a column that is cumulated, or undefined for one that cannot be. */
export function cumulatedDType(how: CumulativeName, dtype: DType): DType | undefined {
  if (kindOf(dtype) === "text") return undefined;
  if (how === "min" || how === "max") return dtype;
  return dtype === "datetime" ? undefined : "float64";
}

/** What the rows of a partition come to. */
export function totalsOf(rows: Partition, { how, keys, dropNa }: Cumulation): Totals {
  const keyColumns = rows.columns.slice(0, keys.length);
  const { ids, first } = groupRows(keyColumns, rows.length, dropNa ? keyColumns : []);
  const runnings = rows.columns.slice(keys.length).map((column) => {
    const running = noTotals(how, first.length);
    const step = steps[how];
    const values = toNumbers(column);
    for (let row = 0; row < values.length; row++)
      if (ids[row] >= 0 && !Number.isNaN(values[row])) step(running, ids[row], values[row]);
    return running;
  });
  return asTotals(keyColumns, first, runnings);
}

/** The totals of rows and of those after them, together; the groups of the first ones keep their places. */
export function addTotals(before: Totals, own: Totals, { how, keys }: Cumulation): Totals {
  const both = concatPartitions([before, own]);
  const keyColumns = both.columns.slice(0, keys.length);
  const { ids, first } = groupRows(keyColumns, both.length);
  const runnings: Running[] = [];
  for (let at = keys.length; at < both.columns.length; at += 2) {
    const [values, rests] = both.columns.slice(at, at + 2).map(toNumbers);
    const running = noTotals(how, first.length);
    for (let row = 0; row < ids.length; row++) {
      running.rests[ids[row]] += rests[row];
      if (!Number.isNaN(values[row])) steps[how](running, ids[row], values[row]);
    }
    runnings.push(running);
  }
  return asTotals(keyColumns, first, runnings);
}

/**
 * The rows, with all columns but the keys cumulated row by row, after the rows whose totals are `before`. A missing value
 * stays so, and is skipped.
 */
export function cumulateRows(rows: Partition, { how, keys, dropNa }: Cumulation, before?: Totals): Partition {
  const own = byPlace(rows.length, rows.columns.slice(0, keys.length));
  const known = before && byPlace(before.length, before.columns.slice(0, keys.length));
  const together = known === undefined ? own : concatPartitions([known, own]);
  const { ids, first } = groupRows(together.columns, together.length, dropNa ? together.columns : []);
  const groups = ids.subarray(together.length - rows.length);
  const columns = rows.columns.slice(keys.length).map((column, i) => {
    const running = noTotals(how, first.length);
    if (before !== undefined) {
      running.values.set(toNumbers(before.columns[keys.length + 2 * i]));
      running.rests.set(toNumbers(before.columns[keys.length + 2 * i + 1]));
    }
    const cumulated = cumulate(toNumbers(column), groups, running, steps[how]);
    return fromNumbers(cumulated, cumulatedDType(how, column.dtype) as DType);
  });
  return { ...rows, columns: [...own.columns, ...columns] };
}

function cumulate(values: ArrayLike<number>, groups: Int32Array, running: Running, step: Step): Float64Array {
  const cumulated = new Float64Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const group = groups[row];
    if (group < 0 || Number.isNaN(values[row])) {
      cumulated[row] = Number.NaN;
      continue;
    }
    step(running, group, values[row]);
    cumulated[row] = running.values[group] + running.rests[group];
  }
  return cumulated;
}

function noTotals(how: CumulativeName, groups: number): Running {
  return { values: new Float64Array(groups).fill(nothing[how]), rests: new Float64Array(groups) };
}

function asTotals(keyColumns: readonly Column[], first: Uint32Array, runnings: readonly Running[]): Totals {
  const keys = pickRows(byPlace(first.length, keyColumns), first).columns;
  const numbers = runnings.flatMap(({ values, rests }) => [values, rests]);
  return byPlace(first.length, [...keys, ...numbers.map((values): Column => ({ dtype: "float64", values }))]);
}

function byPlace(length: number, columns: readonly Column[]): Partition {
  return { length, names: columns.map((_, i) => String(i)), columns };
}

/** Neumaier's sum (1974): what rounding takes is kept as a second number, so that it matters little where partitions begin. */
function addTo({ values, rests }: Running, group: number, value: number): void {
  const before = values[group];
  const sum = before + value;
  if (Number.isFinite(sum)) {
    rests[group] += Math.abs(before) >= Math.abs(value) ? before - sum + value : value - sum + before;
  }
  values[group] = sum;
}
