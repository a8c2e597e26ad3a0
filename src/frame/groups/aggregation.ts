import type { DType } from "../../partition/partition.js";
import { kindOf } from "../expression/operand.js";

/** What can be asked of a group's rows. */
export type AggregationName =
  | "size"
  | "count"
  | "sum"
  | "mean"
  | "std"
  | "var"
  | "min"
  | "max"
  | "first"
  | "last"
  | "nUnique"
  | "median";

/** One column of aggregates, named `name`. Only "size" is of no column. */
export interface Aggregation {
  readonly column: string | undefined;
  readonly how: AggregationName;
  readonly name: string;
}

export const aggregationNames: readonly AggregationName[] = [
  "size",
  "count",
  "sum",
  "mean",
  "std",
  "var",
  "min",
  "max",
  "first",
  "last",
  "nUnique",
  "median",
];

/** The dtype of an aggregate of a column, or undefined if there is none: texts and datetimes have no sum. */
export function aggregateDType(how: AggregationName, dtype: DType): DType | undefined {
  switch (how) {
    case "size":
    case "count":
    case "nUnique":
      return "int32";
    case "sum":
    case "mean":
    case "std":
    case "var":
    case "median":
      return kindOf(dtype) === "number" || dtype === "boolean" ? "float64" : undefined;
    default:
      return dtype;
  }
}
