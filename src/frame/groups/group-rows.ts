import { dictionarySize } from "../../partition/encoded-texts.js";
import { type Column, isMissing, type StringColumn } from "../../partition/partition.js";
import { NumberTable } from "./number-table.js";

/** Rows by their values in some columns. */
export interface RowGroups {
  /** Each row's group, numbered in the order in which they first come; -1 for a row that is in none. */
  readonly ids: Int32Array;
  /** The first row of each group. */
  readonly first: Uint32Array;
}

/** Codes of a column's values below `size`; 0 is missing. */
interface Codes {
  readonly codes: Int32Array;
  readonly size: number;
}

/** Codes up to this many a row are looked up in a table rather than hashed. */
const tableRoom = 4;
const leastTable = 65_536;

/**
 * Groups rows that have the same values in all of the columns. Missing is a value like others, but a row that
 * lacks a value in one of the columns `required` is in no group.
 */
export function groupRows(columns: readonly Column[], rows: number, required: readonly Column[] = []): RowGroups {
  if (columns.length === 0) return { ids: new Int32Array(rows), first: new Uint32Array(Math.min(1, rows)) };
  const [only] = columns;
  if (columns.length === 1 && "codes" in only) return groupTexts(only, required.includes(only));
  let together: Codes = { codes: new Int32Array(rows), size: 1 };
  const dropped = required.length > 0 ? new Uint8Array(rows) : undefined;
  for (const column of columns) {
    const own = codesOf(column, rows);
    if (dropped !== undefined && required.includes(column))
      for (let row = 0; row < rows; row++) if (own.codes[row] === 0) dropped[row] = 1;
    together = combine(together, own, rows);
  }
  return inOrder(together, rows, dropped);
}

/** Groups by one column of text, whose codes tell them apart; as {@link groupRows}. */
function groupTexts(column: StringColumn, isRequired: boolean): RowGroups {
  const { codes } = column;
  const size = dictionarySize(column) + 1;
  const known = new Int32Array(size).fill(-1);
  const ids = new Int32Array(codes.length);
  const first = new Uint32Array(Math.min(size, codes.length));
  let groups = 0;
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row];
    if (code < 0 && isRequired) {
      ids[row] = -1;
      continue;
    }
    let id = known[code + 1];
    if (id < 0) {
      id = groups++;
      known[code + 1] = id;
      first[id] = row;
    }
    ids[row] = id;
  }
  return { ids, first: first.slice(0, groups) };
}

function codesOf(column: Column, rows: number): Codes {
  const codes = new Int32Array(rows);
  switch (column.dtype) {
    case "string":
    case "category":
      for (let row = 0; row < rows; row++) codes[row] = column.codes[row] + 1;
      return { codes, size: dictionarySize(column) + 1 };
    case "boolean":
      for (let row = 0; row < rows; row++) codes[row] = isMissing(column, row) ? 0 : column.values[row] + 1;
      return { codes, size: 3 };
    default: {
      const table = new NumberTable();
      const { values } = column;
      const valid = column.dtype === "int32" ? column.valid : undefined;
      for (let row = 0; row < rows; row++) {
        const value = values[row];
        codes[row] = Number.isNaN(value) || valid?.[row] === 0 ? 0 : table.id(value) + 1;
      }
      return { codes, size: table.size + 1 };
    }
  }
}

/** Codes of the pairs; made small again when there would be too many for a table. */
function combine(left: Codes, right: Codes, rows: number): Codes {
  if (left.size === 1) return right;
  const size = left.size * right.size;
  const codes = new Int32Array(rows);
  if (size <= Math.max(leastTable, tableRoom * rows)) {
    for (let row = 0; row < rows; row++) codes[row] = left.codes[row] * right.size + right.codes[row];
    return { codes, size };
  }
  const table = new NumberTable();
  for (let row = 0; row < rows; row++) codes[row] = table.id(left.codes[row] * right.size + right.codes[row]);
  return { codes, size: table.size };
}

function inOrder({ codes, size }: Codes, rows: number, dropped: Uint8Array | undefined): RowGroups {
  const known = new Int32Array(size).fill(-1);
  const ids = new Int32Array(rows);
  const first = new Uint32Array(Math.min(size, rows));
  let groups = 0;
  for (let row = 0; row < rows; row++) {
    if (dropped?.[row] === 1) {
      ids[row] = -1;
      continue;
    }
    const code = codes[row];
    if (known[code] < 0) {
      first[groups] = row;
      known[code] = groups++;
    }
    ids[row] = known[code];
  }
  return { ids, first: first.slice(0, groups) };
}
