import { sideColumns } from "../needed-columns.js";
import type { JoinPlan } from "../plan.js";
import type { SlicePart } from "../slice.js";
import { refs, type Slicing } from "../slicing.js";
import { type PiecePlace, placePieces } from "./place-pieces.js";

/** The most tasks that match keys. */
const mostPieces = 64;

/**
 * Small other sides go whole to every task. Large ones meet the kept side's keys by their hash, and what matches goes
 * back to the partition that asked, so that the kept side's rows never move and stay in their order.
 */
export function sliceJoin(slicing: Slicing, part: JoinPlan, index: number, columns: readonly string[]): SlicePart {
  const [kept, other] = part.inputs;
  const { on, how } = part;
  const wanted = new Set(columns);
  const chosen = part.schema.map((_, i) => i).filter((i) => wanted.has(part.schema[i].name));
  const keptColumns = [...on, ...sideColumns(part, "kept", wanted)];
  const otherColumns = [...on, ...sideColumns(part, "other", wanted)];
  const places = slicing.once(part, (): readonly PiecePlace[] => {
    const nPieces = kept.npartitions + (how === "outer" ? 1 : 0);
    if (part.broadcast) {
      const keys = slicing.addTasks(other, otherColumns, "frame.partition", [], "merge: read the small side");
      return Array.from({ length: nPieces }, (_, piece) => ({ keys, piece }));
    }
    const pieces = Math.min(mostPieces, Math.max(kept.npartitions, other.npartitions));
    const asking = slicing.addTasks(kept, on, "shuffle.scatterKeys", [pieces], "merge: scatter keys");
    const rows = slicing.addTasks(other, otherColumns, "shuffle.scatterByKeys", [on, pieces], "merge: scatter rows");
    const asked = placePieces(slicing, rows, pieces, "merge: bring rows together");
    const matches = asked.map(({ keys, piece }, i) =>
      slicing.addTask(
        "shuffle.match",
        [i, piece, on.length, how, kept.npartitions, ...refs(asking), ...refs(keys)],
        "merge: match keys",
      ),
    );
    return placePieces(slicing, matches, nPieces, "merge: bring matches together");
  });
  return {
    op: "join",
    left: index < kept.npartitions ? slicing.slice(kept, index, keptColumns) : undefined,
    otherColumns,
    matching: part.broadcast ? "broadcast" : "hash",
    keys: places[index].keys,
    index: places[index].piece,
    how,
    on,
    schema: chosen.map((i) => part.schema[i]),
    columns: chosen.map((i) => part.columns[i]),
  };
}
