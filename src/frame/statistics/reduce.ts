import { toDanfo } from "../../danfo/convert.js";
import type { Frame } from "../../danfo/danfo.js";
import { ColumnError } from "../../errors.js";
import { type Cell, cellAt, type Partition } from "../../partition/partition.js";
import { computePartitions } from "../gather.js";
import { groupPlan } from "../group-by.js";
import { type AggregationName, aggregateDType } from "../groups/aggregation.js";
import { columnNames, type Plan } from "../plan.js";
import { missingColumn } from "../shuffle/join.js";

/** One aggregate of each column that has it, over all rows, as a danfo frame of one row that is named after it. */
export async function reduceToRow(plan: Plan, how: AggregationName): Promise<Frame> {
  const columns = plan.schema.filter(({ dtype }) => aggregateDType(how, dtype) !== undefined).map(({ name }) => name);
  if (columns.length === 0) throw noNumbers(how, plan);
  return labelled(await reduce(plan, columns, how), [how]);
}

/** One aggregate of a column over all rows; null where there is none, as of the mean of no values. */
export async function reduceToValue(plan: Plan, how: AggregationName): Promise<Cell> {
  const [name] = columnNames(plan);
  return cellAt((await reduce(plan, [name], how)).columns[0], 0);
}

/** A danfo frame with these labels of its rows. */
export function labelled(rows: Partition, index: readonly (string | number)[]): Frame {
  const frame = toDanfo(rows);
  frame.$setIndex([...index]);
  return frame;
}

/** The sentence for a frame in which no column can be asked for this. */
export function noNumbers(method: string, plan: Plan): ColumnError {
  return new ColumnError(`${method}: the frame has no column of numbers.`, { column: "", columns: columnNames(plan) });
}

async function reduce(plan: Plan, columns: readonly string[], how: AggregationName): Promise<Partition> {
  const aggregations = columns.map((column) => ({ column, how, name: column }));
  const group = groupPlan(how, plan, [], aggregations);
  const [row] = await computePartitions(group);
  if (row.length === 1) return row;
  // No rows at all: no group. Counts and sums of nothing are 0, anything else is missing.
  const zero = ["size", "count", "sum", "nUnique"].includes(how);
  return {
    ...row,
    length: 1,
    columns: group.schema.map(({ dtype }) => {
      if (!zero) return missingColumn(dtype, 1);
      return dtype === "int32"
        ? { dtype, values: new Int32Array(1) }
        : { dtype: "float64", values: new Float64Array(1) };
    }),
  };
}
