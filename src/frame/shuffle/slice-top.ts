import type { TopPlan } from "../plan.js";
import type { SlicePart } from "../slice.js";
import type { Slicing } from "../slicing.js";

/** Each partition gives its own first rows, and the task that takes them those of all. */
export function sliceTop(slicing: Slicing, part: TopPlan, columns: readonly string[]): SlicePart {
  const { input, by, n } = part;
  const names = [...new Set([...columns, ...by.map(({ name }) => name)])];
  const keys = slicing.once(part, () => slicing.addTasks(input, names, "shuffle.top", [by, n], "find the first rows"));
  const top: SlicePart = { op: "top", keys, by, n };
  return { op: "select", input: top, from: columns, to: columns };
}
