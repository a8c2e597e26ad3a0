/**
 * Column work as expressions over a base: what a plan is once its selections and its arithmetic are taken off. That
 * is how columns of one frame find each other, how a filter gets below the work that need not be done for the rows it
 * drops, and why a chain of column work is one step of a task.
 */
import { columnRef, type Expression, substitute } from "./expression/expression.js";
import { columnNames, type Plan, selectColumns, zipPlans } from "./plan.js";
import { sameRows } from "./same-rows.js";
import type { Schema } from "./schema.js";

/** The columns of a plan as expressions over `base`, in the order of its schema. */
export interface Formulas {
  readonly base: Plan;
  readonly expressions: readonly Expression[];
}

/** Takes selections and expressions off a plan. */
export function formulasOf(plan: Plan): Formulas {
  let base = plan;
  let expressions: readonly Expression[] = columnNames(plan).map(columnRef);
  while (base.op === "select" || base.op === "compute") {
    const made = base.op === "select" ? base.from.map(columnRef) : base.expressions;
    expressions = substitute(expressions, new Map(columnNames(base).map((name, i) => [name, made[i]])));
    base = base.input;
  }
  return { base, expressions };
}

/** The plan of these columns. */
export function planOf({ base, expressions }: Formulas, schema: Schema): Plan {
  const from = expressions.flatMap((expression) => (expression.op === "column" ? [expression.name] : []));
  if (from.length === expressions.length) {
    return { op: "select", input: base, from, schema, npartitions: base.npartitions };
  }
  return { op: "compute", input: base, expressions, schema, npartitions: base.npartitions };
}

/**
 * Several plans over one base: free where they have one already, else put side by side if they have the same rows.
 *
 * @param names - what an error calls each of them.
 * @throws {RangeError} they are not known to have the same rows.
 */
export function onOneBase(method: string, plans: readonly Plan[], names: readonly string[]): Formulas[] {
  const formulas = plans.map(formulasOf);
  if (formulas.every(({ base }) => base === formulas[0].base)) return formulas;
  const other = plans.findIndex((plan) => !sameRows(plans[0], plan));
  if (other >= 0) {
    throw new RangeError(
      `${method}: ${names[0]} and ${names[other]} are not known to have the same rows in the same partitions. ` +
        "Take both from one frame, and filter, sort or join that frame before its columns are taken.",
    );
  }
  const apart = plans.map((plan, i) => {
    const own = columnNames(plan);
    return selectColumns(
      plan,
      own,
      method,
      own.map((_, j) => `${i}.${j}`),
    );
  });
  const base = apart.reduce(zipPlans);
  return apart.map((plan) => ({ base, expressions: columnNames(plan).map(columnRef) }));
}
