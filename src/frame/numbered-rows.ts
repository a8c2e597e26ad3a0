import { callOnColumns, withColumn } from "./column-calls.js";
import { formulasOf, planOf } from "./formulas.js";
import { type Plan, selectColumns } from "./plan.js";
import { cumulatePlan } from "./running/running-plans.js";

/** A plan's only column as "value", and as "row" the place of each row among all, int32. */
export function numberedRows(method: string, plan: Plan): Plan {
  const ones = planOf({ base: formulasOf(plan).base, expressions: [{ op: "literal", dtype: "int32", value: 1 }] }, [
    { name: "row", dtype: "int32" },
  ]);
  const counted = callOnColumns(method, "sub", cumulatePlan(method, ones, "sum"), [1]);
  const values = selectColumns(plan, [plan.schema[0].name], method, ["value"]);
  return withColumn(method, values, "row", callOnColumns(method, "cast", counted, [], ["int32"]));
}
