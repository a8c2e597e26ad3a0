import type { DType } from "../../partition/partition.js";
import { parseDatetime } from "../csv/parse-datetime.js";

/** What a value of a record is, as far as dtypes go. */
export type JsonKind = "missing" | "integer" | "number" | "boolean" | "datetime" | "text" | "nested";

/** Room for any text that can be a date. */
const scratch = Buffer.alloc(128);

/** The kind of a value. Text that spells an ISO date or date-time is a datetime; undefined is missing. */
export function kindOf(value: unknown): JsonKind {
  switch (typeof value) {
    case "number":
      return value === (value | 0) ? "integer" : "number";
    case "boolean":
      return "boolean";
    case "string":
      return Number.isNaN(millisecondsOf(value)) ? "text" : "datetime";
    default:
      return value === null || value === undefined ? "missing" : "nested";
  }
}

/** Milliseconds since 1970 UTC of a text that spells an ISO date or date-time; NaN for any other. */
export function millisecondsOf(text: string): number {
  return text.length < 10 || text.length > 40 ? Number.NaN : parseDatetime(scratch, 0, scratch.write(text));
}

/** The dtype of a column that holds values of these kinds: string for several that are not all numbers, and for none. */
export function dtypeOf(kinds: ReadonlySet<JsonKind>): DType {
  const present = [...kinds].filter((kind) => kind !== "missing");
  const are = (...allowed: JsonKind[]) => present.length > 0 && present.every((kind) => allowed.includes(kind));
  if (are("integer")) return "int32";
  if (are("integer", "number")) return "float64";
  if (are("boolean")) return "boolean";
  return are("datetime") ? "datetime" : "string";
}
