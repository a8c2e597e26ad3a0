import type { DType } from "../../partition/partition.js";
import { skipBlanks, skipBlanksBack } from "./blanks.js";
import type { MissingValues } from "./missing-values.js";
import { parseBoolean } from "./parse-boolean.js";
import { parseDatetime } from "./parse-datetime.js";
import { isCode, isRounded, NOT_INT32, parseFloat64, parseInt32 } from "./parse-number.js";
import type { Tokens } from "./tokenizer.js";

type Parses = (bytes: Buffer, start: number, end: number) => boolean;

/** The kernels that read a column, and list the rows of cells that may be of another dtype. */
const kernels = {
  int32: "readIntegers",
  float64: "readFloats",
  boolean: "readBooleans",
  datetime: "readDatetimes",
} as const;

/** The dtypes that a column may turn out to have, the narrowest first, with the parsers that will read it. */
const candidates: readonly (readonly [keyof typeof kernels, Parses])[] = [
  ["int32", (bytes, start, end) => parseInt32(bytes, start, end) !== NOT_INT32 && !isCode(bytes, start, end)],
  [
    "float64",
    (bytes, start, end) =>
      !Number.isNaN(parseFloat64(bytes, start, end)) && !isCode(bytes, start, end) && !isRounded(bytes, start, end),
  ],
  ["boolean", (bytes, start, end) => parseBoolean(bytes, start, end) >= 0],
  ["datetime", (bytes, start, end) => !Number.isNaN(parseDatetime(bytes, start, end))],
];

/** Of a column of floats so many rows at a time are looked at for whole numbers that are rounded: ids have these from the first. */
const ROUNDED_ROWS = 100;

/**
 * Infers a dtype for every column from rows that it is shown: the first of int32, float64, boolean and datetime that reads
 * every value, else string. Digits with a needless zero in front ("007") are text, and so are whole numbers that float64
 * would round, so that ids stay apart. A column without any value is string.
 */
export class DTypeInference {
  /** By field, the candidates that have read every value so far; undefined before the first value. */
  readonly #left: ((typeof candidates)[number][] | undefined)[];

  constructor(
    fields: number,
    private readonly missing: MissingValues,
  ) {
    this.#left = new Array(fields).fill(undefined);
  }

  /** Looks at the first `rows` rows of the tokens. */
  add(tokens: Tokens, rows: number): void {
    const { fields } = tokens;
    for (let field = 0; field < fields; field++) {
      let row = 0;
      while (row < rows && this.#left[field] === undefined) this.#look(tokens, field, row++ * fields + field);
      const [candidate] = this.#left[field] ?? [];
      if (candidate === undefined) continue;
      const odd = tokens.kernel.code[kernels[candidate[0]]](field, rows, tokens.scratch);
      for (row of tokens.oddRows(odd)) this.#look(tokens, field, row * fields + field);
      if (candidate[0] === "float64") this.#lookForRounded(tokens, field, Math.min(rows, ROUNDED_ROWS));
    }
  }

  /** A function that undoes what is added from now on. */
  mark(): () => void {
    const left = [...this.#left];
    return () => {
      for (const [field, before] of left.entries()) this.#left[field] = before;
    };
  }

  dtypes(): DType[] {
    return this.#left.map((left) => left?.[0]?.[0] ?? "string");
  }

  /** The kernel reads long whole numbers as the nearest doubles, so that it does not list them. */
  #lookForRounded(tokens: Tokens, field: number, rows: number): void {
    for (let cell = field; cell < rows * tokens.fields; cell += tokens.fields) {
      if (isRounded(tokens.bytes, tokens.startOf(cell), tokens.endOf(cell))) this.#look(tokens, field, cell);
    }
  }

  #look(tokens: Tokens, field: number, cell: number): void {
    const left = this.#left[field] ?? candidates;
    const { bytes } = tokens;
    const start = tokens.startOf(cell);
    const end = tokens.endOf(cell);
    if (start === end || left.length === 0) return;
    const fitting = left.filter(([, parses]) => parses(bytes, start, end));
    if (fitting.length < left.length) {
      const from = skipBlanks(bytes, start, end);
      if (from < end && this.missing.has(bytes, from, skipBlanksBack(bytes, from, end))) return;
    }
    this.#left[field] = fitting;
  }
}
