import type { ParquetElement } from "./parquet-source.js";

/**
 * How a column is read. An `integer` becomes int32 where the footers tell that all its values fit, else float64; a
 * `decimal` the float64 nearest to each value.
 */
export type ColumnKind = "int32" | "integer" | "float64" | "decimal" | "boolean" | "datetime" | "string" | "nothing";

/**
 * How a column is read, from what the footer says of it; undefined for one that no dtype of ours holds: lists, maps
 * and structs, times of day, intervals, raw bytes of fixed length, geometries.
 *
 * Bytes without an annotation count as text, as old writers left it out; reading them checks that they are.
 */
export function kindOf(element: ParquetElement): ColumnKind | undefined {
  const { type, converted_type: converted, logical_type: logical } = element;
  if (type === undefined || element.num_children || element.repetition_type === "REPEATED") return undefined;
  switch (logical?.type ?? converted) {
    case "NULL":
      return "nothing";
    case "DECIMAL":
      return "decimal";
    case "DATE":
    case "TIMESTAMP":
    case "TIMESTAMP_MILLIS":
    case "TIMESTAMP_MICROS":
      return "datetime";
    case "UUID":
    case "STRING":
    case "UTF8":
    case "ENUM":
    case "JSON":
      return "string";
    case "FLOAT16":
      return "float64";
    case undefined:
    case "INTEGER":
    case "UINT_8":
    case "UINT_16":
    case "UINT_32":
    case "UINT_64":
    case "INT_8":
    case "INT_16":
    case "INT_32":
    case "INT_64":
      return physicalKind(element);
    default:
      return undefined;
  }
}

function physicalKind({ type, converted_type: converted, logical_type: logical }: ParquetElement) {
  switch (type) {
    case "BOOLEAN":
      return "boolean";
    case "INT32":
      return converted === "UINT_32" || (logical?.bitWidth === 32 && logical.isSigned === false) ? "integer" : "int32";
    case "INT64":
      return "integer";
    case "INT96":
      return "datetime";
    case "FLOAT":
    case "DOUBLE":
      return "float64";
    case "BYTE_ARRAY":
      return "string";
    default:
      return undefined;
  }
}

/** What a column that cannot be read holds, as a message says it. */
export function whatItHolds({ type, num_children: children, ...element }: ParquetElement): string {
  const name = (element.logical_type?.type ?? element.converted_type ?? type ?? "").toLowerCase();
  if (children || element.repetition_type === "REPEATED")
    return name === "" ? "nested values" : `nested values (${name})`;
  return name === "fixed_len_byte_array" ? "raw bytes" : `values of type ${name}`;
}
