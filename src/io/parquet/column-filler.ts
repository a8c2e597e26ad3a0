import type { DecodedArray, ParquetParsers } from "hyparquet" with { "resolution-mode": "import" };
import type { Column, DType } from "../../partition/partition.js";
import type { ColumnKind } from "./column-kind.js";
import { decimalToNumber } from "./decimal.js";
import { datetimeParsers, textParsers } from "./parsers.js";

/** Takes the decoded values of a column chunk, some pages at a time, into a column. */
export class ColumnFiller {
  /** What hyparquet is to make values of bytes with: milliseconds for datetimes, codes for text. */
  readonly parsers: Partial<ParquetParsers>;
  readonly #dictionary: string[] = [];
  readonly #values: Float64Array | Int32Array | Uint8Array;
  readonly #toNumber: (value: never) => number;
  #valid: Uint8Array | undefined;
  #filled = 0;

  /** @param scale - digits behind the point of a `decimal`. */
  constructor(
    kind: ColumnKind,
    private readonly dtype: DType,
    private readonly rows: number,
    scale: number,
  ) {
    this.parsers = dtype === "string" || dtype === "category" ? textParsers(this.#dictionary) : datetimeParsers;
    this.#toNumber = kind === "decimal" ? (value) => decimalToNumber(value, scale) : Number;
    if (dtype === "float64" || dtype === "datetime") this.#values = new Float64Array(rows).fill(Number.NaN);
    else this.#values = dtype === "boolean" ? new Uint8Array(rows) : new Int32Array(rows);
  }

  /**
   * Takes values, null where one is missing; the first belongs to row `start`.
   *
   * @throws {RangeError} a value is not of the dtype, or is one that its page refers to but does not have.
   */
  fill(data: DecodedArray, start: number): void {
    const values = this.#values;
    const toNumber = this.#toNumber as (value: unknown) => number;
    const isWhole = this.dtype === "int32";
    for (let i = 0; i < data.length; i++) {
      const value = data[i];
      if (value === null) this.#markMissing(start + i);
      else {
        const number = toNumber(value);
        if (value === undefined || (isWhole && number !== (number | 0))) throw unexpected(value);
        values[start + i] = number;
      }
    }
    this.#filled += data.length;
  }

  /**
   * The column, once all values are in.
   *
   * @throws {RangeError} there are more or fewer than rows.
   */
  finish(): Column {
    if (this.#filled !== this.rows) {
      throw new RangeError(`it holds ${this.#filled} values, but the footer says ${this.rows}`);
    }
    const valid = this.#valid === undefined ? {} : { valid: this.#valid };
    switch (this.dtype) {
      case "float64":
      case "datetime":
        return { dtype: this.dtype, values: this.#values as Float64Array };
      case "int32":
        return { dtype: "int32", values: this.#values as Int32Array, ...valid };
      case "boolean":
        return { dtype: "boolean", values: this.#values as Uint8Array, ...valid };
      case "string":
      case "category":
        return { dtype: this.dtype, codes: this.#values as Int32Array, dictionary: this.#dictionary };
    }
  }

  #markMissing(row: number): void {
    switch (this.dtype) {
      case "float64":
      case "datetime":
        return;
      case "string":
      case "category":
        this.#values[row] = -1;
        return;
      default:
        this.#valid ??= new Uint8Array(this.rows).fill(1);
        this.#valid[row] = 0;
    }
  }
}

function unexpected(value: unknown): RangeError {
  return new RangeError(
    value === undefined
      ? "a page refers to a value that its dictionary does not have"
      : `it holds ${value}, which is no int32 although the footer says that all its values are`,
  );
}
