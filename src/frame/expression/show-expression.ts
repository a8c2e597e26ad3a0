import type { Expression } from "./expression.js";

const signs: ReadonlyMap<string, string> = new Map([
  ["add", "+"],
  ["sub", "-"],
  ["mul", "*"],
  ["div", "/"],
  ["mod", "%"],
  ["pow", "**"],
  ["eq", "=="],
  ["ne", "!="],
  ["gt", ">"],
  ["lt", "<"],
  ["ge", ">="],
  ["le", "<="],
  ["and", "and"],
  ["or", "or"],
]);

const longest = 120;

/** An expression as a person would write it, cut off where it gets long. */
export function showExpression(expression: Expression): string {
  const text = show(expression, 0, false);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** @param isTerm - whether it stands beside a sign, where what has signs itself needs brackets. */
function show(expression: Expression, depth: number, isTerm: boolean): string {
  if (depth > 6) return "…";
  if (expression.op === "column")
    return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(expression.name) ? expression.name : JSON.stringify(expression.name);
  if (expression.op === "literal") return showLiteral(expression.dtype, expression.value);
  const sign = signs.get(expression.fn);
  const args = expression.args.map((arg) => show(arg, depth + 1, sign !== undefined));
  if (sign !== undefined) {
    const text = `${args[0]} ${sign} ${args[1]}`;
    return isTerm ? `(${text})` : text;
  }
  const params = expression.params.map((param) => JSON.stringify(param) ?? String(param));
  return `${expression.fn}(${[...args, ...params].join(", ")})`;
}

function showLiteral(dtype: string, value: unknown): string {
  if (value === null) return "missing";
  if (dtype === "datetime") return new Date(value as number).toISOString();
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
