import type { BooleanColumn, Column, Float64Column, Int32Column, Partition, StringColumn } from "./partition.js";

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
  const joined = new type(parts.reduce((sum, { values }) => sum + values.length, 0));
  let at = 0;
  for (const { values } of parts) {
    joined.set(values, at);
    at += values.length;
  }
  return joined;
}

function joinValid(columns: readonly (Int32Column | BooleanColumn)[]): { valid?: Uint8Array } {
  if (columns.every(({ valid }) => valid === undefined)) return {};
  const parts = columns.map(({ valid, values }) => ({ values: valid ?? new Uint8Array(values.length).fill(1) }));
  return { valid: join(Uint8Array, parts) };
}

/** Only texts that a row uses are looked up, so that pieces of partitions cost what they hold. */
function joinText(columns: readonly StringColumn[], dtype: "string" | "category"): StringColumn {
  const places = new Map<string, number>();
  const parts = columns.map(({ codes, dictionary }) => {
    const moved = new Int32Array(dictionary.length).fill(-1);
    const values = new Int32Array(codes.length);
    for (let row = 0; row < codes.length; row++) {
      const code = codes[row];
      if (code >= 0 && moved[code] < 0) {
        const place = places.get(dictionary[code]) ?? places.size;
        places.set(dictionary[code], place);
        moved[code] = place;
      }
      values[row] = code < 0 ? -1 : moved[code];
    }
    return { values };
  });
  return { dtype, codes: join(Int32Array, parts), dictionary: [...places.keys()] };
}
