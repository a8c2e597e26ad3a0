import { joinArrays } from "../join-arrays.js";
import { bytesOf, dictionarySize, EncodedTexts, encodedColumn } from "./encoded-texts.js";
import type { BooleanColumn, Column, Float64Column, Int32Column, Partition, StringColumn } from "./partition.js";
import { TextTable } from "./text-table.js";

/** The rows of several partitions of the same columns, one below the other; a copy, unless there is only one. */
export function concatPartitions(parts: readonly Partition[]): Partition {
  if (parts.length === 1) return parts[0];
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const columns = parts[0].columns.map((_, i) => concatColumns(parts.map((part) => part.columns[i])));
  return { length, names: parts[0].names, columns };
}

/** Columns of one dtype, one below the other. Dictionaries are joined, texts in the order they are first used. */
export function concatColumns(columns: readonly Column[]): Column {
  const { dtype } = columns[0];
  const other = columns.find((column) => column.dtype !== dtype);
  if (other !== undefined)
    throw new TypeError(`A column cannot be ${dtype} in one partition and ${other.dtype} in another.`);
  switch (dtype) {
    case "float64":
    case "datetime":
      return { dtype, values: join(Float64Array, columns as Float64Column[]) };
    case "int32":
      return { dtype, values: join(Int32Array, columns as Int32Column[]), ...joinValid(columns as Int32Column[]) };
    case "boolean":
      return { dtype, values: join(Uint8Array, columns as BooleanColumn[]), ...joinValid(columns as BooleanColumn[]) };
    case "string":
    case "category":
      return joinText(columns as StringColumn[], dtype);
  }
}

function join<T extends Float64Array | Int32Array | Uint8Array>(
  type: new (length: number) => T,
  parts: readonly { readonly values: T }[],
): T {
  return joinArrays(
    parts.map(({ values }) => values),
    (length) => new type(length),
  );
}

function joinValid(columns: readonly (Int32Column | BooleanColumn)[]): { valid?: Uint8Array } {
  if (columns.every(({ valid }) => valid === undefined)) return {};
  const parts = columns.map(({ valid, values }) => ({ values: valid ?? new Uint8Array(values.length).fill(1) }));
  return { valid: join(Uint8Array, parts) };
}

/**
 * Only texts that a row uses are looked up, so that pieces of partitions cost what they hold; by their bytes where all
 * columns hold these, so that no strings are made.
 */
function joinText(columns: readonly StringColumn[], dtype: "string" | "category"): StringColumn {
  const encoded = columns.map((column) => bytesOf(column) ?? (column.dictionary.length === 0 ? noTexts : undefined));
  if (encoded.every((texts) => texts !== undefined)) {
    const table = new TextTable();
    const codes = joinCodes(columns, (column, code) => {
      const { bytes, offsets } = encoded[column];
      return table.place(bytes, offsets[code], offsets[code + 1]);
    });
    return encodedColumn(dtype, codes, table.finish());
  }
  const places = new Map<string, number>();
  const codes = joinCodes(columns, (column, code) => {
    const text = columns[column].dictionary[code];
    const place = places.get(text) ?? places.size;
    places.set(text, place);
    return place;
  });
  return { dtype, codes, dictionary: [...places.keys()] };
}

/** The codes of all columns, as those of `placeOf`, which is asked once for each text of a column that a row has. */
function joinCodes(columns: readonly StringColumn[], placeOf: (column: number, code: number) => number): Int32Array {
  const joined = new Int32Array(columns.reduce((sum, { codes }) => sum + codes.length, 0));
  let at = 0;
  columns.forEach((column, i) => {
    const { codes } = column;
    const moved = new Int32Array(dictionarySize(column)).fill(-1);
    for (let row = 0; row < codes.length; row++) {
      const code = codes[row];
      if (code >= 0 && moved[code] < 0) moved[code] = placeOf(i, code);
      joined[at++] = code < 0 ? -1 : moved[code];
    }
  });
  return joined;
}

const noTexts = new EncodedTexts(new Uint8Array(0), new Int32Array(1));
