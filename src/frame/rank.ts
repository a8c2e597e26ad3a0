import { aBoolean, checkOptions, oneOf } from "../options.js";
import { callOnColumns, withColumn } from "./column-calls.js";
import { groupPlan } from "./group-by.js";
import { mergePlan } from "./merge.js";
import { type JoinPlan, type Plan, selectColumns } from "./plan.js";
import { cumulatePlan } from "./running/running-plans.js";
import { sortPlan } from "./sort-values.js";

export interface RankOptions {
  /**
   * What equal values get: the mean of the ranks that they take up, the lowest or the highest of these, or with "dense"
   * one rank, the next value getting the next. Default "average".
   */
  readonly method?: "average" | "min" | "max" | "dense";
  /** Whether the smallest value is the first. Default true. */
  readonly ascending?: boolean;
}

/** The ranks of a column's values: of its different values in order with how often each comes, looked up for every row. */
export function rankPlan(column: Plan, options: RankOptions = {}): Plan {
  checkOptions("rank", options, { method: oneOf("average", "min", "max", "dense"), ascending: aBoolean });
  const { method = "average", ascending = true } = options;
  const [{ name }] = column.schema;
  const values = selectColumns(column, [name], "rank", ["value"]);
  const groups = groupPlan("rank", values, ["value"], [{ column: undefined, how: "size", name: "rank" }]);
  const ordered = ascending ? groups : sortPlan(groups, "value", { ascending });
  const ranks = ranksOf(selectColumns(ordered, ["rank"], "rank"), method);
  const joined = mergePlan(values, withColumn("rank", ordered, "rank", ranks), {
    on: "value",
    how: "left",
  }) as JoinPlan;
  return selectColumns({ ...joined, isLookup: true }, ["rank"], "rank", [name]);
}

/** The rank of each value, from how often each comes. */
function ranksOf(sizes: Plan, method: RankOptions["method"]): Plan {
  const calculate = (fn: string, a: Plan, b: Plan | number): Plan => callOnColumns("rank", fn, a, [b]);
  if (method === "dense") return cumulatePlan("rank", calculate("div", sizes, sizes), "sum");
  const last = cumulatePlan("rank", sizes, "sum");
  if (method === "max") return last;
  const others = calculate("sub", sizes, 1);
  return calculate("sub", last, method === "min" ? others : calculate("div", others, 2));
}
