import { OptionError } from "../errors.js";
import { columnFromValues } from "../partition/column-from-values.js";
import type { DType } from "../partition/partition.js";
import type { Scalar } from "./expression/expression.js";
import { kindOf } from "./expression/operand.js";

/** What stands for what: an object by the texts of the values, or a Map by the values. */
export type Mapping = Readonly<Record<string, Scalar | null>> | ReadonlyMap<Scalar, Scalar | null>;

/** The values to map, those that stand for them, and the dtype of these, as `map` of an expression takes them. */
export function mappingParams(mapping: Mapping, dtype: DType): [unknown[], unknown[], DType] {
  if (typeof mapping !== "object" || mapping === null) {
    throw new OptionError("map takes what stands for each value, as an object or a Map: map({ a: 1, b: 2 }).", {
      option: "mapping",
      value: mapping,
    });
  }
  const entries = mapping instanceof Map ? [...mapping] : Object.entries(mapping);
  const from = entries.map(([value]) => read(value, dtype));
  const to = entries.map(([, value]) => value);
  return [from, to, columnFromValues(to, "What map gives").dtype];
}

/** A key as the values of a column are: text as it is, the texts of numbers and booleans as these, dates in milliseconds. */
function read(key: unknown, dtype: DType): unknown {
  if (key instanceof Date) return key.getTime();
  if (typeof key !== "string") return key;
  switch (kindOf(dtype)) {
    case "number":
      return key.trim() === "" ? key : Number(key);
    case "boolean":
      return key === "true" ? true : key === "false" ? false : key;
    case "datetime":
      return new Date(key).getTime();
    default:
      return key;
  }
}
