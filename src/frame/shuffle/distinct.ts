import { concatPartitions } from "../../partition/concat-partitions.js";
import type { Partition } from "../../partition/partition.js";
import { pickRows, rowNumbers } from "../column-work.js";
import { groupRows } from "../groups/group-rows.js";
import { piecesByHash } from "./hash-rows.js";
import { type Scattered, scatter } from "./scatter.js";

/** Key columns under their places as names, and their rows' numbers as the last column, "row". */
export function numberedKeys({ length, columns }: Partition): Partition {
  const values = new Int32Array(rowNumbers(length));
  return {
    length,
    names: [...columns.map((_, i) => String(i)), "row"],
    columns: [...columns, { dtype: "int32", values }],
  };
}

/** One row for each combination of keys, with its number, in pieces by hash. */
export function distinctKeys(keys: Partition, pieces: number, keep: "first" | "last"): Scattered {
  const rows = pickRows(numberedKeys(keys), keptRows(keys, keep));
  return scatter(rows, piecesByHash(rows, rows.columns.slice(0, -1), pieces), pieces);
}

/** The numbers of the rows to keep in each partition, from one piece of the keys of all. */
export function distinctRows(parts: readonly Partition[], keep: "first" | "last"): Uint32Array[] {
  const together = concatPartitions(parts);
  const numbers = together.columns[together.columns.length - 1];
  const kept = keptRows({ ...together, columns: together.columns.slice(0, -1) }, keep);
  let [from, place] = [0, 0];
  return parts.map(({ length }) => {
    const own: number[] = [];
    for (; place < kept.length && kept[place] < from + length; place++)
      own.push((numbers as { values: Int32Array }).values[kept[place]]);
    from += length;
    return Uint32Array.from(own);
  });
}

/** The first or the last row of each group of equal ones, ascending. */
function keptRows({ length, columns }: Partition, keep: "first" | "last"): Uint32Array {
  const { ids, first } = groupRows(columns, length);
  if (keep === "first") return first;
  const last = new Uint32Array(first.length);
  for (let row = 0; row < length; row++) last[ids[row]] = row;
  return last.sort();
}
