import type { SamplePlan } from "../plan.js";
import type { SlicePart } from "../slice.js";
import type { Slicing } from "../slicing.js";
import { countedStarts } from "./slice-places.js";

/** A row's number is its place among all rows, so rows are counted first; of `n` rows it is then found which hashes are chosen. */
export function sliceSample(slicing: Slicing, part: SamplePlan, index: number, columns: readonly string[]): SlicePart {
  const { size, seed } = part;
  const keys = slicing.once(part, () => {
    const starts = countedStarts(slicing, part.input, "sample");
    if (!("n" in size)) return [starts];
    return [starts, slicing.addTask("places.sampleLimit", [size.n, seed, { ref: starts }], "sample: choose rows")];
  });
  const frac = "frac" in size ? size.frac : undefined;
  return { op: "sample", input: slicing.slice(part.input, index, columns), keys, index, frac, seed };
}
