import type { Column } from "../../partition/partition.js";
import { millisecondsOf } from "./json-kinds.js";
import type { JsonColumn } from "./json-source.js";

/** Grows one column, a value at a time. Numbers, booleans and milliseconds are kept as numbers, text as codes; NaN is missing. */
export class JsonColumnBuilder {
  readonly #cells: number[] = [];
  readonly #places = new Map<string, number>();
  readonly #toCell: (value: unknown) => number | undefined;
  #hasMissing = false;

  constructor(readonly column: JsonColumn) {
    this.#toCell = this.#converter();
  }

  /**
   * Adds a value; null and undefined are missing.
   *
   * @returns whether the column's dtype takes it; otherwise nothing is added.
   */
  append(value: unknown): boolean {
    if (value === null || value === undefined) {
      this.#hasMissing = true;
      this.#cells.push(Number.NaN);
      return true;
    }
    const cell = this.#toCell(value);
    if (cell === undefined) return false;
    this.#cells.push(cell);
    return true;
  }

  /** The column, once all rows are in. */
  finish(): Column {
    const { dtype } = this.column;
    switch (dtype) {
      case "float64":
      case "datetime":
        return { dtype, values: Float64Array.from(this.#cells) };
      case "int32":
        return { dtype, values: Int32Array.from(this.#cells), ...this.#validity() };
      case "boolean":
        return { dtype, values: Uint8Array.from(this.#cells), ...this.#validity() };
      case "string":
      case "category": {
        const codes = Int32Array.from(this.#cells, (cell) => (Number.isNaN(cell) ? -1 : cell));
        return { dtype, codes, dictionary: [...this.#places.keys()] };
      }
    }
  }

  #validity(): { valid?: Uint8Array } {
    return this.#hasMissing ? { valid: Uint8Array.from(this.#cells, (cell) => (Number.isNaN(cell) ? 0 : 1)) } : {};
  }

  /** What turns a value into a cell, or into undefined if the dtype does not take it. */
  #converter(): (value: unknown) => number | undefined {
    switch (this.column.dtype) {
      case "int32":
        return (value) => (typeof value === "number" && value === (value | 0) ? value : undefined);
      case "float64":
        return (value) => (typeof value === "number" ? value : undefined);
      case "boolean":
        return (value) => (typeof value === "boolean" ? Number(value) : undefined);
      case "datetime":
        return (value) => {
          const cell = typeof value === "string" ? millisecondsOf(value) : value;
          return typeof cell === "number" && !Number.isNaN(cell) ? Math.floor(cell) : undefined;
        };
      case "string":
      case "category":
        return (value) => (typeof value === "object" ? undefined : this.#codeOf(String(value)));
    }
  }

  #codeOf(text: string): number {
    const place = this.#places.get(text) ?? this.#places.size;
    this.#places.set(text, place);
    return place;
  }
}
