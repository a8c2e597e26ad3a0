import type { TaskContext } from "../../engine/engine.js";
import { toArrowBytes } from "../../partition/arrow.js";
import { runPlan } from "../run-plan.js";
import type { Slice } from "../slice.js";
import * as rowPlaces from "./row-places.js";
import { limitOfNumber, type SampleLimit } from "./sample-limit.js";

/** At which place each partition begins, from their numbers of rows. */
export function starts(_: TaskContext, ...counts: readonly number[]): rowPlaces.Starts {
  return rowPlaces.startsOf(counts);
}

/** Which rows a sample of `n` chooses. */
export function sampleLimit(_: TaskContext, n: number, seed: number, known: rowPlaces.Starts): SampleLimit {
  return limitOfNumber(n, known[known.length - 1], seed);
}

/** The rows of a partition that are at some of these places. */
export async function take(
  context: TaskContext,
  slice: Slice,
  index: number,
  rows: readonly number[],
  known: rowPlaces.Starts,
): Promise<Uint8Array> {
  const places = rowPlaces.placesOf(rows, known[known.length - 1]);
  return toArrowBytes(rowPlaces.takeOwn(await runPlan(context, slice), places, known[index]));
}
