import type { DistinctPlan } from "../plan.js";
import type { SlicePart } from "../slice.js";
import { refs, type Slicing } from "../slicing.js";
import { keyPieces } from "./key-pieces.js";

/**
 * Each partition's different keys meet by their hash; where they meet it is decided which partition's row stays, and
 * the rows are then kept where they are. Only keys are moved, and the order of the rows does not change.
 */
export function sliceDistinct(
  slicing: Slicing,
  part: DistinctPlan,
  index: number,
  columns: readonly string[],
): SlicePart {
  const { input, subset, keep } = part;
  const keys = slicing.once(part, () => {
    const pieces = keyPieces(input.npartitions);
    const found = slicing.addTasks(input, subset, "shuffle.distinctKeys", [pieces, keep], "dropDuplicates: find keys");
    return Array.from({ length: pieces }, (_, piece) =>
      slicing.addTask("shuffle.distinctRows", [piece, keep, ...refs(found)], "dropDuplicates: compare keys"),
    );
  });
  return { op: "distinct", input: slicing.slice(input, index, columns), keys, index };
}
