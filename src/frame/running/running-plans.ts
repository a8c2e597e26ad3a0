import { OptionError } from "../../errors.js";
import type { CumulatePlan, Plan } from "../plan.js";
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
  return { op: "cumulate", input, how, schema, npartitions: input.npartitions };
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
