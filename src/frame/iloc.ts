import { OptionError } from "../errors.js";
import type { OptionRule } from "../options.js";
import { type Cell, cellAt } from "../partition/partition.js";
import { computePartitions } from "./gather.js";
import { columnNames, type Plan, selectColumns } from "./plan.js";

/** Rows or columns by their places from 0: some of them, or a slice in danfo's spelling, such as `["2:5"]`. Negative ones count from the end. */
export type Places = readonly (number | string)[];

/** What takes such places; what they are is seen to where they are used. */
export const places: OptionRule = {
  takes: 'an array of whole numbers or of one slice, such as [0, 2] or ["2:5"]',
  test: Array.isArray,
};

/**
 * The rows at these places.
 *
 * @throws {OptionError} they are neither whole numbers nor one slice.
 */
export function rowsAt(plan: Plan, at: Places): Plan {
  const { schema } = plan;
  const slice = sliceOf("rows", at);
  if (slice === undefined) return { op: "take", input: plan, rows: at as number[], schema, npartitions: 1 };
  const [start, stop] = slice;
  if (start === 0 && stop === Infinity) return plan;
  return { op: "range", input: plan, start, stop, schema, npartitions: plan.npartitions };
}

/**
 * The columns at these places.
 *
 * @throws {OptionError} they are neither whole numbers nor one slice. @throws {RangeError} there is no column at one of them.
 */
export function columnsAt(plan: Plan, at: Places): Plan {
  const names = columnNames(plan);
  const slice = sliceOf("columns", at);
  if (slice !== undefined) return selectColumns(plan, names.slice(...slice), "iloc");
  const chosen = (at as number[]).map((place) => {
    const name = names.at(place);
    if (name !== undefined) return name;
    throw new RangeError(`iloc: there is no column ${place}; the frame has ${names.length}, numbered from 0.`);
  });
  return selectColumns(plan, chosen, "iloc");
}

/** The value of a plan's only column at this place among its rows; a negative one counts from the end. */
export async function valueAt(plan: Plan, row: number): Promise<Cell> {
  const [{ columns }] = await computePartitions(rowsAt(plan, [row]));
  return cellAt(columns[0], 0);
}

/** The bounds of a slice, or undefined for a list of places. */
function sliceOf(option: string, at: Places): [start: number, stop: number] | undefined {
  if (Array.isArray(at)) {
    if (at.every((place) => Number.isSafeInteger(place))) return undefined;
    const [, start, stop] = (at.length === 1 && /^(-?\d+)?:(-?\d+)?$/.exec(String(at[0]))) || [];
    if (start !== undefined || stop !== undefined || at[0] === ":") {
      return [Number(start ?? 0), stop === undefined ? Infinity : Number(stop)];
    }
  }
  throw new OptionError(`iloc takes ${option} as ${places.takes}. Rows that fulfil a condition are chosen by query.`, {
    option,
    value: at,
  });
}
