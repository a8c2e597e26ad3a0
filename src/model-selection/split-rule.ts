/**
 * Which row is for training and which for testing, without holding a row: a rule decides by the row's number (and its
 * class, when stratified) alone, so any worker can apply it to any block. Rows are put in the order of `row-order.ts`;
 * the first are the test part, the next the training part.
 */
import { type EncodedLabels, type Label, requireComplete } from "../metrics/labels.js";
import {
  type Cut,
  type CutCandidates,
  type CutPlan,
  classSizes,
  countHashes,
  findCandidates,
  type HashHistogram,
  partAt,
  planCuts,
  type RowBlock,
  resolveCuts,
} from "./row-order.js";
import { type SplitSizes, stratifiedSizes } from "./split-sizes.js";

/** Plain data; may travel between threads. */
export type SplitRule =
  /** Not shuffled: the first rows are for training, the next for testing. */
  | { readonly kind: "ordered"; readonly nTrain: number; readonly nTest: number }
  /**
   * Shuffled: where the test part ends and where the training part does. `labels` and `cuts` have an entry a class when
   * stratified; otherwise the cuts are those of all rows.
   */
  | {
      readonly kind: "shuffled";
      readonly seed: number;
      readonly labels?: readonly Label[];
      readonly cuts: readonly (readonly Cut[])[];
    };

/** The rule without shuffling: the test rows follow the training rows, and are the last if no row is left out. */
export function orderedRule({ nTrain, nTest }: SplitSizes): SplitRule {
  return { kind: "ordered", nTrain, nTest };
}

/** The rule of a shuffled split of `n` rows. Hashes every row twice: some 90 ns a row, on the calling thread. */
export function randomRule(n: number, sizes: SplitSizes, seed: number): SplitRule {
  return { kind: "shuffled", seed, cuts: [randomCuts(n, endsOf(sizes), seed)] };
}

/** Where parts of `n` shuffled rows end that have so many rows in front of their ends. Hashes every row twice. */
export function randomCuts(n: number, ends: readonly number[], seed: number): readonly Cut[] {
  const rows: RowBlock = { firstRow: 0, length: n };
  const plan = planCuts(countHashes(rows, [0], seed), [ends], seed);
  return resolveCuts(plan, [findCandidates(rows, plan)])[0];
}

/**
 * The first pass of a stratified split over a block of rows.
 *
 * @throws {TypeError} a row has no label.
 */
export function classHistogram(encoded: EncodedLabels, firstRow: number, seed: number, name: string): HashHistogram {
  requireComplete(encoded, name);
  const { labels, codes } = encoded;
  return countHashes({ firstRow, length: codes.length, classes: codes }, labels, seed);
}

/**
 * What the second pass of a stratified split is to look for.
 *
 * @throws {RangeError} the classes are too small, or too many for the sizes.
 */
export function planStratified(histogram: HashHistogram, sizes: SplitSizes, seed: number): CutPlan {
  const ofClasses = stratifiedSizes(histogram.labels, classSizes(histogram), sizes, seed);
  return planCuts(histogram, ofClasses.map(endsOf), seed);
}

/** The second pass of a stratified split over a block of rows. */
export function classCandidates(encoded: EncodedLabels, firstRow: number, plan: CutPlan): CutCandidates {
  const classes = classesOf(encoded, plan.labels);
  return findCandidates({ firstRow, length: classes.length, classes }, plan);
}

/** The rule of a stratified split, from what the second pass found in all blocks. */
export function stratifiedRule(plan: CutPlan, candidates: readonly CutCandidates[]): SplitRule {
  return { kind: "shuffled", seed: plan.seed, labels: plan.labels, cuts: resolveCuts(plan, candidates) };
}

/** For each row the place of its label in `labels`, which must have it: the `classes` of a {@link RowBlock}. */
export function classesOf(encoded: EncodedLabels, labels: readonly Label[]): Int32Array {
  const places = new Map(labels.map((label, place) => [label, place]));
  const classes = encoded.labels.map((label) => places.get(label) as number);
  return encoded.codes.map((code) => classes[code]);
}

/** Which part a row is in; "none" only if sizes were chosen that leave rows out. */
export function partOf(rule: SplitRule, row: number, ofClass = 0): "train" | "test" | "none" {
  if (rule.kind === "ordered") {
    return row < rule.nTrain ? "train" : row < rule.nTrain + rule.nTest ? "test" : "none";
  }
  return (["test", "train", "none"] as const)[partAt(rule.seed, row, rule.cuts[ofClass])];
}

/** The rows of a block that are in a part, as places within the block, in order. */
export function rowsOfPart(rule: SplitRule, block: RowBlock, part: "train" | "test"): Uint32Array {
  const rows = new Uint32Array(block.length);
  let found = 0;
  for (let i = 0; i < block.length; i++) {
    if (partOf(rule, block.firstRow + i, block.classes?.[i]) === part) rows[found++] = i;
  }
  return rows.slice(0, found);
}

function endsOf({ nTrain, nTest }: SplitSizes): number[] {
  return [nTest, nTest + nTrain];
}
