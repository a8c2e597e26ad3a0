import { OptionError } from "../errors.js";
import { literalOf, type Scalar } from "./expression/expression.js";
import { kindOf } from "./expression/operand.js";
import { pickFields, type Schema } from "./schema.js";

/** What takes the place of missing values: one value, or one for each of some columns. */
export type FillValue = Scalar | Readonly<Record<string, Scalar>>;

export interface ReplaceOptions {
  /** Only in these columns. Default: all that can hold the values. */
  readonly columns?: string[];
}

/** The filler of each column that gets one. */
export function fillsOf(
  schema: Schema,
  value: FillValue,
  columns: readonly string[] | undefined,
): Map<string, readonly unknown[]> {
  if (typeof value === "object" && value !== null && !(value instanceof Date)) {
    pickFields(schema, Object.keys(value), "fillNa");
    for (const each of Object.values(value)) mustBeScalar("fillNa", "value", each);
    return new Map(Object.entries(value).map(([name, each]) => [name, [each]]));
  }
  mustBeScalar("fillNa", "value", value);
  return new Map(columnsFor("fillNa", schema, [value], columns).map((name) => [name, [value]]));
}

/** What is replaced by what, for each column in which something may be. */
export function replacementsOf(
  schema: Schema,
  from: Scalar | readonly Scalar[],
  to: Scalar | null | readonly (Scalar | null)[],
  columns: readonly string[] | undefined,
): Map<string, readonly unknown[]> {
  const [olds, news] = [Array.isArray(from) ? from : [from], Array.isArray(to) ? to : [to]];
  if (news.length !== 1 && news.length !== olds.length) {
    throw new OptionError(
      `replace: ${olds.length} values cannot be replaced by ${news.length}; give one, or as many.`,
      {
        option: "to",
        value: to,
      },
    );
  }
  for (const value of olds) mustBeScalar("replace", "from", value);
  for (const value of news) if (value !== null) mustBeScalar("replace", "to", value);
  const replacements = olds.map((_, i) => news[news.length === 1 ? 0 : i]);
  const all = [...olds, ...replacements.filter((value) => value !== null)];
  return new Map(columnsFor("replace", schema, all, columns).map((name) => [name, [olds, replacements]]));
}

/** The columns asked for, or else those that can hold all of the values. */
function columnsFor(
  method: string,
  schema: Schema,
  values: readonly unknown[],
  columns: readonly string[] | undefined,
): string[] {
  if (columns !== undefined) return pickFields(schema, columns, method).map((field) => field.name);
  const kinds = values.map((value) => kindOf((literalOf(value) as { dtype: "string" }).dtype));
  return schema.filter(({ dtype }) => kinds.every((kind) => kind === kindOf(dtype))).map((field) => field.name);
}

function mustBeScalar(method: string, option: string, value: unknown): void {
  if (literalOf(value) !== undefined && !Number.isNaN(value)) return;
  throw new OptionError(`${method} takes numbers, strings, booleans and Dates, but got ${String(value)}.`, {
    option,
    value,
  });
}
