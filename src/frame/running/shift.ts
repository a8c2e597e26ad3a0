import { concatPartitions } from "../../partition/concat-partitions.js";
import type { Partition } from "../../partition/partition.js";
import { sliceRows } from "../column-work.js";
import { missingColumn } from "../shuffle/join.js";

/**
 * The rows of a partition that a neighbour takes for a shift: the last ones for a shift down, by a positive number of
 * rows, the first ones for a shift up.
 */
export function edgeOf(rows: Partition, periods: number): Partition {
  return periods > 0 ? sliceRows(rows, rows.length - periods, rows.length) : sliceRows(rows, 0, -periods);
}

/** The edge of a partition and of all that lie on the side from which it is taken. */
export function joinEdges(farther: Partition, own: Partition, periods: number): Partition {
  return edgeOf(concatPartitions(periods > 0 ? [farther, own] : [own, farther]), periods);
}

/** Each row becomes that which stands so many rows before it; what comes from beyond all rows is missing. */
export function shiftRows(rows: Partition, edge: Partition | undefined, periods: number): Partition {
  const missing = Math.min(Math.abs(periods) - (edge?.length ?? 0), rows.length);
  const beyond: Partition = {
    ...rows,
    length: missing,
    columns: rows.columns.map(({ dtype }) => missingColumn(dtype, missing)),
  };
  const found = edge === undefined ? [] : [edge];
  const together = concatPartitions(periods > 0 ? [beyond, ...found, rows] : [rows, ...found, beyond]);
  const from = periods > 0 ? 0 : together.length - rows.length;
  return sliceRows(together, from, from + rows.length);
}
