import { OptionError } from "../errors.js";
import { aBoolean, checkOptions, either, type OptionRule, oneOf } from "../options.js";
import type { Plan, SortPlan } from "./plan.js";
import { pickFields } from "./schema.js";

export interface SortOptions {
  /** For all columns, or for each of them. Default true. */
  readonly ascending?: boolean | boolean[];
  /** Where missing values stand. Default "last", in descending order too. */
  readonly naPosition?: "first" | "last";
}

const booleans: OptionRule = {
  takes: "an array of these",
  test: (value) => Array.isArray(value) && value.every((item) => typeof item === "boolean"),
};

/** @throws {ColumnError} a column is not there. @throws {OptionError} an option is wrong. */
export function sortPlan(
  plan: Plan,
  by: string | readonly string[],
  options: SortOptions = {},
  method = "sortValues",
): SortPlan {
  checkOptions(method, options, { ascending: either(aBoolean, booleans), naPosition: oneOf("first", "last") });
  const names = typeof by === "string" ? [by] : by;
  const { ascending = true, naPosition } = options;
  if (!Array.isArray(names) || names.length === 0) {
    throw new OptionError(`${method} takes a column or an array of columns, such as "a" or ["a", "b"].`, {
      option: "by",
      value: by,
    });
  }
  pickFields(plan.schema, names, method);
  if (Array.isArray(ascending) && ascending.length !== names.length) {
    throw new OptionError(
      `${method}: ${names.length} columns, but ${ascending.length} values of ascending; give one for each, or one for all.`,
      { option: "ascending", value: ascending },
    );
  }
  const missingFirst = naPosition === "first";
  const keys = names.map((name, i) => {
    return { name, ascending: Array.isArray(ascending) ? ascending[i] : ascending, missingFirst };
  });
  return { op: "sort", input: plan, by: keys, schema: plan.schema, npartitions: plan.npartitions };
}
