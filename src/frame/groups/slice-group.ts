import type { GroupPlan } from "../plan.js";
import type { SlicePart } from "../slice.js";
import { refs, type Slicing } from "../slicing.js";

/** How many partial aggregates a task merges. */
const fanIn = 16;

/** Up to so many partitions, groups are merged by one task: most often they are few, and each task costs more than to merge these. */
const partitionsAPiece = 16;

/**
 * Aggregates of each partition, merged in a tree so that only some are held at a time; each piece of the keys, by their
 * hash, has a tree of its own, so that many groups are merged by several tasks.
 */
export function sliceGroup(slicing: Slicing, part: GroupPlan, columns: readonly string[]): SlicePart {
  const { input, keys: by, dropNa, sort } = part;
  const wanted = new Set(columns);
  const aggregations = part.aggregations.filter(({ name }) => wanted.has(name));
  const used = new Set([...by, ...aggregations.flatMap(({ column }) => (column === undefined ? [] : [column]))]);
  const keys = slicing.once(part, () => {
    // In one piece groups keep the order in which they first come.
    const pieces = sort ? Math.min(16, Math.ceil(input.npartitions / partitionsAPiece)) : 1;
    const parts = slicing.addTasks(input, [...used], "groups.start", [by, aggregations, pieces, dropNa], "group");
    return Array.from({ length: pieces }, (_, piece) => mergeTree(slicing, parts, piece, by.length, aggregations));
  });
  const names = [...by, ...aggregations.map(({ name }) => name)];
  const group: SlicePart = { op: "group", keys, nKeys: by.length, aggregations, names, sort };
  return names.every((name) => wanted.has(name)) ? group : { op: "select", input: group, from: columns, to: columns };
}

function mergeTree(
  slicing: Slicing,
  parts: readonly string[],
  piece: number,
  nKeys: number,
  aggregations: GroupPlan["aggregations"],
): string {
  let level = parts;
  for (let place = piece; ; place = 0) {
    const next: string[] = [];
    for (let from = 0; from < level.length; from += fanIn) {
      const some = refs(level.slice(from, from + fanIn));
      next.push(slicing.addTask("groups.merge", [place, nKeys, aggregations, ...some], "group: merge"));
    }
    if (next.length === 1) return next[0];
    level = next;
  }
}
