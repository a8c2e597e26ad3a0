import type { TaskContext } from "../../engine/engine.js";
import { type Column, isMissing, type Partition } from "../../partition/partition.js";
import { pickRows, rowNumbers, select } from "../column-work.js";
import { runPlan } from "../run-plan.js";
import { freeName } from "../schema.js";
import { piecesByHash } from "../shuffle/hash-rows.js";
import { onePiece, type Scattered, scatter } from "../shuffle/scatter.js";
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

/**
 * A partition in pieces by the hash of its keys, with the place of each row among all as the last column; places grow with
 * the rows, but not by one. `dropNa` leaves out rows with a missing key.
 */
export async function scatterGroups(
  context: TaskContext,
  slice: Slice,
  part: number,
  pieces: number,
  keys: readonly string[],
  dropNa: boolean,
): Promise<Scattered> {
  const rows = await runPlan(context, slice);
  const places = Float64Array.from({ length: rows.length }, (_, row) => part * 2 ** 32 + row);
  const numbered: Partition = {
    length: rows.length,
    names: [...rows.names, freeName(rows.names, "place")],
    columns: [...rows.columns, { dtype: "float64", values: places }],
  };
  const keyColumns = select(rows, keys).columns;
  const kept = dropNa ? pickRows(numbered, rowsWithAll(keyColumns, rows.length)) : numbered;
  return scatter(kept, piecesByHash(kept, select(kept, keys).columns, pieces), pieces);
}

/** The rows that have a value in each of these columns. */
function rowsWithAll(columns: readonly Column[], length: number): Uint32Array {
  return rowNumbers(length).filter((row) => columns.every((column) => !isMissing(column, row)));
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
