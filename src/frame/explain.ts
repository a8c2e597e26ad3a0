import type { Source } from "../io/source.js";
import { showExpression } from "./expression/show-expression.js";
import { neededColumns } from "./needed-columns.js";
import { columnNames, type Plan, planParts, type QueryPlan, takesOthers } from "./plan.js";
import { mayHold } from "./row-group-bounds.js";
import type { SortKey } from "./shuffle/sort-order.js";

const formats: Readonly<Record<Source["reader"], string>> = { csv: "CSV", json: "JSON", parquet: "Parquet" };

/** A plan in words, a line for each part, the source first. */
export function explainPlan(plan: Plan): string {
  const needed = neededColumns(plan, columnNames(plan));
  const parts = planParts(plan);
  const places = new Map(parts.map((part, i) => [part, i + 1]));
  const lines = parts.map((part, i) => {
    const columns = columnNames(part).filter((name) => needed.get(part)?.has(name));
    return `${i + 1}. ${explainPart(part, columns, (input) => places.get(input) as number)}`;
  });
  const moved = parts.some((part) => movesRows(part));
  const tasks = moved ? "in several rounds of tasks" : "each in one task";
  return [`${plan.npartitions} ${plan.npartitions === 1 ? "partition" : "partitions"}, ${tasks}:`, ...lines].join("\n");
}

function explainPart(part: Plan, columns: readonly string[], place: (input: Plan) => number): string {
  const partitions = `${part.npartitions} ${part.npartitions === 1 ? "partition" : "partitions"}`;
  switch (part.op) {
    case "read": {
      const files = part.source.files.map((file) => file.path);
      const named = files.length === 1 ? files[0] : `${files.length} files from ${files[0]}`;
      return `read ${formats[part.source.reader]} ${named}: ${list(columns)} (${columns.length} of ${part.schema.length} columns)`;
    }
    case "memory":
      return `take rows in memory: ${list(columns)}`;
    case "stored":
      return `take persisted rows: ${list(columns)}`;
    case "select": {
      const renamed = part.schema.some((field, i) => field.name !== part.from[i]);
      if (!renamed) return `select ${list(columns)}`;
      const from = new Map(part.schema.map((field, i) => [field.name, part.from[i]]));
      return `select ${list(columns.map((name) => `${from.get(name)} as ${name}`))}`;
    }
    case "compute": {
      const made = part.schema.flatMap(({ name }, i) => {
        const expression = part.expressions[i];
        if (!columns.includes(name) || (expression.op === "column" && expression.name === name)) return [];
        return [`${name} = ${showExpression(expression)}`];
      });
      return `compute ${list(made)}; of ${list(columns)}`;
    }
    case "query":
      return `keep the rows where ${showExpression(part.condition)}${explainSkipped(part)}`;
    case "filter":
      return "keep the rows of one part of a split";
    case "sample":
      return `keep ${"n" in part.size ? `${part.size.n} random rows` : `a random ${part.size.frac} of the rows`}, seed ${part.seed}; counts the rows first`;
    case "range":
      return `keep the rows ${part.start === 0 ? "" : part.start}:${part.stop === Infinity ? "" : part.stop}; counts the rows first`;
    case "take":
      return `take ${part.rows.length} rows by their places; counts the rows first`;
    case "top":
      return `take the first ${part.n} rows by ${sorted(part.by)}; only so many of each partition move`;
    case "cumulate":
      return `cumulate by ${part.by.how}${part.by.keys.length > 0 ? ` within ${list(part.by.keys)}` : ""}; totals move between tasks`;
    case "shift":
      return `shift by ${part.periods} rows; edges move between tasks`;
    case "zip":
      return "put the columns of both side by side";
    case "call":
      return `call ${part.task}`;
    case "user":
      return `call ${part.call.fn.name} on each ${part.call.per}`;
    case "groupApply":
      return `call ${part.call.fn.name} on each group of ${list(part.keys)}; rows move between tasks`;
    case "concat":
      return `put the rows of ${list(part.inputs.map((input) => String(place(input))))} one below the other`;
    case "repartition":
      return part.npartitions > part.input.npartitions
        ? `cut into ${partitions}; rows move between tasks`
        : `put neighbours together into ${partitions}`;
    case "sort":
      return `sort by ${sorted(part.by)}; rows move between tasks`;
    case "distinct":
      return part.keep === false
        ? `keep the rows that share ${list(part.subset)} with no other; keys move between tasks`
        : `keep the ${part.keep} row of each ${list(part.subset)}; keys move between tasks`;
    case "group": {
      const made = part.aggregations.map(({ name }) => name).filter((name) => columns.includes(name));
      return `group by ${list(part.keys)}: ${list(made)}; aggregates move between tasks`;
    }
    case "join": {
      const [kept, other] = part.inputs.map(place);
      const moved = part.broadcast
        ? `every task takes all of ${other}`
        : `keys of ${kept} and rows of ${other} move between tasks`;
      return `join ${kept} with ${other} on ${list(part.on)}, ${part.how}; ${moved}`;
    }
  }
}

/** How many row groups are not read for a filter. */
function explainSkipped({ input, condition }: QueryPlan): string {
  if (input.op !== "read" || input.source.reader !== "parquet") return "";
  const { blocks } = input.source;
  const skipped = blocks.filter((block) => !mayHold(condition, input, block)).length;
  return skipped === 0 ? "" : `; reads ${blocks.length - skipped} of ${blocks.length} row groups`;
}

function movesRows(part: Plan): boolean {
  if (part.op === "repartition") return part.npartitions > part.input.npartitions;
  return takesOthers(part);
}

function sorted(by: readonly SortKey[]): string {
  return list(
    by.map(
      ({ name, ascending, missingFirst }) =>
        `${name}${ascending ? "" : " descending"}${missingFirst ? " with missing ones first" : ""}`,
    ),
  );
}

function list(names: readonly string[]): string {
  return names.length > 12 ? `${names.slice(0, 12).join(", ")}, …` : names.join(", ") || "no column";
}
