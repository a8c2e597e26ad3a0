import { fromDanfo, toDanfo } from "../../danfo/convert.js";
import type { Frame, FrameSeries } from "../../danfo/danfo.js";
import { unpackAll } from "../../engine/user-function/unpack-function.js";
import { columnFromValues } from "../../partition/column-from-values.js";
import { type Column, cellAt, type Partition } from "../../partition/partition.js";
import { castColumn } from "../expression/cast.js";
import { kindOf } from "../expression/operand.js";
import type { Schema } from "../schema.js";
import { missingColumn, noRows } from "../shuffle/join.js";
import { inPlace, shown } from "./in-place.js";
import type { UserCall } from "./user-call.js";

/**
 * A row as a user's function gets it: numbers, texts, booleans and Dates by the names of their columns. What is missing is
 * null, and NaN among numbers, as in a danfo frame: `null / 2` and `null < 5` would be 0 and true.
 */
// biome-ignore lint/suspicious/noExplicitAny: as in danfo, so that `row.delay * 2` needs no cast.
export type Row = Record<string, any>;

/** What the function makes of these rows: one column of a value for each, or the columns of the frame that it gives. */
export async function callUser(rows: Partition, call: UserCall): Promise<Partition> {
  const [fn, ...args] = unpackAll(call.fn);
  if (isOfRows(call)) return rowsOf(await fn(toDanfo(rows), ...args), call);
  return valuesOf(await Promise.all(callsOf(rows, call.per, fn, args)), call);
}

/** The same at once, for a function that is not asynchronous; undefined for one that is. */
export function callUserNow(rows: Partition, call: UserCall): Partition | undefined {
  const [fn, ...args] = unpackAll(call.fn);
  const results = isOfRows(call) ? [fn(toDanfo(rows), ...args)] : callsOf(rows, call.per, fn, args);
  if (results.some((result) => result instanceof Promise)) {
    Promise.allSettled(results);
    return undefined;
  }
  return isOfRows(call) ? rowsOf(results[0], call) : valuesOf(results, call);
}

/** Whether a function takes rows as a frame. */
function isOfRows({ per }: UserCall): boolean {
  return per === "partition" || per === "group";
}

function rowsOf(result: unknown, call: UserCall): Partition {
  return call.per === "group" ? groupOf(result, call) : frameOf(result, call);
}

/** What a function made, as the columns that it was expected to make; no call is made for a partition without rows. */
export async function callUserFor(rows: Partition, call: UserCall, schema: Schema): Promise<Partition> {
  if (rows.length === 0) return noRows(schema);
  return asExpected(await callUser(rows, call), call, schema);
}

/** @throws {TypeError} a column is not there, or is of another kind. */
export function asExpected(made: Partition, call: UserCall, schema: Schema): Partition {
  const of = call.per === "group" ? "group" : "partition";
  const places = new Map(made.names.map((name, i) => [name, i]));
  const columns = schema.map(({ name, dtype }): Column => {
    const place = places.get(name);
    if (place === undefined) {
      throw new TypeError(
        `${call.method}: the function was expected to make column ${JSON.stringify(name)}, but of this ${of} it made ${made.names.map((each) => JSON.stringify(each)).join(", ") || "none"}.`,
      );
    }
    const column = made.columns[place];
    if (kindOf(column.dtype) === kindOf(dtype)) return castColumn(column, dtype);
    if (isAllMissing(column, made.length)) return missingColumn(dtype, made.length);
    throw new TypeError(
      `${call.method}: column ${JSON.stringify(name)} of the function's result is ${dtype} by the first rows, but ${column.dtype} in this ${of}. Make it always one kind, or say which with dtypes.`,
    );
  });
  return { length: made.length, names: schema.map(({ name }) => name), columns };
}

/** What the function gives for each row, or for each value of the only column; a missing number is NaN, anything else missing null. */
function callsOf(
  { length, names, columns }: Partition,
  per: UserCall["per"],
  fn: (given: unknown, ...args: unknown[]) => unknown,
  args: readonly unknown[],
): unknown[] {
  const missing = columns.map(({ dtype }) => (dtype === "float64" || dtype === "int32" ? NaN : null));
  const call = (given: unknown, row: number): unknown =>
    inPlace(
      () => fn(given, ...args),
      () => `row ${row} of its partition, ${shown(per === "row" ? { ...(given as Row) } : given)}`,
    );
  if (per === "value") return Array.from({ length }, (_, row) => call(cellAt(columns[0], row) ?? missing[0], row));
  return Array.from({ length }, (_, row) => {
    const cells: Row = Object.create(null);
    for (let i = 0; i < names.length; i++) cells[names[i]] = cellAt(columns[i], row) ?? missing[i];
    return call(cells, row);
  });
}

/** What a function of a group gives: rows of a frame; one row of a Series, whose index names the columns; or a value. */
function groupOf(result: unknown, call: UserCall): Partition {
  if (typeof result !== "object" || result === null || result instanceof Date) return valuesOf([result], call);
  const series = result as FrameSeries & { $isSeries?: boolean };
  if (series.$isSeries !== true) return frameOf(result, call);
  const names = series.index.map(String);
  const columns = series.values.map((value, i) =>
    columnFromValues([value], `${call.method}: ${JSON.stringify(names[i])} of what the function gives`),
  );
  return { length: 1, names, columns };
}

function valuesOf(values: readonly unknown[], { method }: UserCall): Partition {
  const column = columnFromValues(values, `${method}: what the function gives`);
  return { length: values.length, names: ["value"], columns: [column] };
}

function frameOf(result: unknown, { method }: UserCall): Partition {
  try {
    return fromDanfo(result as Frame);
  } catch (error) {
    throw new TypeError(`${method}: the function must give a danfo DataFrame or Series. ${(error as Error).message}`);
  }
}

function isAllMissing(column: Column, rows: number): boolean {
  for (let row = 0; row < rows; row++) if (cellAt(column, row) !== null) return false;
  return true;
}
