import type { DType } from "../../partition/partition.js";
import { arithmetic } from "./arithmetic.js";
import { cast } from "./cast.js";
import { comparison, logic } from "./comparison.js";
import { datetime } from "./datetime.js";
import { type Call, call, type Expression } from "./expression.js";
import { missing } from "./missing.js";
import type { ColumnFunction } from "./operand.js";
import { rows } from "./rows.js";
import { text } from "./text.js";
import { textParts } from "./text-parts.js";

const functions: ReadonlyMap<string, ColumnFunction> = new Map(
  Object.entries({
    ...arithmetic,
    ...comparison,
    ...logic,
    ...missing,
    ...text,
    ...textParts,
    ...datetime,
    ...rows,
    cast,
  }),
);

/** The function of this name. */
export function columnFunction(name: string): ColumnFunction {
  const found = functions.get(name);
  if (found === undefined) throw new Error(`There is no function of columns named "${name}".`);
  return found;
}

/** An argument of a call: its expression, its dtype, and what an error calls it. */
export interface Argument {
  readonly expression: Expression;
  readonly dtype: DType;
  readonly label: string;
}

/**
 * A call with the dtype of its result.
 *
 * @param method - what the user called, as it begins the sentence of an error: `"str.toLowerCase"`.
 * @throws {TypeError} the function does not take arguments of these dtypes.
 */
export function typedCall(
  method: string,
  fn: string,
  args: readonly Argument[],
  params: readonly unknown[] = [],
): { expression: Call; dtype: DType } {
  const { takes, dtype } = columnFunction(fn);
  const result = dtype(
    args.map((arg) => arg.dtype),
    params,
  );
  if (result === undefined) {
    const given = args.map((arg) => `${arg.label} (${arg.dtype})`).join(" and ");
    const more = params.length > 0 ? ` with ${params.map(shown).join(", ")}` : "";
    throw new TypeError(`${method} takes ${takes}, but got ${given}${more}. Use asType to change a column's dtype.`);
  }
  return {
    expression: call(
      fn,
      args.map((arg) => arg.expression),
      params,
    ),
    dtype: result,
  };
}

function shown(value: unknown): string {
  const text = value instanceof Date ? value.toISOString() : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
