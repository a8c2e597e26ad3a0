import { compareText } from "../../partition/compare-text.js";
import type { BooleanColumn, Column, Int32Column } from "../../partition/partition.js";
import { takeOrMissing } from "../../partition/take-or-missing.js";
import { presentRows, toNumbers } from "../expression/operand.js";

/** What is kept of a column for each group until all partitions are in: a few columns, a row a group. */
export type AccumulatorName = "count" | "sum" | "moments" | "min" | "max" | "first" | "last";

export interface Accumulator {
  /** How many columns it takes. */
  readonly width: number;
  /** From the rows of a column; `ids[row]` is the row's group or -1, and `sizes` has a number of rows for each group. */
  readonly start: (column: Column, ids: Int32Array, groups: number, sizes: Float64Array) => Column[];
  /** From rows that are accumulators of the same group in several partitions, those of earlier partitions first. */
  readonly merge: (columns: readonly Column[], ids: Int32Array, groups: number) => Column[];
}

export const accumulators: Readonly<Record<AccumulatorName, Accumulator>> = {
  count: {
    width: 1,
    start: (column, ids, groups, sizes) => [float(isWhole(column) ? sizes : counted(column, ids, groups))],
    merge: ([counts], ids, groups) => [float(added(counts, ids, groups)[0])],
  },
  sum: {
    width: 2,
    start: (column, ids, groups) => (isExact(column) ? addedWhole : added)(column, ids, groups).map(float),
    merge: ([sums, rests], ids, groups) => added(sums, ids, groups, rests).map(float),
  },
  moments: { width: 3, start: startMoments, merge: mergeMoments },
  min: picking(before),
  max: picking((column) => {
    const below = before(column);
    return (b, a) => below(a, b);
  }),
  first: picking(() => () => false),
  last: picking(() => () => true),
};

function float(values: Float64Array): Column {
  return { dtype: "float64", values };
}

/** Whether no value is missing, so that a group has as many as rows. */
function isWhole(column: Column): boolean {
  switch (column.dtype) {
    case "int32":
    case "boolean":
      return column.valid === undefined;
    case "float64":
    case "datetime":
      return !column.values.includes(Number.NaN);
    default:
      return !column.codes.includes(-1);
  }
}

function counted(column: Column, ids: Int32Array, groups: number): Float64Array {
  const counts = new Float64Array(groups);
  const present = presentRows(column);
  for (let row = 0; row < ids.length; row++) if (ids[row] >= 0 && present?.[row] !== 0) counts[ids[row]] += 1;
  return counts;
}

/** Whether every sum of the column's values is a whole number below 2^53. */
function isExact(column: Column): boolean {
  return (column.dtype === "int32" || column.dtype === "boolean") && column.values.length < 2 ** 22;
}

/** Sums that no rounding takes anything from, as {@link added} gives them. */
function addedWhole(column: Column, ids: Int32Array, groups: number): [Float64Array, Float64Array] {
  const { values, valid } = column as Int32Column | BooleanColumn;
  const sums = new Float64Array(groups);
  for (let row = 0; row < ids.length; row++) {
    if (ids[row] >= 0 && valid?.[row] !== 0) sums[ids[row]] += values[row];
  }
  return [sums, new Float64Array(groups)];
}

/**
 * Sums with what rounding took from each, as a second number (Neumaier 1974), so that a sum comes out the same however
 * the rows were cut into partitions.
 */
function added(column: Column, ids: Int32Array, groups: number, rests?: Column): [Float64Array, Float64Array] {
  const values = toNumbers(column);
  const more = rests === undefined ? undefined : toNumbers(rests);
  const sums = new Float64Array(groups);
  const lost = new Float64Array(groups);
  for (let row = 0; row < ids.length; row++) {
    const id = ids[row];
    const value = values[row];
    if (id < 0 || Number.isNaN(value)) continue;
    const before = sums[id];
    const sum = before + value;
    if (Number.isFinite(sum))
      lost[id] += Math.abs(before) >= Math.abs(value) ? before - sum + value : value - sum + before;
    sums[id] = sum;
    if (more !== undefined) lost[id] += more[row];
  }
  return [sums, lost];
}

/** Count, mean and sum of squared distances to the mean, by Welford's update. */
function startMoments(column: Column, ids: Int32Array, groups: number): Column[] {
  const values = toNumbers(column);
  const [counts, means, squares] = [0, 1, 2].map(() => new Float64Array(groups));
  for (let row = 0; row < ids.length; row++) {
    const id = ids[row];
    const value = values[row];
    if (id < 0 || Number.isNaN(value)) continue;
    counts[id] += 1;
    const distance = value - means[id];
    means[id] += distance / counts[id];
    squares[id] += distance * (value - means[id]);
  }
  return [counts, means, squares].map(float);
}

/** Moments of parts together (Chan, Golub and LeVeque 1979). */
function mergeMoments(columns: readonly Column[], ids: Int32Array, groups: number): Column[] {
  const [partCounts, partMeans, partSquares] = columns.map(toNumbers);
  const [counts, means, squares] = [0, 1, 2].map(() => new Float64Array(groups));
  for (let row = 0; row < ids.length; row++) {
    const [id, count] = [ids[row], partCounts[row]];
    if (count === 0) continue;
    const [before, distance] = [counts[id], partMeans[row] - means[id]];
    counts[id] += count;
    means[id] += (distance * count) / counts[id];
    squares[id] += partSquares[row] + (distance * distance * before * count) / counts[id];
  }
  return [counts, means, squares].map(float);
}

/** Whether row `b` is to take the place of row `a`, which came before. */
type Replaces = (b: number, a: number) => boolean;

/** Keeps the value of one row a group. */
function picking(rule: (column: Column) => Replaces): Accumulator {
  const pick = (column: Column, ids: Int32Array, groups: number): Column[] => {
    const rows = new Int32Array(groups).fill(-1);
    const present = presentRows(column);
    const replaces = rule(column);
    for (let row = 0; row < ids.length; row++) {
      const id = ids[row];
      if (id < 0 || present?.[row] === 0) continue;
      if (rows[id] < 0 || replaces(row, rows[id])) rows[id] = row;
    }
    return [takeOrMissing(column, rows)];
  };
  return { width: 1, start: pick, merge: ([column], ids, groups) => pick(column, ids, groups) };
}

/** Whether the value of one row is below that of another. */
function before(column: Column): Replaces {
  if ("codes" in column) {
    const { codes, dictionary } = column;
    return (a, b) => codes[a] !== codes[b] && compareText(dictionary[codes[a]], dictionary[codes[b]]) < 0;
  }
  const { values } = column;
  return (a, b) => values[a] < values[b];
}
