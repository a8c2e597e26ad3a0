import { concatColumns } from "../../partition/concat-partitions.js";
import type { Column } from "../../partition/partition.js";
import { groupRows } from "../groups/group-rows.js";

/** Pairs of rows with equal keys, in the order of the left rows, and for each of those in that of the right ones. */
export interface Matches {
  readonly left: Int32Array;
  /** -1 for a left row that has no match. */
  readonly right: Int32Array;
  /** The right rows that have no match, ascending. */
  readonly unmatched: Int32Array;
}

/**
 * Finds the pairs. Missing keys match each other, as in pandas.
 *
 * @param keepLeft - whether left rows without a match are kept.
 */
export function matchRows(
  left: readonly Column[],
  leftRows: number,
  right: readonly Column[],
  rightRows: number,
  keepLeft: boolean,
): Matches {
  const columns = left.map((column, i) => concatColumns([column, right[i]]));
  const { ids, first } = groupRows(columns, leftRows + rightRows);
  const { starts, rows } = rowsByGroup(ids.subarray(leftRows), first.length);
  const matched = new Uint8Array(first.length);
  let pairs = 0;
  for (let row = 0; row < leftRows; row++) {
    const count = starts[ids[row] + 1] - starts[ids[row]];
    matched[ids[row]] = 1;
    pairs += count === 0 && keepLeft ? 1 : count;
  }
  const [leftPlaces, rightPlaces] = [new Int32Array(pairs), new Int32Array(pairs)];
  let at = 0;
  for (let row = 0; row < leftRows; row++) {
    const [from, to] = [starts[ids[row]], starts[ids[row] + 1]];
    if (from === to && keepLeft) {
      leftPlaces[at] = row;
      rightPlaces[at++] = -1;
    }
    for (let i = from; i < to; i++) {
      leftPlaces[at] = row;
      rightPlaces[at++] = rows[i];
    }
  }
  const unmatched = new Int32Array(rightRows);
  let alone = 0;
  for (let row = 0; row < rightRows; row++) if (matched[ids[leftRows + row]] === 0) unmatched[alone++] = row;
  return { left: leftPlaces, right: rightPlaces, unmatched: unmatched.slice(0, alone) };
}

/** The rows of each group, ascending: those of group `g` from `starts[g]` up to `starts[g + 1]`. */
export function rowsByGroup(ids: Int32Array, groups: number): { starts: Uint32Array; rows: Uint32Array } {
  const starts = new Uint32Array(groups + 1);
  for (let row = 0; row < ids.length; row++) starts[ids[row] + 1] += 1;
  for (let group = 0; group < groups; group++) starts[group + 1] += starts[group];
  const next = starts.slice(0, groups);
  const rows = new Uint32Array(ids.length);
  for (let row = 0; row < ids.length; row++) rows[next[ids[row]]++] = row;
  return { starts, rows };
}
