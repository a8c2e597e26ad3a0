import type { SamplePlan } from "../plan.js";
import type { SlicePart } from "../slice.js";
import type { Slicing } from "../slicing.js";

/** A row's number is its place among all rows, so the rows before each partition are counted first. */
export function sliceSample(slicing: Slicing, part: SamplePlan, index: number, columns: readonly string[]): SlicePart {
  const keys = slicing.once(part, () => slicing.addTasks(part.input, [], "frame.count", [], "sample: count rows"));
  const input = slicing.slice(part.input, index, columns);
  return { op: "sample", input, keys: keys.slice(0, index), frac: part.frac, seed: part.seed };
}
