import { call, columnRef, columnsOf, type Expression, expressionKey, substitute } from "./expression/expression.js";
import { formulasOf, planOf } from "./formulas.js";
import { columnNames, type JoinPlan, type Plan, type QueryPlan } from "./plan.js";

const queries = new WeakMap<Plan, Map<number, Plan>>();

/**
 * The rows of a base for which the condition is true. The same base and condition give the same plan, so that X and y,
 * filtered alike, keep the same rows. Filters on filters become one, and a filter goes below what gives the same rows of
 * what it leaves: a sort, a concat, neighbours put together; as far as it is about keys, groups and dropDuplicates; and a
 * join, to the side whose columns it is about.
 */
export function queryPlan(base: Plan, condition: Expression): Plan {
  if (base.op === "query") return queryPlan(base.input, call("and", [base.condition, condition]));
  const known = queries.get(base) ?? new Map<number, Plan>();
  queries.set(base, known);
  const key = expressionKey(condition);
  const plan = known.get(key) ?? filtered(base, condition);
  known.set(key, plan);
  return plan;
}

function filtered(base: Plan, condition: Expression): Plan {
  switch (base.op) {
    case "sort":
      return { ...base, input: below(base.input, [condition]) };
    case "concat":
      return { ...base, inputs: base.inputs.map((input) => below(input, [condition])) };
    case "repartition":
      if (base.npartitions > base.input.npartitions) return above(base, [condition]);
      return { ...base, input: below(base.input, [condition]) };
    case "distinct":
    case "group": {
      const keys = base.op === "group" ? base.keys : base.subset;
      const [ofKeys, rest] = parted(termsOf(condition), (term) => isOf(term, keys));
      return above(ofKeys.length === 0 ? base : { ...base, input: below(base.input, ofKeys) }, rest);
    }
    case "join":
      return belowJoin(base, condition);
    default:
      return above(base, [condition]);
  }
}

/**
 * What is about the keys goes to both sides. What is about one side goes there if none of its rows is kept for want of a
 * match, as its missing values might fulfil the condition: that is not so for the other side of a left join, and for both
 * of an outer one. A cast stays above, since it must not fail for rows that find no match.
 */
function belowJoin(base: JoinPlan, condition: Expression): Plan {
  const { columns, schema, how, inputs } = base;
  const namesOf = (sides: readonly string[]) =>
    schema.filter((_, i) => sides.includes(columns[i].side)).map(({ name }) => name);
  const goesTo = (term: Expression, side: "kept" | "other", always: boolean): boolean =>
    !casts(term) && isOf(term, namesOf(always ? ["key", side] : ["key"]));
  const own = new Map(schema.map(({ name }, i) => [name, columnRef(columns[i].name)]));
  const terms = termsOf(condition);
  const toKept = terms.filter((term) => goesTo(term, "kept", how !== "outer"));
  const toOther = terms.filter((term) => goesTo(term, "other", how === "inner"));
  if (toKept.length + toOther.length === 0) return above(base, terms);
  const [kept, other] = [below(inputs[0], substitute(toKept, own)), below(inputs[1], substitute(toOther, own))];
  return above(
    { ...base, inputs: [kept, other] },
    terms.filter((term) => !toKept.includes(term) && !toOther.includes(term)),
  );
}

/** The rows of a plan for which all of these are true, chosen below its column work. */
function below(plan: Plan, terms: readonly Expression[]): Plan {
  if (terms.length === 0) return plan;
  const { base, expressions } = formulasOf(plan);
  const made = new Map(columnNames(plan).map((name, i) => [name, expressions[i]]));
  return planOf({ base: queryPlan(base, all(substitute(terms, made))), expressions }, plan.schema);
}

function above(input: Plan, terms: readonly Expression[]): Plan {
  if (terms.length === 0) return input;
  const { schema, npartitions } = input;
  return { op: "query", input, condition: all(terms), schema, npartitions } satisfies QueryPlan;
}

function all(terms: readonly Expression[]): Expression {
  return terms.reduce((a, b) => call("and", [a, b]));
}

/** What must be true for a condition to be. */
function termsOf(condition: Expression): readonly Expression[] {
  return condition.op === "call" && condition.fn === "and" ? condition.args.flatMap(termsOf) : [condition];
}

function isOf(term: Expression, names: readonly string[]): boolean {
  return [...columnsOf([term])].every((name) => names.includes(name));
}

function casts(term: Expression): boolean {
  return term.op === "call" && (term.fn === "cast" || term.args.some(casts));
}

function parted<T>(items: readonly T[], test: (item: T) => boolean): [yes: T[], no: T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}
