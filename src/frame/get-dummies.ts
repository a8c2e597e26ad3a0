import { OptionError } from "../errors.js";
import { aString, checkOptions, either, strings } from "../options.js";
import { cellAt } from "../partition/partition.js";
import { call, type Expression, literalOf } from "./expression/expression.js";
import { kindOf } from "./expression/operand.js";
import { formulasOf, planOf } from "./formulas.js";
import { computePartitions } from "./gather.js";
import { groupPlan } from "./group-by.js";
import { type Plan, selectColumns } from "./plan.js";
import { type Field, mustDiffer, pickFields } from "./schema.js";

export interface GetDummiesOptions {
  /** The columns to encode, or one. Default: those of text and categories. */
  readonly columns?: string | string[];
  /** What the new names begin with: one text for all, or one for each column. Default: the columns' names. */
  readonly prefix?: string | string[];
  /** What stands between the column's name and the value. Default "_". */
  readonly prefixSeparator?: string;
}

/** The plan with a column of 0 and 1 for each value of some columns in their place, at the end. */
export async function dummiesPlan(plan: Plan, options: GetDummiesOptions): Promise<Plan> {
  checkOptions("getDummies", options, {
    columns: either(aString, strings),
    prefix: either(aString, strings),
    prefixSeparator: aString,
  });
  const asked = typeof options.columns === "string" ? [options.columns] : options.columns;
  const texts = plan.schema.filter(({ dtype }) => kindOf(dtype) === "text").map(({ name }) => name);
  const encoded = pickFields(plan.schema, asked ?? texts, "getDummies").map(({ name }) => name);
  const prefixes = prefixesOf(encoded, options.prefix);
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
        field: { name: `${prefixes[i]}${options.prefixSeparator ?? "_"}${text}`, dtype: "int32" },
        expression: call("cast", [call("eq", [own, literal])], ["int32"]),
      });
    }
  });
  const names = columns.map(({ field }) => field.name);
  mustDiffer("getDummies", names, "prefix", "give other prefixes");
  return planOf(
    { base, expressions: columns.map(({ expression }) => expression) },
    columns.map(({ field }) => field),
  );
}

function prefixesOf(columns: readonly string[], prefix: string | readonly string[] = columns): readonly string[] {
  if (typeof prefix === "string") return columns.map(() => prefix);
  if (prefix.length === columns.length) return prefix;
  throw new OptionError(
    `getDummies: ${columns.length} columns, but ${prefix.length} prefixes; give one for each, or one text for all.`,
    { option: "prefix", value: prefix },
  );
}

async function valuesOf(plan: Plan, name: string): Promise<unknown[]> {
  const [groups] = await computePartitions(
    groupPlan("getDummies", selectColumns(plan, [name], "getDummies"), [name], []),
  );
  return Array.from({ length: groups.length }, (_, row) => cellAt(groups.columns[0], row));
}
