import type { TaskContext } from "../engine/engine.js";
import { type FileFormat, writePartition } from "../io/write-file.js";
import { toArrowBytes } from "../partition/arrow.js";
import { sliceRows } from "./column-work.js";
import { type Moments, momentsOf, sampleOf } from "./describe.js";
import type { Slice } from "./plan.js";
import { runPlan } from "./run-plan.js";

/** The partition as Arrow bytes; its first rows only when a `limit` is given. */
export async function partition(context: TaskContext, slice: Slice, limit = Infinity): Promise<Uint8Array> {
  return toArrowBytes(sliceRows(await runPlan(context, slice), 0, limit));
}

/** The number of rows. */
export async function count(context: TaskContext, slice: Slice): Promise<number> {
  return (await runPlan(context, slice)).length;
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

/** Writes the partition to a file. */
export async function write(context: TaskContext, slice: Slice, format: FileFormat, path: string): Promise<void> {
  await writePartition(await runPlan(context, slice), format, path);
}
