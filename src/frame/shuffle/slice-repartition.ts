import type { RepartitionPlan } from "../plan.js";
import type { SlicePart } from "../slice.js";
import type { Slicing } from "../slicing.js";

/** Fewer partitions: a task reads some neighbours. More: each partition is read once and cut into even pieces. */
export function sliceRepartition(
  slicing: Slicing,
  part: RepartitionPlan,
  index: number,
  columns: readonly string[],
): SlicePart {
  const { input, npartitions } = part;
  const from = input.npartitions;
  if (npartitions <= from) {
    const [first, end] = [bound(index, from, npartitions), bound(index + 1, from, npartitions)];
    const inputs = Array.from({ length: end - first }, (_, i) => slicing.slice(input, first + i, columns));
    return inputs.length === 1 ? inputs[0] : { op: "concat", inputs };
  }
  const source = Math.floor(((index + 1) * from - 1) / npartitions);
  const first = Math.floor((source * npartitions) / from);
  const pieces = (of: number): number => bound(of + 1, npartitions, from) - bound(of, npartitions, from);
  const keys = slicing.once(part, () =>
    slicing.addTasks(input, columns, "shuffle.cut", (of) => [pieces(of)], "repartition"),
  );
  return { op: "pieces", keys: [keys[source]], piece: index - first, columns };
}

/** Where part `index` begins when `total` things are dealt to `parts` as evenly as can be. */
function bound(index: number, total: number, parts: number): number {
  return Math.floor((index * total) / parts);
}
