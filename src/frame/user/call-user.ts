import { inspect } from "node:util";
import { fromDanfo, toDanfo } from "../../danfo/convert.js";
import type { Frame } from "../../danfo/danfo.js";
import { unpackAll } from "../../engine/user-function/unpack-function.js";
import { columnFromValues } from "../../partition/column-from-values.js";
import { type Column, cellAt, type Partition } from "../../partition/partition.js";
import { castColumn } from "../expression/cast.js";
import { kindOf } from "../expression/operand.js";
import type { Schema } from "../schema.js";
import { missingColumn, noRows } from "../shuffle/join.js";
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
  return call.per === "partition"
    ? frameOf(await fn(toDanfo(rows), ...args), call)
    : valuesOf(await Promise.all(callsOf(rows, call.per, fn, args)), call);
}

/** The same at once, for a function that is not asynchronous; undefined for one that is. */
export function callUserNow(rows: Partition, call: UserCall): Partition | undefined {
  const [fn, ...args] = unpackAll(call.fn);
  const results = call.per === "partition" ? [fn(toDanfo(rows), ...args)] : callsOf(rows, call.per, fn, args);
  if (results.some((result) => result instanceof Promise)) {
    Promise.allSettled(results);
    return undefined;
  }
  return call.per === "partition" ? frameOf(results[0], call) : valuesOf(results, call);
}

/** What a function made, as the columns that it was expected to make; no call is made for a partition without rows. */
export async function callUserFor(rows: Partition, call: UserCall, schema: Schema): Promise<Partition> {
  if (rows.length === 0) return noRows(schema);
  const made = await callUser(rows, call);
  const places = new Map(made.names.map((name, i) => [name, i]));
  const columns = schema.map(({ name, dtype }): Column => {
    const place = places.get(name);
    if (place === undefined) {
      throw new TypeError(
        `${call.method}: the function was expected to make column ${JSON.stringify(name)}, but of this partition it made ${made.names.map((each) => JSON.stringify(each)).join(", ") || "none"}.`,
      );
    }
    const column = made.columns[place];
    if (kindOf(column.dtype) === kindOf(dtype)) return castColumn(column, dtype);
    if (isAllMissing(column, made.length)) return missingColumn(dtype, made.length);
    throw new TypeError(
      `${call.method}: column ${JSON.stringify(name)} of the function's result is ${dtype} by the first rows, but ${column.dtype} in this partition. Make it always one kind, or say which with dtypes.`,
    );
  });
  return { length: made.length, names: schema.map(({ name }) => name), columns };
}

/** What the function gives for each row, or for each value of the only column; a missing number is NaN, anything else missing null. */
function callsOf(
  { length, names, columns }: Partition,
  per: "row" | "value",
  fn: (given: unknown, ...args: unknown[]) => unknown,
  args: readonly unknown[],
): unknown[] {
  const missing = columns.map(({ dtype }) => (dtype === "float64" || dtype === "int32" ? NaN : null));
  const call = (given: unknown, row: number): unknown => {
    try {
      const made = fn(given, ...args);
      return made instanceof Promise ? made.catch((error) => throwFrom(error, given, row)) : made;
    } catch (error) {
      return throwFrom(error, given, row);
    }
  };
  if (per === "value") return Array.from({ length }, (_, row) => call(cellAt(columns[0], row) ?? missing[0], row));
  return Array.from({ length }, (_, row) => {
    const cells: Row = Object.create(null);
    for (let i = 0; i < names.length; i++) cells[names[i]] = cellAt(columns[i], row) ?? missing[i];
    return call(cells, row);
  });
}

/** Throws what the function threw; its stack then says of which row. */
function throwFrom(error: unknown, given: unknown, row: number): never {
  if (error instanceof Error) {
    const cells = typeof given === "object" && given !== null && !(given instanceof Date) ? { ...given } : given;
    const shown = inspect(cells, { breakLength: Number.POSITIVE_INFINITY, compact: true, maxStringLength: 60 });
    const lines = String(error.stack).split("\n");
    const own = lines.findIndex((line) => line.includes(__filename));
    lines.splice(own < 0 ? lines.length : own, 0, `    in row ${row} of its partition, ${shown.slice(0, 300)}`);
    error.stack = lines.join("\n");
  }
  throw error;
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
