import { columnsOf } from "./expression/expression.js";
import { columnNames, type JoinPlan, type Plan, planParts } from "./plan.js";

/** The columns that each part must yield so that the plan yields `columns`: what is not named is never parsed. */
export function neededColumns(plan: Plan, columns: readonly string[]): Map<Plan, Set<string>> {
  const needed = new Map<Plan, Set<string>>([[plan, new Set(columns)]]);
  const add = (part: Plan, ...names: Iterable<string>[]): void => {
    const known = needed.get(part) ?? new Set();
    for (const some of names) for (const name of some) known.add(name);
    needed.set(part, known);
  };
  for (const part of planParts(plan).reverse()) addInputs(part, needed.get(part) ?? new Set(), add);
  return needed;
}

/** Adds what the inputs of a part must yield so that it yields `names`. */
function addInputs(
  part: Plan,
  names: ReadonlySet<string>,
  add: (input: Plan, ...names: Iterable<string>[]) => void,
): void {
  const wanted = part.schema.map((field) => names.has(field.name));
  switch (part.op) {
    case "read":
    case "memory":
    case "stored":
      return;
    case "select":
      add(
        part.input,
        part.from.filter((_, i) => wanted[i]),
      );
      return;
    case "compute":
      add(part.input, columnsOf(part.expressions.filter((_, i) => wanted[i])));
      return;
    case "query":
      add(part.input, names, columnsOf([part.condition]));
      return;
    case "filter":
    case "sample":
    case "range":
    case "take":
    case "shift":
    case "repartition":
      add(part.input, names);
      return;
    case "cumulate":
      add(part.input, names, part.by.keys);
      return;
    case "sort":
    case "top":
      add(
        part.input,
        names,
        part.by.map((key) => key.name),
      );
      return;
    case "distinct":
      add(part.input, names, part.subset);
      return;
    case "group": {
      const used = part.aggregations.filter(({ name }) => names.has(name));
      add(
        part.input,
        part.keys,
        used.flatMap(({ column }) => (column === undefined ? [] : [column])),
      );
      return;
    }
    case "zip":
      for (const input of part.inputs)
        add(
          input,
          columnNames(input).filter((name) => names.has(name)),
        );
      return;
    case "concat":
      for (const input of part.inputs) add(input, names);
      return;
    case "join":
      add(part.inputs[0], part.on, sideColumns(part, "kept", names));
      add(part.inputs[1], part.on, sideColumns(part, "other", names));
      return;
    case "call":
    case "user":
    case "groupApply":
      add(part.input, columnNames(part.input));
  }
}

/** The columns of one side of a join, besides the keys, that are needed for it to yield `names`; by their names there. */
export function sideColumns(part: JoinPlan, side: "kept" | "other", names: ReadonlySet<string>): string[] {
  return part.columns
    .filter((column, i) => column.side === side && names.has(part.schema[i].name))
    .map((column) => column.name);
}
