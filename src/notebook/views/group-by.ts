import type { GroupBy } from "../../frame/group-by.js";
import type { Bundle } from "../bundle.js";
import { bundleOf } from "../parts.js";
import { listed, named } from "../text.js";

/** What a view needs of rows that are grouped. */
export type GroupByState = Pick<GroupBy<unknown>, "keys" | "columns" | "numericColumns">;

/** Rows by the values of some columns: what is there to aggregate, and how one begins. */
export function groupByView({ keys, columns, numericColumns }: GroupByState): Bundle {
  const facts: [string, string][] = [["Rows by", listed(keys)]];
  if (columns.length > 0) facts.push(["Columns to aggregate", listed(columns)]);
  const example = numericColumns.length === 0 ? "" : `, mean(), or agg({ ${keyText(numericColumns[0])}: "mean" })`;
  const sentence = `Nothing is computed yet: size(), count()${example} give a frame of a row a group.`;
  return bundleOf([{ heading: "GroupBy", detail: "lazy" }, { facts }, { sentence }]);
}

/** A name as a key of an object in code. */
function keyText(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? named(name) : JSON.stringify(named(name));
}
