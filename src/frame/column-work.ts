import { withCodes } from "../partition/encoded-texts.js";
import { type BooleanColumn, type Column, type Partition, takeRows } from "../partition/partition.js";
import { maskedRows, type RowMask } from "./row-mask.js";

/** The columns `from` under the names `to`. Copies nothing. */
export function select(partition: Partition, from: readonly string[], to: readonly string[] = from): Partition {
  const places = new Map(partition.names.map((name, i) => [name, i]));
  const columns = from.map((name) => {
    const place = places.get(name);
    if (place === undefined) throw new Error(`A partition has no column ${JSON.stringify(name)}.`);
    return partition.columns[place];
  });
  return { length: partition.length, names: to, columns };
}

/** The rows that the mask keeps; a copy. */
export function filter(partition: Partition, mask: RowMask): Partition {
  return pickRows(partition, maskedRows(mask, partition.length));
}

/** The rows at these places; a copy. */
export function pickRows(partition: Partition, rows: Uint32Array): Partition {
  const columns = partition.columns.map((column) => takeRows(column, rows));
  return { length: rows.length, names: partition.names, columns };
}

/** Rows `start` up to, not including, `end`. Copies nothing. */
export function sliceRows(partition: Partition, start: number, end: number): Partition {
  const [from, to] = [Math.max(0, start), Math.min(partition.length, end)];
  if (from === 0 && to === partition.length) return partition;
  const columns = partition.columns.map((column) => sliceColumn(column, from, Math.max(from, to)));
  return { length: Math.max(0, to - from), names: partition.names, columns };
}

function sliceColumn(column: Column, from: number, to: number): Column {
  switch (column.dtype) {
    case "float64":
    case "datetime":
      return { dtype: column.dtype, values: column.values.subarray(from, to) };
    case "int32":
      return { dtype: "int32", values: column.values.subarray(from, to), valid: column.valid?.subarray(from, to) };
    case "boolean":
      return { dtype: "boolean", values: column.values.subarray(from, to), valid: column.valid?.subarray(from, to) };
    default:
      return withCodes(column, column.codes.subarray(from, to));
  }
}

/** The numbers of so many rows, from 0. */
export function rowNumbers(length: number): Uint32Array {
  const rows = new Uint32Array(length);
  for (let row = 0; row < length; row++) rows[row] = row;
  return rows;
}

/** Two partitions with the same rows, side by side. Copies nothing. */
export function zip(left: Partition, right: Partition): Partition {
  if (left.length !== right.length) {
    throw new Error(`Partitions of ${left.length} and ${right.length} rows cannot stand side by side.`);
  }
  return {
    length: left.length,
    names: [...left.names, ...right.names],
    columns: [...left.columns, ...right.columns],
  };
}

/** The rows in which a condition is true, ascending; a missing one is not. */
export function trueRows(condition: Column): Uint32Array {
  const { values, valid } = condition as BooleanColumn;
  const rows = new Uint32Array(values.length);
  let kept = 0;
  for (let row = 0; row < values.length; row++) if (values[row] === 1 && valid?.[row] !== 0) rows[kept++] = row;
  return rows.slice(0, kept);
}
