import { parseDatetime } from "../../io/csv/parse-datetime.js";
import { withCodes } from "../../partition/encoded-texts.js";
import { type Column, cellAt, columnLength, type DType, type StringColumn } from "../../partition/partition.js";
import { type ColumnFunction, fromNumbers, kindOf, TextDictionary, toNumbers } from "./operand.js";

/**
 * Columns as other dtypes. Missing stays missing.
 *
 * Numbers become whole by cutting off the fraction, booleans by not being 0, datetimes by counting milliseconds since
 * 1970. Texts become numbers, booleans ("true", "false") and datetimes (ISO 8601) by being read, and everything becomes
 * text as JavaScript writes it, datetimes in ISO 8601.
 *
 * @throws {RangeError} when it is worked out: a value is not one of the new dtype.
 */
export const cast: ColumnFunction = {
  takes: "a column and a dtype",
  dtype: (_, [dtype]) => dtype as DType,
  run: ([column], _, [dtype]) => castColumn(column as Column, dtype as DType),
};

export function castColumn(column: Column, dtype: DType): Column {
  if (column.dtype === dtype) return column;
  if (kindOf(dtype) === "text") return toText(column, dtype as "string" | "category");
  const numbers = "codes" in column ? readNumbers(column, dtype) : toNumbers(column);
  if (dtype === "int32") return fromNumbers(numbers.map(whole), dtype);
  if (dtype === "boolean") {
    return fromNumbers(
      numbers.map((value) => (Number.isNaN(value) ? value : Number(value !== 0))),
      dtype,
    );
  }
  return fromNumbers(numbers, dtype);
}

function toText(column: Column, dtype: "string" | "category"): Column {
  if ("codes" in column) return withCodes(column, column.codes, dtype);
  const dictionary = new TextDictionary();
  const codes = new Int32Array(columnLength(column));
  for (let row = 0; row < codes.length; row++) {
    const cell = cellAt(column, row);
    codes[row] = dictionary.code(cell === null ? null : cell instanceof Date ? cell.toISOString() : String(cell));
  }
  return { dtype, codes, dictionary: dictionary.texts };
}

function whole(value: number): number {
  const cut = Math.trunc(value);
  if (Math.abs(cut) < 2 ** 31 || cut === -(2 ** 31) || Number.isNaN(cut)) return cut;
  throw new RangeError(`asType: ${value} does not fit into int32, which ends at ±2147483647; use float64.`);
}

/** Each text's number, read once. */
function readNumbers({ codes, dictionary }: StringColumn, dtype: DType): Float64Array {
  const read = new Map<number, number>();
  return Float64Array.from(codes, (code) => {
    if (code < 0) return Number.NaN;
    let number = read.get(code);
    if (number === undefined) {
      number = readText(dictionary[code], dtype);
      read.set(code, number);
    }
    return number;
  });
}

function readText(text: string, dtype: DType): number {
  let value: number | undefined;
  if (dtype === "datetime") {
    const bytes = Buffer.from(text);
    value = parseDatetime(bytes, 0, bytes.length);
    if (Number.isNaN(value)) value = undefined;
  } else if (dtype === "boolean") {
    value = /^\s*true\s*$/i.test(text) ? 1 : /^\s*false\s*$/i.test(text) ? 0 : undefined;
  } else if (/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text)) {
    value = Number(text);
  } else if (/^\s*nan\s*$/i.test(text)) {
    value = Number.NaN;
  } else {
    const [, sign] = /^\s*([+-]?)inf(?:inity)?\s*$/i.exec(text) ?? [];
    if (sign !== undefined) value = sign === "-" ? -Infinity : Infinity;
  }
  if (value !== undefined) return value;
  const shown = JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
  throw new RangeError(`asType: ${shown} cannot be read as ${dtype}; replace it first, or leave the column as it is.`);
}
