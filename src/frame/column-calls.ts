import { parseDatetime } from "../io/csv/parse-datetime.js";
import type { DType } from "../partition/partition.js";
import { type Expression, type Literal, literalOf, type Scalar } from "./expression/expression.js";
import { type Argument, typedCall } from "./expression/functions.js";
import { formulasOf, onOneBase, planOf } from "./formulas.js";
import { columnNames, type Plan } from "./plan.js";
import { type Field, pickFields } from "./schema.js";

/** What a function of columns can be given: the plan of a Series, or one value for all rows. */
export type PlanOrScalar = Plan | Scalar;

/**
 * What a function makes of each column of a plan, of those of others with the same rows, and of single values; the columns
 * keep their names. Of another plan with one column this is taken for all, else the one of the same name.
 *
 * @param method - what the user called.
 * @throws {TypeError} the function does not take columns of these dtypes.
 * @throws {RangeError} the plans are not known to have the same rows.
 * @throws {ColumnError} another plan has several columns, but not one of these.
 */
export function callOnColumns(
  method: string,
  fn: string,
  plan: Plan,
  others: readonly PlanOrScalar[] = [],
  params: readonly unknown[] = [],
): Plan {
  const plans = [plan, ...others.filter(isPlan)];
  const formulas = onOneBase(method, plans, plans.map(labelOf));
  const places = plans.map(({ schema }) => new Map(schema.map((field, i) => [field.name, i])));
  const made = plan.schema.map(({ name }) => {
    const argument = (at: number): Argument => {
      const { schema } = plans[at];
      const place = schema.length === 1 ? 0 : (places[at].get(name) as number);
      const { name: own, dtype } = schema[place];
      return { expression: formulas[at].expressions[place], dtype, label: columnLabel(own) };
    };
    const columns = plans.map((_, at) => argument(at));
    const dtypes = columns.map(({ dtype }) => dtype);
    let at = 1;
    const given = others.map((other) => (isPlan(other) ? columns[at++] : argumentOf(method, other, dtypes)));
    return typedCall(method, fn, [columns[0], ...given], params);
  });
  return planOf(
    { base: formulas[0].base, expressions: made.map(({ expression }) => expression) },
    made.map(({ dtype }, i) => ({ name: plan.schema[i].name, dtype })),
  );
}

/** @throws {ColumnError} one of two frames has a column that the other one has not. */
export function mustHaveSameColumns(method: string, plan: Plan, other: Plan): void {
  pickFields(other.schema, columnNames(plan), `${method}, in the other frame`);
  pickFields(plan.schema, columnNames(other), `${method}, in this frame`);
}

/**
 * A plan in which a function stands in the place of some columns; the others stay as they are.
 *
 * @param columns - their names; a column whose dtype the function does not take is an error.
 */
export function callOnEach(
  method: string,
  fn: string,
  plan: Plan,
  columns: ReadonlyMap<string, readonly unknown[]>,
): Plan {
  const { base, expressions } = formulasOf(plan);
  const made = plan.schema.map((field, i): { expression: Expression; field: Field } => {
    const params = columns.get(field.name);
    if (params === undefined) return { expression: expressions[i], field };
    const argument = { expression: expressions[i], dtype: field.dtype, label: columnLabel(field.name) };
    const { expression, dtype } = typedCall(method, fn, [argument], params);
    return { expression, field: { name: field.name, dtype } };
  });
  return planOf(
    { base, expressions: made.map(({ expression }) => expression) },
    made.map(({ field }) => field),
  );
}

/** The plan with one more column, or another one in the place of that name. */
export function withColumn(method: string, plan: Plan, name: string, column: Plan): Plan {
  const [own, added] = onOneBase(method, [plan, column], ["the frame", labelOf(column)]);
  const names = columnNames(plan);
  const place = names.includes(name) ? names.indexOf(name) : names.length;
  const schema = [...plan.schema];
  const expressions = [...own.expressions];
  schema[place] = { name, dtype: column.schema[0].dtype };
  expressions[place] = added.expressions[0];
  return planOf({ base: own.base, expressions }, schema);
}

function argumentOf(method: string, value: Scalar, others: readonly DType[]): Argument {
  const literal = dateOf(value, others) ?? literalOf(value);
  if (literal === undefined) {
    throw new TypeError(
      `${method} takes a Series, a number, a string, true, false or a Date, but got ${value === null ? "null" : typeof value}. ` +
        "For missing values there are isNa(), notNa() and fillNa().",
    );
  }
  const label = typeof value === "string" ? JSON.stringify(value) : value instanceof Date ? "a Date" : String(value);
  return { expression: literal, dtype: literal.dtype, label };
}

/** A text beside datetimes is a date, if it is one. */
function dateOf(value: Scalar, others: readonly DType[]): Literal | undefined {
  if (typeof value !== "string" || !others.includes("datetime")) return undefined;
  const bytes = Buffer.from(value);
  const time = parseDatetime(bytes, 0, bytes.length);
  return Number.isNaN(time) ? undefined : { op: "literal", dtype: "datetime", value: time };
}

function isPlan(arg: PlanOrScalar): arg is Plan {
  return typeof arg === "object" && arg !== null && "schema" in arg;
}

/** @param place - which of several plans it is. */
function labelOf({ schema }: Plan, place = 0): string {
  return schema.length === 1 ? columnLabel(schema[0].name) : place === 0 ? "the frame" : "the other frame";
}

/** What an error calls a column. */
export function columnLabel(name: string): string {
  return `column ${JSON.stringify(name)}`;
}
