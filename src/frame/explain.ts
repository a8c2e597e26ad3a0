import type { Source } from "../io/source.js";
import { columnNames, neededColumns, type Plan, planParts } from "./plan.js";

const formats: Readonly<Record<Source["reader"], string>> = { csv: "CSV", json: "JSON", parquet: "Parquet" };

/** A plan in words, a line for each part, the source first. */
export function explainPlan(plan: Plan): string {
  const needed = neededColumns(plan, columnNames(plan));
  const lines = planParts(plan).map((part, i) => `${i + 1}. ${explainPart(part, [...(needed.get(part) ?? [])])}`);
  return [
    `${plan.npartitions} ${plan.npartitions === 1 ? "partition" : "partitions"}, each in one task:`,
    ...lines,
  ].join("\n");
}

function explainPart(part: Plan, columns: readonly string[]): string {
  switch (part.op) {
    case "read": {
      const files = part.source.files.map((file) => file.path);
      const named = files.length === 1 ? files[0] : `${files.length} files from ${files[0]}`;
      return `read ${formats[part.source.reader]} ${named}: ${list(columns)} (${columns.length} of ${part.schema.length} columns)`;
    }
    case "memory":
      return `take rows in memory: ${list(columns)}`;
    case "select": {
      const renamed = part.schema.some((field, i) => field.name !== part.from[i]);
      if (!renamed) return `select ${list(columnNames(part))}`;
      return `select ${list(part.schema.map((field, i) => `${part.from[i]} as ${field.name}`))}`;
    }
    case "filter":
      return "keep the rows of one part of a split";
    case "zip":
      return "put the columns of both side by side";
    case "call":
      return `call ${part.task}`;
  }
}

function list(names: readonly string[]): string {
  return names.length > 12 ? `${names.slice(0, 12).join(", ")}, …` : names.join(", ") || "no column";
}
