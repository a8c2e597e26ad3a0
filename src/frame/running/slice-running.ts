import type { CumulatePlan, ShiftPlan } from "../plan.js";
import type { SlicePart } from "../slice.js";
import type { Slicing } from "../slicing.js";

/**
 * What each partition comes to is worked out by a task of its own; these are taken together one after the other, and each
 * partition's task takes what is before it.
 */
export function sliceCumulate(
  slicing: Slicing,
  part: CumulatePlan,
  index: number,
  columns: readonly string[],
): SlicePart {
  const { input, by } = part;
  const name = `cumulative ${by.how}`;
  const used = [...new Set([...by.keys, ...columns])];
  const before = slicing.once(part, () => {
    const totals = slicing.addTasks(input, used, "running.totals", [by], `${name}: find totals`);
    return chain(totals, (far, own) => slicing.addTask("running.addTotals", [by, { ref: far }, { ref: own }], name));
  });
  const keys = index === 0 ? [] : [before[index - 1]];
  const cumulated: SlicePart = { op: "cumulate", input: slicing.slice(input, index, used), keys, by };
  return by.keys.every((key) => columns.includes(key))
    ? cumulated
    : { op: "select", input: cumulated, from: columns, to: columns };
}

/** Each partition's edge is taken by a task of its own, and goes on to the neighbour, with what the edge lacks. */
export function sliceShift(slicing: Slicing, part: ShiftPlan, index: number, columns: readonly string[]): SlicePart {
  const { input, periods, npartitions } = part;
  const edges = slicing.once(part, () => {
    const own = slicing.addTasks(input, columns, "running.edge", [periods], "shift: find edges");
    if (periods < 0) own.reverse();
    const made = chain(own, (far, near) =>
      slicing.addTask("running.joinEdges", [periods, { ref: far }, { ref: near }], "shift: join edges"),
    );
    return periods < 0 ? made.reverse() : made;
  });
  const neighbour = periods > 0 ? index - 1 : index + 1;
  const keys = neighbour >= 0 && neighbour < npartitions ? [edges[neighbour]] : [];
  return { op: "shift", input: slicing.slice(input, index, columns), keys, periods };
}

/** Each key with those before it taken together: the first stays, the others become those of what `join` adds. */
function chain(keys: readonly string[], join: (before: string, own: string) => string): string[] {
  const chained: string[] = [];
  for (const key of keys) chained.push(chained.length === 0 ? key : join(chained[chained.length - 1], key));
  return chained;
}
