import { OptionError } from "../../errors.js";
import { type CumulatePlan, type Plan, selectColumns } from "../plan.js";
import { type CumulativeName, cumulatedDType } from "./cumulate.js";

/** @throws {TypeError} a column's dtype has no such sum, product, minimum or maximum. */
export function cumulatePlan(method: string, input: Plan, how: CumulativeName): CumulatePlan {
  const schema = input.schema.map(({ name, dtype }) => {
    const cumulated = cumulatedDType(how, dtype);
    if (cumulated !== undefined) return { name, dtype: cumulated };
    throw new TypeError(
      `${method} takes ${how === "sum" || how === "prod" ? "numbers and booleans" : "numbers, booleans and datetimes"}, but got column ${JSON.stringify(name)} (${dtype}). Choose the others first, by selectDtypes or loc.`,
    );
  });
  return { op: "cumulate", input, by: { how, keys: [], dropNa: false }, schema, npartitions: input.npartitions };
}

/** The keys of each row, and the columns that can be cumulated, each group of rows for itself. */
export function groupCumulatePlan(
  method: string,
  input: Plan,
  how: CumulativeName,
  keys: readonly string[],
  dropNa: boolean,
): CumulatePlan {
  const values = input.schema.flatMap(({ name, dtype }) => {
    const cumulated = keys.includes(name) ? undefined : cumulatedDType(how, dtype);
    return cumulated === undefined ? [] : [{ name, dtype: cumulated }];
  });
  const rows = selectColumns(input, [...keys, ...values.map(({ name }) => name)], method);
  const schema = [...rows.schema.slice(0, keys.length), ...values];
  return { op: "cumulate", input: rows, by: { how, keys, dropNa }, schema, npartitions: input.npartitions };
}

/** @throws {OptionError} it is not by a whole number of rows. */
export function shiftPlan(method: string, input: Plan, periods: number): Plan {
  if (!Number.isSafeInteger(periods)) {
    throw new OptionError(`${method} takes a whole number of rows, such as ${method}(1), but got ${String(periods)}.`, {
      option: "periods",
      value: periods,
    });
  }
  if (periods === 0) return input;
  return { op: "shift", input, periods, schema: input.schema, npartitions: input.npartitions };
}
