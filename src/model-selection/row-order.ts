/**
 * Rows in a random but fixed order: that of the hashes of their numbers. Parts of that order are told by the places where
 * they end, so any worker can say which part a row is in without knowing another row.
 *
 * Exact sizes need those places. They are found in two passes over the rows and in memory that hardly grows with them:
 * count the rows in 1024 equal ranges of hashes, then look into the ranges with an end only.
 */
import { type Label, uniteLabels } from "../metrics/labels.js";
import { rowHash } from "./row-hash.js";

/** A place in the order of rows by hash, then by number: the first row that is not in front of it. */
export interface Cut {
  readonly hash: number;
  readonly row: number;
}

/** Rows numbered on from `firstRow`; `classes[i]` is the class of row `firstRow + i` when stratified, as its place in a list. */
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

/** What the second pass looks for: the ends of each class, as a range of hashes and a rank within it. */
export interface CutPlan {
  readonly seed: number;
  readonly labels: readonly Label[];
  /** How many ends each class has. */
  readonly ends: number;
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

/** The first pass over a block of rows. */
export function countHashes(block: RowBlock, labels: readonly Label[], seed: number): HashHistogram {
  const counts = new Uint32Array(labels.length * RANGES);
  for (let i = 0; i < block.length; i++) {
    const range = Math.floor(rowHash(seed, block.firstRow + i) / RANGE_WIDTH);
    counts[(block.classes?.[i] ?? 0) * RANGES + range] += 1;
  }
  return { labels, counts };
}

/** Adds up histograms of blocks, which may have seen different classes; the sum's labels are sorted. */
export function mergeHistograms(parts: readonly HashHistogram[], name: string): HashHistogram {
  const labels = uniteLabels(
    parts.map((part) => part.labels),
    name,
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

/** How many rows each class has. */
export function classSizes({ labels, counts }: HashHistogram): number[] {
  return labels.map((_, i) => counts.subarray(i * RANGES, (i + 1) * RANGES).reduce((a, b) => a + b, 0));
}

/**
 * What the second pass is to look for.
 *
 * @param ends - for each class, how many of its rows stand in front of each end; ascending, as many ends for each.
 */
export function planCuts(
  { labels, counts }: HashHistogram,
  ends: readonly (readonly number[])[],
  seed: number,
): CutPlan {
  const each = ends[0].length;
  const ranges = new Int32Array(each * ends.length);
  const ranks = new Float64Array(each * ends.length);
  for (const [i, ofClass] of ends.entries()) {
    for (const [end, before] of ofClass.entries()) {
      let range = 0;
      let rank = before;
      while (range < RANGES && rank >= counts[i * RANGES + range]) {
        rank -= counts[i * RANGES + range];
        range += 1;
      }
      ranges[each * i + end] = range;
      ranks[each * i + end] = rank;
    }
  }
  return { seed, labels, ends: each, ranges, ranks };
}

/** The second pass over a block of rows. */
export function findCandidates(block: RowBlock, { seed, ends, ranges }: CutPlan): CutCandidates {
  const found = { classes: [] as number[], hashes: [] as number[], rows: [] as number[] };
  const wanted = new Uint8Array((ranges.length / ends) * RANGES);
  for (const [end, range] of ranges.entries()) {
    if (range < RANGES) wanted[Math.floor(end / ends) * RANGES + range] = 1;
  }
  for (let i = 0; i < block.length; i++) {
    const row = block.firstRow + i;
    const hash = rowHash(seed, row);
    const ofClass = block.classes?.[i] ?? 0;
    if (wanted[ofClass * RANGES + Math.floor(hash / RANGE_WIDTH)] === 0) continue;
    found.classes.push(ofClass);
    found.hashes.push(hash);
    found.rows.push(row);
  }
  return found;
}

/** For each class the places where its parts end, from what the second pass found in all blocks. */
export function resolveCuts(
  { labels, ends, ranges, ranks }: CutPlan,
  candidates: readonly CutCandidates[],
): (readonly Cut[])[] {
  const ordered: Cut[][] = labels.map(() => []);
  for (const { classes, hashes, rows } of candidates) {
    for (const [i, ofClass] of classes.entries()) ordered[ofClass].push({ hash: hashes[i], row: rows[i] });
  }
  return ordered.map((cuts, i) => {
    cuts.sort((a, b) => a.hash - b.hash || a.row - b.row);
    return Array.from({ length: ends }, (_, end) => {
      const range = ranges[ends * i + end];
      if (range === RANGES) return END;
      const first = cuts.findIndex((cut) => Math.floor(cut.hash / RANGE_WIDTH) === range);
      return cuts[first + ranks[ends * i + end]];
    });
  });
}

/** Which part of the order a row is in: how many of the ends it does not stand in front of. */
export function partAt(seed: number, row: number, cuts: readonly Cut[]): number {
  const hash = rowHash(seed, row);
  let part = 0;
  while (part < cuts.length && !isBefore(hash, row, cuts[part])) part += 1;
  return part;
}

function isBefore(hash: number, row: number, cut: Cut): boolean {
  return hash < cut.hash || (hash === cut.hash && row < cut.row);
}
