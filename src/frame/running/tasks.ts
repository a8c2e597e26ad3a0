import type { TaskContext } from "../../engine/engine.js";
import { fromArrowBytes, toArrowBytes } from "../../partition/arrow.js";
import { runPlan } from "../run-plan.js";
import type { Slice } from "../slice.js";
import * as cumulate from "./cumulate.js";
import * as shift from "./shift.js";

/** What the rows of a partition come to. */
export async function totals(context: TaskContext, slice: Slice, by: cumulate.Cumulation): Promise<Uint8Array> {
  return toArrowBytes(cumulate.totalsOf(await runPlan(context, slice), by));
}

/** The totals of some rows and of those after them. */
export function addTotals(_: TaskContext, by: cumulate.Cumulation, before: Uint8Array, own: Uint8Array): Uint8Array {
  return toArrowBytes(cumulate.addTotals(fromArrowBytes(before), fromArrowBytes(own), by));
}

/** The rows that a neighbour takes for a shift. */
export async function edge(context: TaskContext, slice: Slice, periods: number): Promise<Uint8Array> {
  return toArrowBytes(shift.edgeOf(await runPlan(context, slice), periods));
}

/** The edge of a partition, and what it lacks from that of those beyond it. */
export function joinEdges(_: TaskContext, periods: number, farther: Uint8Array, own: Uint8Array): Uint8Array {
  return toArrowBytes(shift.joinEdges(fromArrowBytes(farther), fromArrowBytes(own), periods));
}
