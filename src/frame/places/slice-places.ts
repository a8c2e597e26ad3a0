import type { Plan, RangePlan, TakePlan } from "../plan.js";
import type { SlicePart } from "../slice.js";
import { refs, type Slicing } from "../slicing.js";

/** Adds tasks that count each partition's rows, and one that says at which place each begins. Gives the key of that. */
export function countedStarts(slicing: Slicing, plan: Plan, method: string): string {
  const counts = slicing.addTasks(plan, [], "frame.count", [], `${method}: count rows`);
  return slicing.addTask("places.starts", refs(counts), `${method}: count rows`);
}

/** Each partition keeps its rows within the range; one that has none is not read for it. */
export function sliceRange(slicing: Slicing, part: RangePlan, index: number, columns: readonly string[]): SlicePart {
  const { input, start, stop } = part;
  const keys = [slicing.once(part, () => countedStarts(slicing, input, "iloc"))];
  const schema = part.schema.filter(({ name }) => columns.includes(name));
  return { op: "range", input: slicing.slice(input, index, columns), keys, index, start, stop, schema };
}

/** Each partition gives those of the rows that it has; they are put in their order by the task that takes them. */
export function sliceTake(slicing: Slicing, part: TakePlan, columns: readonly string[]): SlicePart {
  const { input, rows } = part;
  const keys = slicing.once(part, () => {
    const starts = countedStarts(slicing, input, "iloc");
    const args = (index: number) => [index, rows, { ref: starts }];
    return [starts, ...slicing.addTasks(input, columns, "places.take", args, "iloc: take rows")];
  });
  return { op: "take", keys, rows, columns };
}
