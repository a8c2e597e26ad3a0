import { sideColumns } from "../needed-columns.js";
import type { JoinPlan } from "../plan.js";
import type { SlicePart } from "../slice.js";
import { refs, type Slicing } from "../slicing.js";
import { type PiecePlace, placePieces } from "./place-pieces.js";

/**
 * Small other sides go whole to every task. Large ones meet the kept side's keys by their hash, and what matches goes
 * back to the partition that asked, so that the kept side's rows never move and stay in their order. There are as many
 * pieces as partitions, so that a task has about as much in memory as one that reads rows.
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
    const pieces = Math.max(kept.npartitions, other.npartitions);
    const args = (of: number) => [of, pieces];
    const keys = slicing.addTasks(kept, on, "shuffle.scatterKeys", args, "merge: scatter keys");
    const rows = slicing.addTasks(other, otherColumns, "shuffle.scatterByKeys", [on, pieces], "merge: scatter rows");
    const asking = placePieces(slicing, keys, pieces, "merge: bring keys together");
    const asked = placePieces(slicing, rows, pieces, "merge: bring rows together");
    const matches = asking.map((own, i) =>
      slicing.addTask(
        "shuffle.match",
        [own.piece, asked[i].piece, how, kept.npartitions, own.keys.length, ...refs(own.keys), ...refs(asked[i].keys)],
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
