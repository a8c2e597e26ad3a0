import type { TaskContext } from "../../engine/engine.js";
import { runPlan } from "../run-plan.js";
import type { Slice } from "../slice.js";
import { type Bracket, type Bracketed, countBracket, type Sampled, sampleValues } from "./bracket.js";
import { type PairMoments, pairMoments } from "./correlation.js";

/** Values of each column. */
export async function sample(context: TaskContext, slice: Slice, most: number): Promise<Sampled[]> {
  return (await runPlan(context, slice)).columns.map((column) => sampleValues(column, most));
}

/** What each bracket asks. */
export async function bracket(context: TaskContext, slice: Slice, brackets: readonly Bracket[]): Promise<Bracketed[]> {
  const { columns } = await runPlan(context, slice);
  return brackets.map((each) => countBracket(columns[each.column], each));
}

/** Moments of every pair of columns. */
export async function pairs(context: TaskContext, slice: Slice): Promise<PairMoments[]> {
  return pairMoments((await runPlan(context, slice)).columns);
}
