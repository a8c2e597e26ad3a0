/** The numbers that metrics on predicted numbers take. */
import { type Column, cellAt, columnLength, isMissing } from "../../partition/partition.js";

/**
 * The numbers of a column.
 *
 * @throws {TypeError} one is missing, or no finite number.
 */
export function numbersOfColumn(column: Column, name: string): Float64Array {
  const numbers = new Float64Array(columnLength(column));
  for (let row = 0; row < numbers.length; row++) {
    const value = "codes" in column || column.dtype === "datetime" ? NaN : column.values[row];
    if (isMissing(column, row) || !Number.isFinite(value)) {
      throw refuse(name, `row ${row} (from 0) of a partition`, cellAt(column, row));
    }
    numbers[row] = value;
  }
  return numbers;
}

/** The same of values in memory. */
export function numbersOf(values: ArrayLike<unknown>, name: string): Float64Array {
  return Float64Array.from(values, (value, row) => {
    const number = typeof value === "boolean" ? Number(value) : value;
    if (typeof number === "number" && Number.isFinite(number)) return number;
    throw refuse(name, `row ${row} (from 0)`, value);
  });
}

/** Refuses weights below 0, or that are all 0. */
export function requireWeights(weights: Float64Array): void {
  const odd = weights.find((weight) => weight < 0);
  if (odd !== undefined) throw new RangeError(`sampleWeight must hold numbers of at least 0, but there is ${odd}.`);
}

function refuse(name: string, where: string, value: unknown): TypeError {
  const isMissing = value === null || value === undefined || Number.isNaN(value);
  const shown = typeof value === "number" ? String(value) : `a ${typeof value}`;
  return new TypeError(`${name} must hold finite numbers, but ${where} is ${isMissing ? "missing" : shown}.`);
}
