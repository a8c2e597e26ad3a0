import type { Column, DType } from "../../partition/partition.js";
import type { Numbers } from "./decode-plain.js";
import type { MakeArray } from "./scratch.js";

/** Takes the values of a column chunk, page after page, into a column. */
export class ColumnFiller {
  readonly #values: Float64Array | Int32Array | Uint8Array;
  #valid: Uint8Array | undefined;
  #filled = 0;

  constructor(
    private readonly dtype: DType,
    private readonly rows: number,
    makeArray: MakeArray,
  ) {
    if (dtype === "float64" || dtype === "datetime") this.#values = makeArray(Float64Array, rows);
    else this.#values = makeArray(dtype === "boolean" ? Uint8Array : Int32Array, rows);
  }

  /**
   * Takes the values of the next rows.
   *
   * @param present - 1 for each row that has a value, 0 for one that has none; undefined when all have one.
   * @throws {RangeError} a value is not of the dtype.
   */
  fill(numbers: Numbers, present: Int32Array | undefined): void {
    if (this.dtype === "int32" && !(numbers instanceof Int32Array)) checkWhole(numbers);
    if (present === undefined) {
      this.#values.set(numbers, this.#filled);
      this.#filled += numbers.length;
      return;
    }
    const values = this.#values;
    const missing = this.dtype === "string" || this.dtype === "category" ? -1 : Number.NaN;
    let row = this.#filled;
    let next = 0;
    for (let i = 0; i < present.length; i++) values[row++] = present[i] === 1 ? numbers[next++] : missing;
    if (this.dtype === "int32" || this.dtype === "boolean") this.#markMissing(present);
    this.#filled = row;
  }

  /**
   * Takes the values of the next rows, which all have one, as the bytes of doubles: without a copy in between.
   *
   * @throws {RangeError} the bytes end before so many values.
   */
  fillDoubles(bytes: Buffer, count: number): void {
    if (8 * count > bytes.length) throw new RangeError("a page ends before its values");
    const { buffer, byteOffset } = this.#values;
    bytes.copy(new Uint8Array(buffer, byteOffset + 8 * this.#filled), 0, 0, 8 * count);
    this.#filled += count;
  }

  /**
   * The column, once all values are in.
   *
   * @param dictionary - the texts of a column of text.
   * @throws {RangeError} there are fewer than rows.
   */
  finish(dictionary: readonly string[]): Column {
    if (this.#filled !== this.rows) {
      throw new RangeError(`it has ${this.#filled} values, but the footer says ${this.rows}`);
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
        return { dtype: this.dtype, codes: this.#values as Int32Array, dictionary };
    }
  }

  #markMissing(present: Int32Array): void {
    this.#valid ??= new Uint8Array(this.rows).fill(1);
    this.#valid.set(present, this.#filled);
  }
}

/** Footers may say wrongly that all integers fit into 32 bits. */
function checkWhole(numbers: Numbers): void {
  for (let i = 0; i < numbers.length; i++) {
    const value = numbers[i];
    if (value !== (value | 0)) {
      throw new RangeError(`it holds ${value}, which is no int32 although the footer says that all its values are`);
    }
  }
}
