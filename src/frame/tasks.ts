import type { TaskContext, TaskName, Value } from "../engine/engine.js";
import { readBlockBytes } from "../io/read-block.js";
import { toArrowBytes } from "../partition/arrow.js";
import { sliceRows } from "./column-work.js";
import { glanceAt, type PartGlance } from "./glance.js";
import { runPlan } from "./run-plan.js";
import type { Slice, SlicePart } from "./slice.js";
import { type Moments, momentsOf, sampleOf } from "./statistics/describe.js";

/** Runs another task function on a slice that takes the values of tasks: `keys.length` of them, and then its arguments. */
export async function withValues(
  context: TaskContext,
  name: TaskName,
  part: SlicePart,
  keys: readonly string[],
  ...rest: readonly Value[]
): Promise<Value> {
  const slice: Slice = { part, values: new Map(keys.map((key, i) => [key, rest[i]])) };
  return context.call(name, slice, ...rest.slice(keys.length));
}

/** The partition as Arrow bytes; its first rows only when a `limit` is given. */
export async function partition(context: TaskContext, slice: Slice, limit = Infinity): Promise<Uint8Array> {
  const { part } = slice;
  if (part.op === "read" && limit === Infinity) return readBlockBytes(part.table, part.block, part.columns);
  return toArrowBytes(sliceRows(await runPlan(context, slice), 0, limit));
}

/** The last rows of the partition as Arrow bytes. */
export async function tail(context: TaskContext, slice: Slice, limit: number): Promise<Uint8Array> {
  const rows = await runPlan(context, slice);
  return toArrowBytes(sliceRows(rows, rows.length - limit, rows.length));
}

/** The number of rows. */
export async function count(context: TaskContext, slice: Slice): Promise<number> {
  return (await runPlan(context, slice)).length;
}

/** What a partition, as Arrow bytes, tells of itself. */
export function glance(_: TaskContext, bytes: Uint8Array, wantsFirst: boolean): PartGlance {
  return glanceAt(bytes, wantsFirst);
}

/** The number of rows, and the moments of each column. */
export async function moments(context: TaskContext, slice: Slice): Promise<{ rows: number; moments: Moments[] }> {
  const rows = await runPlan(context, slice);
  return { rows: rows.length, moments: rows.columns.map(momentsOf) };
}

/** The sampled values of each column, for quantiles; `firstRow` is the place of the partition's first row. */
export async function sample(
  context: TaskContext,
  slice: Slice,
  firstRow: number,
  totalRows: number,
): Promise<Float64Array[]> {
  const rows = await runPlan(context, slice);
  return rows.columns.map((column) => sampleOf(column, firstRow, totalRows));
}
