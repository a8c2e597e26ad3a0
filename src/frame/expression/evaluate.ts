import type { Column, Partition } from "../../partition/partition.js";
import type { Expression, Literal } from "./expression.js";
import { columnFunction } from "./functions.js";
import { fromNumbers, isLiteral, type Operand } from "./operand.js";

/** The columns that expressions make of a partition. What they share is worked out once; what is only named is not copied. */
export function evaluate(expressions: readonly Expression[], partition: Partition): Column[] {
  const places = new Map(partition.names.map((name, i) => [name, i]));
  const done = new Map<Expression, Operand>();
  const visit = (expression: Expression): Operand => {
    if (expression.op === "literal") return expression;
    if (expression.op === "column") {
      const place = places.get(expression.name);
      if (place === undefined) throw new Error(`A partition has no column ${JSON.stringify(expression.name)}.`);
      return partition.columns[place];
    }
    let result = done.get(expression);
    if (result === undefined) {
      const { run } = columnFunction(expression.fn);
      result = run(expression.args.map(visit), partition.length, expression.params);
      done.set(expression, result);
    }
    return result;
  };
  return expressions.map((expression) => {
    const result = visit(expression);
    return isLiteral(result) ? repeat(result, partition.length) : result;
  });
}

function repeat({ dtype, value }: Literal, rows: number): Column {
  if (dtype === "string" || dtype === "category") {
    const codes = new Int32Array(rows).fill(value === null ? -1 : 0);
    return { dtype, codes, dictionary: value === null ? [] : [String(value)] };
  }
  return fromNumbers(new Float64Array(rows).fill(value === null ? Number.NaN : Number(value)), dtype);
}
