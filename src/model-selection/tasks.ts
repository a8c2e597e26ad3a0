import type { TaskContext } from "../engine/engine.js";
import type { Slice } from "../frame/plan.js";
import { rowMask } from "../frame/row-mask.js";
import { runPlan } from "../frame/run-plan.js";
import { type EncodedLabels, encodeColumn, type Label, requireComplete } from "../metrics/labels.js";
import { type FoldRule, foldMasks, type SplitMasks } from "./fold-rule.js";
import { type GroupKey, groupCodes } from "./group-codes.js";
import type { CutCandidates, CutPlan, HashHistogram, RowBlock } from "./row-order.js";
import { classCandidates, classesOf, classHistogram, rowsOfPart, type SplitRule } from "./split-rule.js";

/** Rows counted by class or by group, in the order in which these first come. */
export interface KeyCounts<K> {
  readonly keys: readonly K[];
  readonly counts: readonly number[];
}

/** The first pass of a shuffled stratified split over one partition of the classes. */
export async function histogram(
  context: TaskContext,
  slice: Slice,
  firstRow: number,
  seed: number,
  name: string,
): Promise<HashHistogram> {
  return classHistogram(await strata(context, slice, name), firstRow, seed, name);
}

/** The second pass of a shuffled stratified split over one partition of the classes. */
export async function candidates(
  context: TaskContext,
  slice: Slice,
  firstRow: number,
  plan: CutPlan,
  name: string,
): Promise<CutCandidates> {
  return classCandidates(await strata(context, slice, name), firstRow, plan);
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
  const classes = stratified ? classesOf(await strata(context, slice, "stratify"), rule.labels) : undefined;
  const block: RowBlock = { firstRow, length, classes };
  return {
    train: rowMask(length, rowsOfPart(rule, block, "train")),
    test: rowMask(length, rowsOfPart(rule, block, "test")),
  };
}

/** The rows of each class in one partition. */
export async function classCounts(context: TaskContext, slice: Slice, name: string): Promise<KeyCounts<Label>> {
  const encoded = await strata(context, slice, name);
  requireComplete(encoded, name);
  return { keys: encoded.labels, counts: countCodes(encoded.codes, encoded.labels.length) };
}

/** The rows of each group in one partition. */
export async function groupCounts(context: TaskContext, slice: Slice, name: string): Promise<KeyCounts<GroupKey>> {
  const { columns } = await runPlan(context, slice);
  const { keys, codes } = groupCodes(columns[0], name);
  return { keys, counts: countCodes(codes, keys.length) };
}

/** The rows of each fold in one partition of `length` rows; `slice` gives the classes or the groups that the rule is about. */
export async function folds(
  context: TaskContext,
  slice: Slice,
  rule: FoldRule,
  firstRow: number,
  length: number,
  name: string,
): Promise<SplitMasks[]> {
  return foldMasks(rule, { firstRow, length, classes: await keysOfRule(context, slice, rule, name) });
}

async function keysOfRule(
  context: TaskContext,
  slice: Slice,
  rule: FoldRule,
  name: string,
): Promise<Int32Array | undefined> {
  if (rule.kind === "groups") return groupCodes((await runPlan(context, slice)).columns[0], name).codes;
  if (rule.kind === "ranges" || rule.labels === undefined) return undefined;
  return classesOf(await strata(context, slice, name), rule.labels);
}

function countCodes(codes: Int32Array, keys: number): number[] {
  const counts = new Array<number>(keys).fill(0);
  for (const code of codes) counts[code] += 1;
  return counts;
}

async function strata(context: TaskContext, slice: Slice, name: string): Promise<EncodedLabels> {
  const { columns } = await runPlan(context, slice);
  return encodeColumn(columns[0], name);
}
