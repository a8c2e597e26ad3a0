/**
 * Lazy column expressions: what a Series is to be, as plain data over the columns of a partition. `functions.ts` lists
 * what can be called, with each result's dtype; `evaluate.ts` works an expression out, column by column and never row by
 * row. Expressions share their parts, and a shared part is worked out once.
 */
import type { DType } from "../../partition/partition.js";

/** A column of the partition. */
export interface ColumnRef {
  readonly op: "column";
  readonly name: string;
}

/** The same value in every row; a datetime in milliseconds since 1970; null is missing. */
export interface Literal {
  readonly op: "literal";
  readonly dtype: DType;
  readonly value: number | string | boolean | null;
}

/** A function of `functions.ts`, with further plain arguments that are no columns. */
export interface Call {
  readonly op: "call";
  readonly fn: string;
  readonly args: readonly Expression[];
  readonly params: readonly unknown[];
}

export type Expression = ColumnRef | Literal | Call;

/** A value that stands for a column in which every row has it. */
export type Scalar = number | string | boolean | Date;

export function columnRef(name: string): ColumnRef {
  return { op: "column", name };
}

export function call(fn: string, args: readonly Expression[], params: readonly unknown[] = []): Call {
  return { op: "call", fn, args, params };
}

/** A JavaScript value as a literal, or undefined for one that no column can hold. NaN is a missing number. */
export function literalOf(value: unknown): Literal | undefined {
  switch (typeof value) {
    case "number": {
      const whole = (value | 0) === value && !Object.is(value, -0);
      return { op: "literal", dtype: whole ? "int32" : "float64", value };
    }
    case "string":
      return { op: "literal", dtype: "string", value };
    case "boolean":
      return { op: "literal", dtype: "boolean", value };
    default:
      return value instanceof Date ? { op: "literal", dtype: "datetime", value: value.getTime() } : undefined;
  }
}

/** The names of the columns that these expressions use. */
export function columnsOf(expressions: Iterable<Expression>): Set<string> {
  const names = new Set<string>();
  const seen = new Set<Expression>();
  const visit = (expression: Expression): void => {
    if (seen.has(expression)) return;
    seen.add(expression);
    if (expression.op === "column") names.add(expression.name);
    if (expression.op === "call") expression.args.forEach(visit);
  };
  for (const expression of expressions) visit(expression);
  return names;
}

/** Expressions over the columns that other expressions make, as expressions over what those are made of. */
export function substitute(
  expressions: readonly Expression[],
  columns: ReadonlyMap<string, Expression>,
): readonly Expression[] {
  const done = new Map<Expression, Expression>();
  const visit = (expression: Expression): Expression => {
    if (expression.op === "literal") return expression;
    if (expression.op === "column") return columns.get(expression.name) ?? expression;
    let result = done.get(expression);
    if (result === undefined) {
      const args = expression.args.map(visit);
      result = args.every((arg, i) => arg === expression.args[i]) ? expression : { ...expression, args };
      done.set(expression, result);
    }
    return result;
  };
  return expressions.map(visit);
}

const keys = new WeakMap<Expression, number>();
const numbers = new Map<string, number>();

/** A number that two expressions share if and only if they say the same. */
export function expressionKey(expression: Expression): number {
  const known = keys.get(expression);
  if (known !== undefined) return known;
  const text = JSON.stringify(
    expression.op === "call" ? { ...expression, args: expression.args.map(expressionKey) } : expression,
    (_, value) => (isUnwritable(value) ? { number: Object.is(value, -0) ? "-0" : String(value) } : value),
  );
  const key = numbers.get(text) ?? numbers.size;
  numbers.set(text, key);
  keys.set(expression, key);
  return key;
}

/** Whether JSON writes it as something else. */
function isUnwritable(value: unknown): boolean {
  return typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0));
}
