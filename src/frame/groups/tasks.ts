import type { TaskContext } from "../../engine/engine.js";
import { runPlan } from "../run-plan.js";
import { piecesByHash } from "../shuffle/hash-rows.js";
import { onePiece, scatter } from "../shuffle/scatter.js";
import type { Slice } from "../slice.js";
import type { Aggregation } from "./aggregation.js";
import { gatherPartial, type ScatteredPartial, scatteredPartial } from "./gather-partial.js";
import { mergePartials, startPartial } from "./partial.js";

/** Aggregates of one partition. */
export async function start(
  context: TaskContext,
  slice: Slice,
  keys: readonly string[],
  aggregations: readonly Aggregation[],
  pieces: number,
  dropNa: boolean,
): Promise<ScatteredPartial> {
  const { groups, values } = startPartial(await runPlan(context, slice), keys, aggregations, dropNa);
  return scatteredPartial(
    [groups, ...values].map((rows) => {
      if (pieces === 1) return onePiece(rows);
      return scatter(rows, piecesByHash(rows, rows.columns.slice(0, keys.length), pieces), pieces);
    }),
  );
}

/** One piece of the aggregates of several partitions, together. */
export function merge(
  context: TaskContext,
  piece: number,
  nKeys: number,
  aggregations: readonly Aggregation[],
  ...parts: readonly ScatteredPartial[]
): ScatteredPartial {
  const partials = parts.map((part) => gatherPartial(context, [part], piece));
  const { groups, values } = mergePartials(partials, nKeys, aggregations);
  return scatteredPartial([groups, ...values].map(onePiece));
}
