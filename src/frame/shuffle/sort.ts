import { compareText } from "../../partition/compare-text.js";
import { concatPartitions } from "../../partition/concat-partitions.js";
import type { Column, Partition } from "../../partition/partition.js";
import { hash32 } from "../../random.js";
import { pickRows, select } from "../column-work.js";
import { compareWords, keyWords, type SortKey, sortedOrder } from "./sort-order.js";

/** Rows sampled of each partition: enough that the pieces between the cuts differ little in size. */
const sampledRows = 1000;

/** The rows in the order of the keys; equal ones stay in their order. A copy. */
export function sortRows(rows: Partition, by: readonly SortKey[]): Partition {
  return pickRows(rows, orderOf(rows, by));
}

/** The first `n` rows in the order of the keys. A copy. */
export function topRows(rows: Partition, by: readonly SortKey[], n: number): Partition {
  return pickRows(rows, orderOf(rows, by).slice(0, n));
}

/** Some of the rows, chosen by a hash of their place. */
export function sampleRows(rows: Partition): Partition {
  if (rows.length <= sampledRows) return rows;
  const chosen = Uint32Array.from({ length: sampledRows }, (_, i) => {
    const from = Math.floor((i * rows.length) / sampledRows);
    const to = Math.floor(((i + 1) * rows.length) / sampledRows);
    return from + (hash32(0, i) % (to - from));
  });
  return pickRows(rows, chosen);
}

/** The keys at which to cut samples of all partitions into `pieces` of about equal size, as rows. */
export function findCuts(samples: readonly Partition[], by: readonly SortKey[], pieces: number): Partition {
  const sorted = sortRows(concatPartitions(samples), by);
  const places = Array.from({ length: pieces - 1 }, (_, i) => Math.floor(((i + 1) * sorted.length) / pieces));
  return pickRows(sorted, Uint32Array.from(sorted.length === 0 ? [] : places));
}

/** For each row the number of cuts that are not above it, which is the piece it belongs to. */
export function piecesByCuts(rows: Partition, by: readonly SortKey[], cuts: Partition): Uint32Array {
  const names = by.map((key) => key.name);
  const together = concatPartitions([select(cuts, names), select(rows, names)]);
  const marks = keyColumns(cuts, by).map(textsOf);
  const words = keyColumns(together, by).flatMap((column, i) => keyWords(column, by[i], marks[i]));
  const pieces = new Uint32Array(rows.length);
  const firsts = words[0];
  const { least, most, shift, starts } = bucketsOf(firsts.subarray(0, cuts.length));
  for (let row = 0; row < pieces.length; row++) {
    const first = firsts[cuts.length + row];
    if (first < least) continue;
    const bucket = (first - least) >>> shift;
    let low = first > most ? cuts.length : starts[bucket];
    let high = first > most ? cuts.length : starts[bucket + 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareWords(words, middle, cuts.length + row) <= 0) low = middle + 1;
      else high = middle;
    }
    pieces[row] = low;
  }
  return pieces;
}

/** Where to look for a row among the cuts: by the upper bits of how far its first word is above that of the first cut. */
interface Buckets {
  /** The first words of the first and the last cut. */
  readonly least: number;
  readonly most: number;
  readonly shift: number;
  /** The cuts of bucket `b` are those from `starts[b]` up to `starts[b + 1]`: the ones before are below it. */
  readonly starts: Uint32Array;
}

function bucketsOf(firsts: Uint32Array): Buckets {
  const [least, most] = [firsts[0] ?? 0, firsts[firsts.length - 1] ?? 0];
  const shift = Math.max(0, 22 - Math.clz32(most - least));
  const starts = new Uint32Array(((most - least) >>> shift) + 2);
  for (const first of firsts) starts[((first - least) >>> shift) + 1] += 1;
  for (let bucket = 1; bucket < starts.length; bucket++) starts[bucket] += starts[bucket - 1];
  return { least, most, shift, starts };
}

function orderOf(rows: Partition, by: readonly SortKey[]): Uint32Array {
  return sortedOrder(
    keyColumns(rows, by).flatMap((column, i) => keyWords(column, by[i])),
    rows.length,
  );
}

function keyColumns(rows: Partition, by: readonly SortKey[]): Column[] {
  return [
    ...select(
      rows,
      by.map((key) => key.name),
    ).columns,
  ];
}

/** The different texts of a column in their order; undefined if it holds none. */
function textsOf(column: Column): string[] | undefined {
  if (!("codes" in column)) return undefined;
  const texts = new Set<string>();
  for (const code of column.codes) if (code >= 0) texts.add(column.dictionary[code]);
  return [...texts].sort(compareText);
}
