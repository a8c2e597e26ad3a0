import type { Column, DType, StringColumn } from "../../partition/partition.js";
import type { Literal } from "./expression.js";

/** What a function is given: a column, or one value for all rows. */
export type Operand = Column | Literal;

/** What can be called in an expression. */
export interface ColumnFunction {
  /** What it takes, as it ends a sentence: "takes numbers". */
  readonly takes: string;
  /** The dtype of the result, or undefined if the function does not take these. */
  readonly dtype: (args: readonly DType[], params: readonly unknown[]) => DType | undefined;
  readonly run: (args: readonly Operand[], rows: number, params: readonly unknown[]) => Column;
}

/** What may be compared with what. */
export type Kind = "number" | "boolean" | "text" | "datetime";

export function kindOf(dtype: DType): Kind {
  switch (dtype) {
    case "int32":
    case "float64":
      return "number";
    case "string":
    case "category":
      return "text";
    default:
      return dtype;
  }
}

export function isLiteral(operand: Operand): operand is Literal {
  return "op" in operand;
}

export function isText(operand: Operand): operand is StringColumn {
  return "codes" in operand;
}

/**
 * Numbers, booleans (0 and 1) and datetimes (milliseconds) as floats, missing as NaN. A literal gives an array of one.
 * float64 and datetime columns are not copied.
 */
export function toNumbers(operand: Operand): Float64Array {
  if (isLiteral(operand)) return Float64Array.of(operand.value === null ? Number.NaN : Number(operand.value));
  switch (operand.dtype) {
    case "float64":
    case "datetime":
      return operand.values;
    case "int32":
    case "boolean": {
      const numbers = new Float64Array(operand.values);
      const { valid } = operand;
      if (valid !== undefined) for (let row = 0; row < numbers.length; row++) if (valid[row] === 0) numbers[row] = NaN;
      return numbers;
    }
    default:
      throw new TypeError(`A column of dtype ${operand.dtype} holds no numbers.`);
  }
}

/** 1 for each row that has a value, 0 for one that has none; undefined where a column of whole numbers or booleans lacks none. */
export function presentRows(column: Column): Uint8Array | undefined {
  switch (column.dtype) {
    case "int32":
    case "boolean":
      return column.valid;
    case "float64":
    case "datetime": {
      const { values } = column;
      const present = new Uint8Array(values.length);
      for (let row = 0; row < present.length; row++) present[row] = Number.isNaN(values[row]) ? 0 : 1;
      return present;
    }
    default: {
      const { codes } = column;
      const present = new Uint8Array(codes.length);
      for (let row = 0; row < present.length; row++) present[row] = codes[row] < 0 ? 0 : 1;
      return present;
    }
  }
}

/** Numbers, booleans and datetimes as a column stores them. */
export type Numbers = Float64Array | Int32Array | Uint8Array;

/** As {@link toNumbers}, but copies nothing: whole numbers and booleans stay what they are, and stand for something where they are missing. */
export function storedNumbers(operand: Operand): Numbers {
  return isLiteral(operand) || isText(operand) ? toNumbers(operand) : operand.values;
}

/** By how much to step through {@link toNumbers} from row to row. */
export function stride(operand: Operand): 0 | 1 {
  return isLiteral(operand) ? 0 : 1;
}

/** Fills `out` row by row with what `of` says of the text, which is asked once for each text in use. */
export function fillByText<T extends Int32Array | Uint8Array>(
  column: StringColumn,
  out: T,
  missing: number,
  of: (text: string) => number,
): T {
  const { codes, dictionary } = column;
  const asked = new Uint8Array(dictionary.length);
  const answers = new Int32Array(dictionary.length);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row];
    if (code < 0) {
      out[row] = missing;
      continue;
    }
    if (asked[code] === 0) {
      asked[code] = 1;
      answers[code] = of(dictionary[code]);
    }
    out[row] = answers[code];
  }
  return out;
}

/** A text column of what `of` makes of each text, asked once for each in use; null is missing. */
export function mapText(column: StringColumn, of: (text: string) => string | null): StringColumn {
  const dictionary = new TextDictionary();
  const codes = fillByText(column, new Int32Array(column.codes.length), -1, (text) => dictionary.code(of(text)));
  return { dtype: "string", codes, dictionary: dictionary.texts };
}

/** A dictionary in the making: gives each text its code. */
export class TextDictionary {
  readonly texts: string[] = [];
  readonly #codes = new Map<string, number>();

  code(text: string | null): number {
    if (text === null) return -1;
    let code = this.#codes.get(text);
    if (code === undefined) {
      code = this.texts.length;
      this.#codes.set(text, code);
      this.texts.push(text);
    }
    return code;
  }
}

/** Whole numbers with NaN for missing, as an int32 column. */
export function int32Column(numbers: Float64Array): Column {
  const values = new Int32Array(numbers);
  if (!numbers.some(Number.isNaN)) return { dtype: "int32", values };
  return { dtype: "int32", values, valid: Uint8Array.from(numbers, (value) => (Number.isNaN(value) ? 0 : 1)) };
}

/** Numbers as a column of a dtype that holds them; NaN is missing. */
export function fromNumbers(numbers: Float64Array, dtype: DType): Column {
  switch (dtype) {
    case "int32":
      return int32Column(numbers);
    case "boolean":
      return { ...int32Column(numbers), dtype, values: new Uint8Array(numbers) } as Column;
    default:
      return { dtype: dtype as "float64" | "datetime", values: numbers };
  }
}

/** The text of a row, or null. */
export function textAt(operand: Operand, row: number): string | null {
  if (isLiteral(operand)) return operand.value === null ? null : String(operand.value);
  const { codes, dictionary } = operand as StringColumn;
  return codes[row] < 0 ? null : dictionary[codes[row]];
}
