// The cells of some rows, column by column, each read by the loop of its kind.
import { readFloats, readIntegers } from "./read-numbers";
import { readTexts } from "./read-texts";
import { readBooleans, readDatetimes } from "./read-times";
import { absent, passOdd } from "./state";

/** A column as ../column-values.ts lays it out. */
@unmanaged
class Column {
  kind: u32;
  field: i32;
  /** Where its next values go. */
  values: usize;
  /** The dictionary of a column of text. */
  texts: usize;
  /** How many of the rows read last are left to the caller, and how many values were missing in all others so far. */
  left: i32;
  absent: u32;
}

/** Reads columns that lie one behind the other; how many cells are left in all, listed column by column; -1 when memory is used up. */
export function readColumns(columns: usize, count: i32, rows: i32): i32 {
  let all = 0;
  for (let i = 0; i < count; i++) {
    const column = changetype<Column>(columns + <usize>i * offsetof<Column>());
    const values = column.values;
    let size: usize = 8;
    let left: i32;
    if (column.kind == 0) {
      left = readFloats(column.field, rows, values);
    } else if (column.kind == 1) {
      left = readDatetimes(column.field, rows, values);
    } else if (column.kind == 2) {
      left = readIntegers(column.field, rows, values);
      size = 4;
    } else if (column.kind == 3) {
      left = readBooleans(column.field, rows, values);
      size = 1;
    } else {
      left = readTexts(column.texts, column.field, rows, values);
      size = 4;
      if (left < 0) return -1;
    }
    column.values = values + size * <usize>rows;
    column.left = left;
    column.absent += absent;
    passOdd(left);
    all += left;
  }
  passOdd(-all);
  return all;
}
