import { columnNames, type GroupApplyPlan } from "../plan.js";
import { placePieces } from "../shuffle/place-pieces.js";
import type { SlicePart } from "../slice.js";
import { refs, type Slicing } from "../slicing.js";

/**
 * The rows of each group meet by their keys' hash, in as many pieces as there are partitions; a task a piece calls the
 * function of each of its groups. What that gives is kept, so that putting the groups in order does not call it again.
 */
export function sliceApply(slicing: Slicing, part: GroupApplyPlan, index: number): SlicePart {
  const { input, keys, dropNa, call, schema, npartitions } = part;
  const made = slicing.once(part, () => {
    const args = (of: number) => [of, npartitions, keys, dropNa];
    const scattered = slicing.addTasks(input, columnNames(input), "groups.scatter", args, "apply: scatter rows");
    return placePieces(slicing, scattered, npartitions, "apply: bring groups together").map((place, piece) =>
      slicing.addTask(
        "frame.applyGroups",
        [place.piece, keys, call, schema, ...refs(place.keys)],
        `apply to groups, piece ${piece + 1} of ${npartitions}`,
      ),
    );
  });
  return { op: "stored", keys: [made[index]], columns: columnNames(part) };
}
