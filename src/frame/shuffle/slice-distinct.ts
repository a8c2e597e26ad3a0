import type { DistinctPlan } from "../plan.js";
import type { SlicePart } from "../slice.js";
import { refs, type Slicing } from "../slicing.js";
import { placePieces } from "./place-pieces.js";

/** The keys of so many partitions are compared by one task, on the average. */
const partitionsAPiece = 4;

/**
 * Each partition's different keys meet by their hash; where they meet it is decided which partition's row stays, and
 * the rows are then kept where they are. Only keys are moved, and the order of the rows does not change. More partitions
 * mean more pieces, so that a task never has more in memory than what a few partitions have.
 */
export function sliceDistinct(
  slicing: Slicing,
  part: DistinctPlan,
  index: number,
  columns: readonly string[],
): SlicePart {
  const { input, subset, keep } = part;
  const places = slicing.once(part, () => {
    const { npartitions } = input;
    const pieces = Math.ceil(npartitions / partitionsAPiece);
    const args = (of: number) => [of, pieces, keep];
    const found = slicing.addTasks(input, subset, "shuffle.distinctKeys", args, "dropDuplicates: find keys");
    const rows = placePieces(slicing, found, pieces, "dropDuplicates: bring keys together").map(({ keys, piece }) =>
      slicing.addTask(
        "shuffle.distinctRows",
        [piece, keep, npartitions, ...refs(keys)],
        "dropDuplicates: compare keys",
      ),
    );
    return placePieces(slicing, rows, npartitions, "dropDuplicates: bring row numbers together");
  });
  const { keys, piece } = places[index];
  return { op: "distinct", input: slicing.slice(input, index, columns), keys, index: piece };
}
