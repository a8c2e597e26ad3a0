import type { TaskContext } from "../../engine/engine.js";
import { fromArrowBytes, toArrowBytes } from "../../partition/arrow.js";
import { rowNumbers, select } from "../column-work.js";
import { runPlan } from "../run-plan.js";
import type { JoinPart, Slice } from "../slice.js";
import * as distinct from "./distinct.js";
import { gatherPieces, regroupPieces } from "./gather-pieces.js";
import { piecesByHash } from "./hash-rows.js";
import { matchPiece } from "./join.js";
import { type Scattered, scatter } from "./scatter.js";
import { findCuts, piecesByCuts, sampleRows, topRows } from "./sort.js";
import type { SortKey } from "./sort-order.js";

/** A partition in even pieces. */
export async function cut(context: TaskContext, slice: Slice, pieces: number): Promise<Scattered> {
  const rows = await runPlan(context, slice);
  const evenly = rowNumbers(rows.length).map((row) => Math.floor(((row + 1) * pieces - 1) / rows.length));
  return scatter(rows, evenly, pieces);
}

/** Some rows of the columns to sort by. */
export async function sampleKeys(context: TaskContext, slice: Slice): Promise<Uint8Array> {
  return toArrowBytes(sampleRows(await runPlan(context, slice)));
}

/** The keys at which to cut, from samples. */
export function cuts(
  _: TaskContext,
  by: readonly SortKey[],
  pieces: number,
  ...samples: readonly Uint8Array[]
): Uint8Array {
  return toArrowBytes(findCuts(samples.map(fromArrowBytes), by, pieces));
}

/** A partition in pieces by those cuts. */
export async function scatterByCuts(
  context: TaskContext,
  slice: Slice,
  by: readonly SortKey[],
  found: Uint8Array,
): Promise<Scattered> {
  const rows = await runPlan(context, slice);
  const at = context.cached(found, "partition", () => fromArrowBytes(found));
  return scatter(rows, piecesByCuts(rows, by, at), at.length + 1);
}

/** The first rows of a partition in the order of these columns. */
export async function top(context: TaskContext, slice: Slice, by: readonly SortKey[], n: number): Promise<Uint8Array> {
  return toArrowBytes(topRows(await runPlan(context, slice), by, n));
}

/** A range of the pieces of several parts, in one value. */
export function regroup(context: TaskContext, from: number, to: number, ...parts: readonly Scattered[]): Scattered {
  return regroupPieces(context, parts, from, to);
}

/** A partition's different keys. */
export async function distinctKeys(
  context: TaskContext,
  slice: Slice,
  part: number,
  pieces: number,
  keep: distinct.Keep,
): Promise<Scattered> {
  return distinct.distinctKeys(await runPlan(context, slice), part, pieces, keep);
}

/** The rows to keep in each partition, from one piece of the keys. */
export function distinctRows(
  context: TaskContext,
  piece: number,
  keep: distinct.Keep,
  npartitions: number,
  ...parts: readonly Scattered[]
): Scattered {
  return distinct.distinctRows(gatherPieces(context, parts, piece), keep, npartitions);
}

/** A partition's keys with their rows' numbers, in pieces by their hash. */
export async function scatterKeys(
  context: TaskContext,
  slice: Slice,
  part: number,
  pieces: number,
): Promise<Scattered> {
  const keys = await runPlan(context, slice);
  return scatter(distinct.numberedKeys(keys, part), piecesByHash(keys, keys.columns, pieces), pieces);
}

/** A partition in pieces by the hash of its keys. */
export async function scatterByKeys(
  context: TaskContext,
  slice: Slice,
  keys: readonly string[],
  pieces: number,
): Promise<Scattered> {
  const rows = await runPlan(context, slice);
  return scatter(rows, piecesByHash(rows, select(rows, keys).columns, pieces), pieces);
}

/** What matches one piece of the keys: of the parts, the first `nAsking` hold the kept side's keys, and have the piece at place `asking`. */
export function match(
  context: TaskContext,
  asking: number,
  asked: number,
  how: JoinPart["how"],
  npartitions: number,
  nAsking: number,
  ...parts: readonly Scattered[]
): Scattered {
  const kept = gatherPieces(context, parts.slice(0, nAsking), asking);
  return matchPiece(kept, gatherPieces(context, parts.slice(nAsking), asked), how, npartitions);
}
