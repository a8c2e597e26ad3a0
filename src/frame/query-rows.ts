import { OptionError } from "../errors.js";
import { call, type Expression } from "./expression/expression.js";
import { formulasOf, onOneBase, planOf } from "./formulas.js";
import type { Plan } from "./plan.js";
import { queryPlan } from "./push-filter.js";
import { pickFields } from "./schema.js";

/**
 * The rows of a plan for which a column of booleans is true. The filter goes below the column work, so that what does
 * not decide on the rows is worked out for those that stay.
 *
 * @throws {OptionError} the column is not boolean.
 * @throws {RangeError} the two are not known to have the same rows.
 */
export function queryRows(method: string, plan: Plan, condition: Plan): Plan {
  const [{ name, dtype }] = condition.schema;
  if (dtype !== "boolean") {
    throw new OptionError(
      `${method} takes a Series of booleans, such as frame.column("a").gt(0), but column ${JSON.stringify(name)} is ${dtype}.`,
      { option: "condition", value: name },
    );
  }
  const [own, decides] = onOneBase(method, [plan, condition], ["the frame", "the condition"]);
  return planOf({ base: queryPlan(own.base, decides.expressions[0]), expressions: own.expressions }, plan.schema);
}

/**
 * The rows of a plan that lack no value in these columns, or with "all" not all of them.
 *
 * @throws {ColumnError} one of the columns is not there.
 */
export function dropMissingRows(plan: Plan, columns: readonly string[], how: "any" | "all"): Plan {
  const names = new Set(pickFields(plan.schema, columns, "dropNa").map((field) => field.name));
  const { base, expressions } = formulasOf(plan);
  const present = expressions.filter((_, i) => names.has(plan.schema[i].name)).map((each) => call("notNa", [each]));
  if (present.length === 0) return plan;
  const condition = joined(how === "any" ? "and" : "or", present);
  return planOf({ base: queryPlan(base, condition), expressions }, plan.schema);
}

/** Conditions as one, so that many do not nest deeply. */
function joined(fn: "and" | "or", conditions: readonly Expression[]): Expression {
  if (conditions.length === 1) return conditions[0];
  const half = Math.ceil(conditions.length / 2);
  return call(fn, [joined(fn, conditions.slice(0, half)), joined(fn, conditions.slice(half))]);
}
