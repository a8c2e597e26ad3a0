import { type Column, columnLength, isMissing } from "../partition/partition.js";

/** What rows of one group share: text, or a number, which also stands for a date or a truth value. */
export type GroupKey = string | number;

/** The groups of a block of rows. */
export interface GroupCodes {
  /** In the order in which they first come. */
  readonly keys: readonly GroupKey[];
  /** For each row the place of its group in `keys`. */
  readonly codes: Int32Array;
}

/**
 * The groups in a column of any dtype, of which there may be as many as rows.
 *
 * @throws {TypeError} rows have no group.
 */
export function groupCodes(column: Column, owner: string): GroupCodes {
  const places = new Map<GroupKey, number>();
  let missing = 0;
  const codes = Int32Array.from({ length: columnLength(column) }, (_, row) => {
    if (isMissing(column, row)) {
      missing += 1;
      return -1;
    }
    const key = "codes" in column ? column.dictionary[column.codes[row]] : Number(column.values[row]);
    let place = places.get(key);
    if (place === undefined) {
      place = places.size;
      places.set(key, place);
    }
    return place;
  });
  if (missing > 0) {
    throw new TypeError(
      `${owner}: ${missing} of ${codes.length} rows have no group; drop those rows or fill them first.`,
    );
  }
  return { keys: [...places.keys()], codes };
}
