import { aString, checkOptions, strings } from "../options.js";
import { cellAt } from "../partition/partition.js";
import { call, type Expression, literalOf } from "./expression/expression.js";
import { kindOf } from "./expression/operand.js";
import { formulasOf, planOf } from "./formulas.js";
import { computePartitions } from "./gather.js";
import { groupPlan } from "./group-by.js";
import { type Plan, selectColumns } from "./plan.js";
import { type Field, pickFields } from "./schema.js";

export interface GetDummiesOptions {
  /** The columns to encode. Default: those of text and categories. */
  readonly columns?: string[];
  /** What stands between the column's name and the value. Default "_". */
  readonly prefixSeparator?: string;
}

/** The plan with a column of 0 and 1 for each value of some columns in their place, at the end. */
export async function dummiesPlan(plan: Plan, options: GetDummiesOptions): Promise<Plan> {
  checkOptions("getDummies", options, { columns: strings, prefixSeparator: aString });
  const texts = plan.schema.filter(({ dtype }) => kindOf(dtype) === "text").map(({ name }) => name);
  const encoded = pickFields(plan.schema, options.columns ?? texts, "getDummies").map(({ name }) => name);
  const values = await Promise.all(encoded.map((name) => valuesOf(plan, name)));
  const { base, expressions } = formulasOf(plan);
  const columns = plan.schema.flatMap((field, i): { field: Field; expression: Expression }[] =>
    encoded.includes(field.name) ? [] : [{ field, expression: expressions[i] }],
  );
  encoded.forEach((name, i) => {
    const own = expressions[plan.schema.findIndex((field) => field.name === name)];
    for (const value of values[i]) {
      const literal = literalOf(value) as Expression;
      const text = value instanceof Date ? value.toISOString() : String(value);
      columns.push({
        field: { name: `${name}${options.prefixSeparator ?? "_"}${text}`, dtype: "int32" },
        expression: call("cast", [call("eq", [own, literal])], ["int32"]),
      });
    }
  });
  return planOf(
    { base, expressions: columns.map(({ expression }) => expression) },
    columns.map(({ field }) => field),
  );
}

async function valuesOf(plan: Plan, name: string): Promise<unknown[]> {
  const [groups] = await computePartitions(
    groupPlan("getDummies", selectColumns(plan, [name], "getDummies"), [name], []),
  );
  return Array.from({ length: groups.length }, (_, row) => cellAt(groups.columns[0], row));
}
