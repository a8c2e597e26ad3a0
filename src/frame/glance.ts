import { fromArrowBytes, toArrowBytes } from "../partition/arrow.js";
import { isMissing, type Partition } from "../partition/partition.js";
import { sliceRows } from "./column-work.js";

/** What a partition tells of itself when its rows have been computed. */
export interface PartGlance {
  readonly rows: number;
  /** By column, how many values are missing. */
  readonly missing: readonly number[];
  /** As Arrow bytes. */
  readonly first: Uint8Array;
}

/** What is told of rows that have been computed. */
export interface Glance extends Pick<PartGlance, "missing"> {
  readonly rows: number;
  /** The rows of the first partition, as far as the views show them. */
  readonly first: Partition;
}

const mostFirst = 100;

/** Counts the rows of a partition and the values that are missing; one pass over its columns. */
export function glanceAt(bytes: Uint8Array): PartGlance {
  const partition = fromArrowBytes(bytes);
  const missing = partition.columns.map((column) => {
    let count = 0;
    for (let row = 0; row < partition.length; row++) if (isMissing(column, row)) count += 1;
    return count;
  });
  return { rows: partition.length, missing, first: toArrowBytes(sliceRows(partition, 0, mostFirst)) };
}

/** What the partitions tell, as one. */
export function joinGlances(parts: readonly PartGlance[]): Glance {
  return {
    rows: parts.reduce((sum, { rows }) => sum + rows, 0),
    missing: parts[0].missing.map((_, column) => parts.reduce((sum, { missing }) => sum + missing[column], 0)),
    first: fromArrowBytes(parts[0].first),
  };
}
