/**
 * Which row is for training and which for testing, without holding a row: a rule decides by the row's number (and its
 * class, when stratified) alone, so any worker can apply it to any block. Rows are put in a random but fixed order by
 * the hash of their numbers; the first are the test part, the next the training part.
 *
 * Exact sizes need the place in that order where a part ends. It is found in two passes over the rows and in memory
 * that hardly grows with them: count the rows in 1024 equal ranges of hashes, then look into the ranges with an end only.
 */
import { type EncodedLabels, type Label, requireComplete, uniteLabels } from "../metrics/labels.js";
import { rowHash } from "./row-hash.js";
import { type SplitSizes, stratifiedSizes } from "./split-sizes.js";

/** A place in the order of rows by hash, then by number: the first row that is not in front of it. */
export interface Cut {
  readonly hash: number;
  readonly row: number;
}

/** Where the parts of a class end: test rows stand before `test`, training rows from there to before `train`. */
export interface ClassCuts {
  readonly test: Cut;
  readonly train: Cut;
}

/** Plain data; may travel between threads. */
export type SplitRule =
  /** Not shuffled: the first rows are for training, the next for testing. */
  | { readonly kind: "ordered"; readonly nTrain: number; readonly nTest: number }
  /** Shuffled. `labels` and `cuts` have an entry a class when stratified; otherwise there is one cut for all rows. */
  | {
      readonly kind: "shuffled";
      readonly seed: number;
      readonly labels?: readonly Label[];
      readonly cuts: readonly ClassCuts[];
    };

/** Rows numbered on from `firstRow`; `classes[i]` is the class of row `firstRow + i` when stratified, as its place in `labels`. */
export interface RowBlock {
  readonly firstRow: number;
  readonly length: number;
  readonly classes?: Int32Array;
}

/** Rows of each class by range of hashes: classes × 1024. */
export interface HashHistogram {
  readonly labels: readonly Label[];
  readonly counts: Uint32Array;
}

/** What the second pass looks for: for each class two ends (test, train), as a range of hashes and a rank within it. */
export interface CutPlan {
  readonly seed: number;
  readonly labels: readonly Label[];
  readonly ranges: Int32Array;
  readonly ranks: Float64Array;
}

/** The rows in ranges that hold an end. */
export interface CutCandidates {
  readonly classes: readonly number[];
  readonly hashes: readonly number[];
  readonly rows: readonly number[];
}

const RANGES = 1024;
const RANGE_WIDTH = 2 ** 53 / RANGES;

/** Behind every row. */
const END: Cut = { hash: 2 ** 53, row: 0 };

/** The rule without shuffling: the test rows follow the training rows, and are the last if no row is left out. */
export function orderedRule({ nTrain, nTest }: SplitSizes): SplitRule {
  return { kind: "ordered", nTrain, nTest };
}

/** The rule of a shuffled split of `n` rows. Hashes every row twice: some 90 ns a row, on the calling thread. */
export function randomRule(n: number, sizes: SplitSizes, seed: number): SplitRule {
  const rows: RowBlock = { firstRow: 0, length: n };
  const labels = [0];
  const plan = planCuts({ labels, counts: countHashes(rows, 1, seed) }, [sizes], seed);
  return { kind: "shuffled", seed, cuts: resolveCuts(plan, [findCandidates(rows, plan)]) };
}

/**
 * The first pass of a stratified split over a block of rows.
 *
 * @throws {TypeError} a row has no label.
 */
export function classHistogram(encoded: EncodedLabels, firstRow: number, seed: number): HashHistogram {
  requireComplete(encoded, "stratify");
  const { labels, codes } = encoded;
  return { labels, counts: countHashes({ firstRow, length: codes.length, classes: codes }, labels.length, seed) };
}

/** Adds up histograms of blocks, which may have seen different classes; the sum's labels are sorted. */
export function mergeHistograms(parts: readonly HashHistogram[]): HashHistogram {
  const labels = uniteLabels(
    parts.map((part) => part.labels),
    "stratify",
  );
  const places = new Map(labels.map((label, place) => [label, place]));
  const counts = new Uint32Array(labels.length * RANGES);
  for (const part of parts) {
    for (const [i, label] of part.labels.entries()) {
      const to = (places.get(label) as number) * RANGES;
      for (let range = 0; range < RANGES; range++) counts[to + range] += part.counts[i * RANGES + range];
    }
  }
  return { labels, counts };
}

/**
 * What the second pass of a stratified split is to look for.
 *
 * @throws {RangeError} the classes are too small, or too many for the sizes.
 */
export function planStratified(histogram: HashHistogram, sizes: SplitSizes, seed: number): CutPlan {
  const { labels, counts } = histogram;
  const rows = labels.map((_, i) => counts.subarray(i * RANGES, (i + 1) * RANGES).reduce((a, b) => a + b, 0));
  return planCuts(histogram, stratifiedSizes(labels, rows, sizes, seed), seed);
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
  const { test, train } = rule.cuts[ofClass];
  const hash = rowHash(rule.seed, row);
  return isBefore(hash, row, test) ? "test" : isBefore(hash, row, train) ? "train" : "none";
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

function isBefore(hash: number, row: number, cut: Cut): boolean {
  return hash < cut.hash || (hash === cut.hash && row < cut.row);
}

function countHashes(block: RowBlock, classes: number, seed: number): Uint32Array {
  const counts = new Uint32Array(classes * RANGES);
  for (let i = 0; i < block.length; i++) {
    const range = Math.floor(rowHash(seed, block.firstRow + i) / RANGE_WIDTH);
    counts[(block.classes?.[i] ?? 0) * RANGES + range] += 1;
  }
  return counts;
}

function planCuts({ labels, counts }: HashHistogram, sizes: readonly SplitSizes[], seed: number): CutPlan {
  const ranges = new Int32Array(2 * sizes.length);
  const ranks = new Float64Array(2 * sizes.length);
  for (const [i, { nTrain, nTest }] of sizes.entries()) {
    for (const [end, before] of [nTest, nTest + nTrain].entries()) {
      let range = 0;
      let rank = before;
      while (range < RANGES && rank >= counts[i * RANGES + range]) {
        rank -= counts[i * RANGES + range];
        range += 1;
      }
      ranges[2 * i + end] = range;
      ranks[2 * i + end] = rank;
    }
  }
  return { seed, labels, ranges, ranks };
}

function findCandidates(block: RowBlock, { seed, ranges }: CutPlan): CutCandidates {
  const found = { classes: [] as number[], hashes: [] as number[], rows: [] as number[] };
  for (let i = 0; i < block.length; i++) {
    const row = block.firstRow + i;
    const hash = rowHash(seed, row);
    const range = Math.floor(hash / RANGE_WIDTH);
    const ofClass = block.classes?.[i] ?? 0;
    if (range !== ranges[2 * ofClass] && range !== ranges[2 * ofClass + 1]) continue;
    found.classes.push(ofClass);
    found.hashes.push(hash);
    found.rows.push(row);
  }
  return found;
}

function resolveCuts({ labels, ranges, ranks }: CutPlan, candidates: readonly CutCandidates[]): ClassCuts[] {
  const ordered: Cut[][] = labels.map(() => []);
  for (const { classes, hashes, rows } of candidates) {
    for (const [i, ofClass] of classes.entries()) ordered[ofClass].push({ hash: hashes[i], row: rows[i] });
  }
  return ordered.map((cuts, i) => {
    cuts.sort((a, b) => a.hash - b.hash || a.row - b.row);
    const cutAt = (end: number): Cut => {
      const range = ranges[end];
      if (range === RANGES) return END;
      const first = cuts.findIndex((cut) => Math.floor(cut.hash / RANGE_WIDTH) === range);
      return cuts[first + ranks[end]];
    };
    return { test: cutAt(2 * i), train: cutAt(2 * i + 1) };
  });
}
