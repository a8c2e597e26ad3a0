import type { DType } from "../partition/partition.js";
import { call, type Expression } from "./expression/expression.js";
import { kindOf } from "./expression/operand.js";
import { formulasOf, planOf } from "./formulas.js";
import type { Plan } from "./plan.js";
import type { Field } from "./schema.js";

/**
 * The rows of several plans, one below the other, with the columns of all.
 *
 * @throws {TypeError} a column is of different kinds in two of them.
 */
export function concatPlans(method: string, plans: readonly Plan[]): Plan {
  const schema = commonSchema(method, plans);
  const npartitions = plans.reduce((sum, plan) => sum + plan.npartitions, 0);
  return { op: "concat", inputs: plans.map((plan) => conformed(plan, schema)), schema, npartitions };
}

function commonSchema(method: string, plans: readonly Plan[]): Field[] {
  const dtypes = new Map<string, DType>();
  for (const { schema } of plans) {
    for (const { name, dtype } of schema) dtypes.set(name, together(method, name, dtypes.get(name) ?? dtype, dtype));
  }
  return [...dtypes].map(([name, dtype]) => ({ name, dtype }));
}

function together(method: string, name: string, a: DType, b: DType): DType {
  if (a === b) return a;
  if (kindOf(a) === kindOf(b)) return kindOf(a) === "text" ? "string" : "float64";
  throw new TypeError(
    `${method}: column ${JSON.stringify(name)} is ${a} in one frame and ${b} in another; make them alike with asType.`,
  );
}

function conformed(plan: Plan, schema: readonly Field[]): Plan {
  const same =
    plan.schema.length === schema.length &&
    schema.every(({ name, dtype }, i) => name === plan.schema[i].name && dtype === plan.schema[i].dtype);
  if (same) return plan;
  const { base, expressions } = formulasOf(plan);
  const places = new Map(plan.schema.map((field, i) => [field.name, i]));
  const conformedExpressions = schema.map(({ name, dtype }): Expression => {
    const place = places.get(name);
    if (place === undefined) return { op: "literal", dtype, value: null };
    return plan.schema[place].dtype === dtype ? expressions[place] : call("cast", [expressions[place]], [dtype]);
  });
  return planOf({ base, expressions: conformedExpressions }, schema);
}
