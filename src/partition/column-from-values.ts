import type { Column, DType } from "./partition.js";

/** Cells as programs hold them: numbers, strings, booleans, Dates; null, undefined and NaN are missing. */
export type Values = readonly unknown[] | Float64Array | Float32Array | Int32Array | Uint8Array;

/**
 * A column from plain values. The dtype is that of all of them: whole numbers within 32 bits are int32, other numbers
 * float64; numbers with missing values stay what they are. A column of nothing is float64.
 *
 * @param what - how an error names the column.
 * @throws {TypeError} values of several kinds, or of a kind that no dtype holds.
 */
export function columnFromValues(values: Values, what: string): Column {
  const dtype = dtypeOf(values, what);
  switch (dtype) {
    case "float64":
      return { dtype, values: Float64Array.from(values, (value) => (missing(value) ? NaN : (value as number))) };
    case "datetime":
      return {
        dtype,
        values: Float64Array.from(values, (value) => (missing(value) ? NaN : (value as Date).getTime())),
      };
    case "int32":
      return {
        dtype,
        values: Int32Array.from(values, (value) => (missing(value) ? 0 : (value as number))),
        ...valid(values),
      };
    case "boolean":
      return { dtype, values: Uint8Array.from(values, (value) => (value === true ? 1 : 0)), ...valid(values) };
    case "string":
    case "category":
      return textColumn(values);
  }
}

function dtypeOf(values: Values, what: string): DType {
  let dtype: DType | undefined;
  for (const value of values) {
    if (missing(value)) continue;
    const own = dtypeOfValue(value, what);
    if (dtype === undefined || (dtype === "int32" && own === "float64")) dtype = own;
    else if (dtype !== own && !(dtype === "float64" && own === "int32")) {
      throw new TypeError(
        `${what} holds values of several kinds, ${dtype} and ${own}; a column takes one. Turn them all into strings or numbers first.`,
      );
    }
  }
  return dtype ?? "float64";
}

function dtypeOfValue(value: unknown, what: string): DType {
  switch (typeof value) {
    case "number":
      return Number.isInteger(value) && (value | 0) === value && !Object.is(value, -0) ? "int32" : "float64";
    case "string":
      return "string";
    case "boolean":
      return "boolean";
    default:
      if (value instanceof Date) return "datetime";
      throw new TypeError(
        `${what} holds a value that no column takes (${typeof value}); numbers, strings, booleans and Dates are taken.`,
      );
  }
}

function textColumn(values: Values): Column {
  const places = new Map<string, number>();
  const codes = Int32Array.from(values as readonly unknown[], (value) => {
    if (missing(value)) return -1;
    const place = places.get(value as string) ?? places.size;
    places.set(value as string, place);
    return place;
  });
  return { dtype: "string", codes, dictionary: [...places.keys()] };
}

function valid(values: Values): { valid?: Uint8Array } {
  let some = false;
  const present = Uint8Array.from(values as readonly unknown[], (value) => {
    if (!missing(value)) return 1;
    some = true;
    return 0;
  });
  return some ? { valid: present } : {};
}

function missing(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === "number" && Number.isNaN(value));
}
