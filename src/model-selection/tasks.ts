import type { TaskContext } from "../engine/engine.js";
import type { Slice } from "../frame/plan.js";
import { type RowMask, rowMask } from "../frame/row-mask.js";
import { runPlan } from "../frame/run-plan.js";
import { type EncodedLabels, encodeColumn } from "../metrics/labels.js";
import {
  type CutCandidates,
  type CutPlan,
  classCandidates,
  classesOf,
  classHistogram,
  type HashHistogram,
  type RowBlock,
  rowsOfPart,
  type SplitRule,
} from "./split-rule.js";

/** Which rows of a partition are in which part of a split. */
export interface SplitMasks {
  readonly train: RowMask;
  readonly test: RowMask;
}

/** The first pass of a stratified split over one partition of the classes. */
export async function histogram(
  context: TaskContext,
  slice: Slice,
  firstRow: number,
  seed: number,
): Promise<HashHistogram> {
  return classHistogram(await strata(context, slice), firstRow, seed);
}

/** The second pass of a stratified split over one partition of the classes. */
export async function candidates(
  context: TaskContext,
  slice: Slice,
  firstRow: number,
  plan: CutPlan,
): Promise<CutCandidates> {
  return classCandidates(await strata(context, slice), firstRow, plan);
}

/** The rows of each part in one partition of `length` rows; `slice` gives their classes when the rule is stratified. */
export async function masks(
  context: TaskContext,
  slice: Slice,
  rule: SplitRule,
  firstRow: number,
  length: number,
): Promise<SplitMasks> {
  const stratified = rule.kind === "shuffled" && rule.labels !== undefined;
  const classes = stratified ? classesOf(await strata(context, slice), rule.labels) : undefined;
  const block: RowBlock = { firstRow, length, classes };
  return {
    train: rowMask(length, rowsOfPart(rule, block, "train")),
    test: rowMask(length, rowsOfPart(rule, block, "test")),
  };
}

async function strata(context: TaskContext, slice: Slice): Promise<EncodedLabels> {
  const { columns } = await runPlan(context, slice);
  return encodeColumn(columns[0], "stratify");
}
