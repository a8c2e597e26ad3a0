import { bytesOf, EncodedTexts, encodedColumn } from "./encoded-texts.js";
import type { Column, Partition } from "./partition.js";

/** The partition with its values in memory of its own. */
export function copyPartition({ length, names, columns }: Partition): Partition {
  return { length, names, columns: columns.map(copyColumn) };
}

function copyColumn(column: Column): Column {
  switch (column.dtype) {
    case "float64":
    case "datetime":
      return { dtype: column.dtype, values: column.values.slice() };
    case "int32":
      return { ...column, values: column.values.slice(), ...copyValid(column.valid) };
    case "boolean":
      return { ...column, values: column.values.slice(), ...copyValid(column.valid) };
    case "string":
    case "category": {
      const codes = column.codes.slice();
      const texts = bytesOf(column);
      if (texts === undefined) return { dtype: column.dtype, codes, dictionary: [...column.dictionary] };
      return encodedColumn(column.dtype, codes, new EncodedTexts(texts.bytes.slice(), texts.offsets.slice()));
    }
  }
}

function copyValid(valid: Uint8Array | undefined): { valid?: Uint8Array } {
  return valid === undefined ? {} : { valid: valid.slice() };
}
