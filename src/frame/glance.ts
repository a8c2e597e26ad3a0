import { countsOf, fromArrowBytes, toArrowBytes } from "../partition/arrow.js";
import type { Partition } from "../partition/partition.js";
import { sliceRows } from "./column-work.js";

/** What a partition tells of itself when its rows have been computed. */
export interface PartGlance {
  readonly rows: number;
  /** By column, how many values are missing. */
  readonly missing: readonly number[];
  /** The first rows as Arrow bytes, where they are wanted. */
  readonly first: Uint8Array | undefined;
}

/** What is told of rows that have been computed. */
export interface Glance extends Pick<PartGlance, "missing"> {
  readonly rows: number;
  /** The rows of the first partition, as far as the views show them. */
  readonly first: Partition;
}

const mostFirst = 100;

/** What the bytes of a partition say of its rows and of the values that are missing; the values are only looked at for the first rows. */
export function glanceAt(bytes: Uint8Array, wantsFirst: boolean): PartGlance {
  const first = wantsFirst ? toArrowBytes(sliceRows(fromArrowBytes(bytes), 0, mostFirst)) : undefined;
  return { ...countsOf(bytes), first };
}

/** What the partitions tell, as one; the first of them with its first rows. */
export function joinGlances(parts: readonly PartGlance[]): Glance {
  return {
    rows: parts.reduce((sum, { rows }) => sum + rows, 0),
    missing: parts[0].missing.map((_, column) => parts.reduce((sum, { missing }) => sum + missing[column], 0)),
    first: fromArrowBytes(parts[0].first as Uint8Array),
  };
}
