import { toDanfo } from "../../danfo/convert.js";
import { type Frame, type FrameSeries, loadDanfo } from "../../danfo/danfo.js";
import { OptionError } from "../../errors.js";
import { columnFromValues } from "../../partition/column-from-values.js";
import { type Cell, type Column, cellAt, type Int32Column, type Partition } from "../../partition/partition.js";
import { pickRows } from "../column-work.js";
import { castColumn } from "../expression/cast.js";
import { kindOf } from "../expression/operand.js";
import { computePartitions } from "../gather.js";
import { groupPlan } from "../group-by.js";
import { columnNames, type Plan, selectColumns } from "../plan.js";
import { runPartitions } from "../run-partitions.js";
import { orderBy } from "../shuffle/sort-order.js";
import { correlation, mergePairs, type PairMoments } from "./correlation.js";
import { quantilesOf } from "./quantiles.js";
import { labelled, noNumbers } from "./reduce.js";

/** Quantiles of the columns of numbers, as a danfo frame with a row for each fraction. */
export async function quantileFrame(
  plan: Plan,
  fractions: readonly number[],
  index: readonly (string | number)[],
  method: string,
): Promise<Frame> {
  const names = numberColumns(plan, method);
  mustBeFractions(fractions);
  const found = await quantilesOf(plan, names, fractions, method);
  const columns = found.map((values): Column => ({ dtype: "float64", values: Float64Array.from(values) }));
  return labelled({ length: fractions.length, names, columns }, index);
}

/** Quantiles of one column of numbers. */
export async function quantileValues(plan: Plan, fractions: readonly number[], method: string): Promise<number[]> {
  const names = numberColumns(plan, method);
  mustBeFractions(fractions);
  return (await quantilesOf(plan, names, fractions, method))[0];
}

/** Pearson's correlation of each pair of columns of numbers, over the rows where both have a value. */
export async function correlationFrame(plan: Plan): Promise<Frame> {
  const names = numberColumns(plan, "corr");
  const parts = await runPartitions<PairMoments[]>(selectColumns(plan, names, "corr"), "statistics.pairs", {
    label: "corr",
  });
  const merged = parts.reduce((a, b) => a.map((pair, i) => mergePairs(pair, b[i])));
  const values = names.map(() => new Float64Array(names.length));
  let at = 0;
  for (let i = 0; i < names.length; i++) {
    for (let j = i; j < names.length; j++) {
      values[i][j] = correlation(merged[at++]);
      values[j][i] = values[i][j];
    }
  }
  const columns = values.map((each): Column => ({ dtype: "float64", values: each }));
  return labelled({ length: names.length, names, columns }, names);
}

/** How often each value of a column comes, the most frequent first, of equal ones that which came first. */
export async function countValues(plan: Plan): Promise<FrameSeries> {
  const [name] = columnNames(plan);
  const groups = await countedValues("valueCounts", plan);
  const { length, columns } = pickRows(groups, orderBy([groups.columns[1]], [false], groups.length));
  const index = Array.from({ length }, (_, row) => label(columns[0], row));
  const values = Array.from((columns[1] as Int32Column).values);
  return new (loadDanfo().Series)(values, { columns: [name], index, dtypes: ["int32"] });
}

/** The most frequent values of each column in ascending order, as a danfo frame; missing where another column has more. */
export async function modeFrame(plan: Plan): Promise<Frame> {
  const names = columnNames(plan);
  const modes = await Promise.all(names.map((name) => mostFrequent(selectColumns(plan, [name], "mode"), true)));
  const length = modes.reduce((most, values) => Math.max(most, values.length), 0);
  const columns = modes.map((values, i): Column => {
    const rest = Array<null>(length - values.length).fill(null);
    return castColumn(columnFromValues([...values, ...rest], names[i]), plan.schema[i].dtype);
  });
  return toDanfo({ length, names, columns });
}

/** The values of a column that come most often, in the order in which they first come or, if `sort`, in their own. */
export async function mostFrequent(plan: Plan, sort = false): Promise<Cell[]> {
  const groups = await countedValues("mode", plan, sort);
  const counts = (groups.columns[1] as Int32Column).values;
  const most = counts.reduce((a, b) => Math.max(a, b), 0);
  return Array.from(counts.keys())
    .filter((row) => counts[row] === most)
    .map((row) => cellAt(groups.columns[0], row));
}

/** The different values of a column and how often each comes, in the order in which they first come or in their own. */
async function countedValues(method: string, plan: Plan, sort = false): Promise<Partition> {
  const [name] = columnNames(plan);
  const counts = { column: undefined, how: "size", name: `${name}_size` } as const;
  const [groups] = await computePartitions(groupPlan(method, plan, [name], [counts], { sort }));
  return groups;
}

/** The different values of a column in the order in which they first come, missing included. */
export async function differentValues(plan: Plan): Promise<Partition> {
  const options = { sort: false, dropNa: false };
  const [groups] = await computePartitions(groupPlan("unique", plan, columnNames(plan), [], options));
  return groups;
}

function label(column: Column, row: number): string | number {
  const cell = cellAt(column, row);
  return typeof cell === "number" ? cell : cell instanceof Date ? cell.toISOString() : String(cell);
}

function numberColumns(plan: Plan, method: string): string[] {
  const names = plan.schema.filter(({ dtype }) => kindOf(dtype) === "number").map(({ name }) => name);
  if (names.length === 0) throw noNumbers(method, plan);
  return names;
}

function mustBeFractions(fractions: readonly number[]): void {
  const given: readonly unknown[] = Array.isArray(fractions) ? fractions : [fractions];
  const wrong = given.find((fraction) => typeof fraction !== "number" || !(fraction >= 0 && fraction <= 1));
  if (given.length > 0 && wrong === undefined) return;
  throw new OptionError(`quantile takes fractions from 0 to 1, but got ${wrong ?? "none"}.`, {
    option: "q",
    value: wrong,
  });
}
