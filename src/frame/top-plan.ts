import { checkOptions, wholeNumber } from "../options.js";
import type { Plan, TopPlan } from "./plan.js";
import { sortPlan } from "./sort-values.js";

/** The first `n` rows in the order of some columns, in one partition. */
export function topPlan(
  method: string,
  plan: Plan,
  n: number,
  by: string | readonly string[],
  ascending: boolean,
): TopPlan {
  checkOptions(method, { n }, { n: wholeNumber(0) });
  const sorted = sortPlan(plan, by, { ascending }, method);
  return { op: "top", input: plan, by: sorted.by, n, schema: plan.schema, npartitions: 1 };
}

/** The first `n` rows of a plan without a sort of all of them, where a sort decides which they are; else the plan. */
export function firstOfSorted(plan: Plan, n: number): Plan {
  if (plan.op === "sort" && plan.npartitions > 1) {
    const { by, input, schema } = plan;
    return { op: "top", input, by, n, schema, npartitions: 1 };
  }
  if (plan.op !== "select" && plan.op !== "compute") return plan;
  const input = firstOfSorted(plan.input, n);
  return input === plan.input ? plan : { ...plan, input, npartitions: 1 };
}
