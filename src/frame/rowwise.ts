import { columnLabel } from "./column-calls.js";
import { typedCall } from "./expression/functions.js";
import { isNumeric } from "./expression/rows.js";
import { formulasOf, planOf } from "./formulas.js";
import type { Plan } from "./plan.js";
import { noNumbers } from "./statistics/reduce.js";

/** The column, named after the aggregate, of what the values in each row come to: of all columns if they are counted, else of those of numbers and booleans. */
export function rowwisePlan(plan: Plan, how: string): Plan {
  const { base, expressions } = formulasOf(plan);
  const args = plan.schema.flatMap(({ name, dtype }, i) =>
    how === "count" || isNumeric(dtype) ? [{ expression: expressions[i], dtype, label: columnLabel(name) }] : [],
  );
  if (args.length === 0) throw noNumbers(how, plan);
  const fn = `row${how[0].toUpperCase()}${how.slice(1)}`;
  const { expression, dtype } = typedCall(how, fn, args);
  return planOf({ base, expressions: [expression] }, [{ name: how, dtype }]);
}
