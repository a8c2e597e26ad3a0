import type { Column, Int32Column, Partition } from "../../partition/partition.js";
import { pickRows, rowNumbers, select } from "../column-work.js";
import { groupRows } from "../groups/group-rows.js";
import { piecesByHash } from "./hash-rows.js";
import { type Scattered, scatter } from "./scatter.js";

/** Key columns under their places as names, and after them the number of their partition, "part", and their own in it, "row". */
export function numberedKeys({ length, columns }: Partition, part: number): Partition {
  return {
    length,
    names: [...columns.map((_, i) => String(i)), "part", "row"],
    columns: [
      ...columns,
      { dtype: "int32", values: new Int32Array(length).fill(part) },
      { dtype: "int32", values: new Int32Array(rowNumbers(length)) },
    ],
  };
}

/** The keys, and the numbers, of rows that have both. */
export function partedKeys({ columns }: Partition): { keys: readonly Column[]; parts: Int32Array; rows: Int32Array } {
  const [parts, rows] = (columns.slice(-2) as Int32Column[]).map(({ values }) => values);
  return { keys: columns.slice(0, -2), parts, rows };
}

/** Which of equal rows stays; false: none of them. */
export type Keep = "first" | "last" | false;

/**
 * One row for each combination of keys, with its numbers, in pieces by hash; two of one that comes more than once, where
 * none of these is to stay.
 */
export function distinctKeys(keys: Partition, part: number, pieces: number, keep: Keep): Scattered {
  const { first, last } = endsOfGroups(keys.columns, keys.length);
  const ends = keep === "first" ? first : keep === "last" ? last : new Uint32Array(new Set([...first, ...last]));
  const rows = pickRows(numberedKeys(keys, part), ends.sort());
  return scatter(rows, piecesByHash(rows, partedKeys(rows).keys, pieces), pieces);
}

/** The numbers of the rows to keep, from one piece of the keys of all partitions, in a piece for each of so many partitions. */
export function distinctRows(together: Partition, keep: Keep, npartitions: number): Scattered {
  const { first, last } = endsOfGroups(partedKeys(together).keys, together.length);
  const rows = keep === "first" ? first : keep === "last" ? last : first.filter((row, group) => row === last[group]);
  const kept = pickRows(together, rows.sort());
  return scatter(select(kept, ["row"]), partedKeys(kept).parts, npartitions);
}

/** The first and the last row of each group of equal ones. */
function endsOfGroups(columns: readonly Column[], length: number): { first: Uint32Array; last: Uint32Array } {
  const { ids, first } = groupRows(columns, length);
  const last = new Uint32Array(first.length);
  for (let row = 0; row < length; row++) last[ids[row]] = row;
  return { first, last };
}
