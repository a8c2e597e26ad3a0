import type { Cell } from "../../partition/partition.js";
import type { TableCell } from "../table.js";
import { short } from "../text.js";

/** The names, or, where there are more than `most`, the first and the last of them around one `undefined`. */
export function middleLeftOut<T>(names: readonly T[], most: number): (T | undefined)[] {
  if (names.length <= most) return [...names];
  const first = Math.ceil(most / 2);
  return [...names.slice(0, first), undefined, ...names.slice(names.length - (most - first))];
}

/**
 * The values of a column as cells of a table; one that is missing says so, in italics.
 *
 * @param most - the most characters of a text that are shown.
 */
export function cellsOf(values: readonly (Cell | undefined)[], most = 40): (string | TableCell)[] {
  const numbers = values.filter((value): value is number => typeof value === "number" && !isMissing(value));
  const decimals = decimalsOf(numbers);
  return values.map((value) =>
    isMissing(value) ? { text: "missing", remark: true } : cellText(value as Exclude<Cell, null>, decimals, most),
  );
}

/** Whether there is no value. */
export function isMissing(value: Cell | undefined): boolean {
  return value === null || value === undefined || Number.isNaN(value);
}

/** Digits of a number that are worth reading. */
const digits = 6;

/**
 * As many decimals as the numbers of a column need, so that they stand under each other, but no more than leave the
 * largest with six digits; undefined where the small ones would lose theirs.
 */
function decimalsOf(numbers: readonly number[]): number | undefined {
  const sizes = numbers.map(Math.abs).filter((size) => size > 0);
  const largest = Math.max(0, ...sizes);
  if (largest >= 1e15) return undefined;
  const whole = Math.max(1, Math.floor(Math.log10(largest || 1)) + 1);
  const needed = Math.max(0, ...numbers.map((x) => decimalsIn(String(Number(x.toPrecision(digits))))));
  const decimals = Math.min(needed, Math.max(0, digits - whole));
  const isLost = sizes.some((size) => Math.abs(Number(size.toFixed(decimals)) - size) > 0.01 * size);
  return isLost ? undefined : decimals;
}

function decimalsIn(text: string): number {
  const [mantissa, exponent = "0"] = text.split("e");
  return Math.max(0, (mantissa.split(".")[1] ?? "").length - Number(exponent));
}

/** A value as a table shows it: numbers in about six significant digits, dates as ISO 8601 without idle zeros. */
function cellText(cell: Exclude<Cell, null>, decimals: number | undefined, most: number): string {
  if (typeof cell === "number") return decimals === undefined ? numberText(cell) : cell.toFixed(decimals);
  if (cell instanceof Date)
    return cell
      .toISOString()
      .replace(/(T00:00:00)?\.000Z$/, "")
      .replace("T", " ");
  return short(String(cell), most);
}

function numberText(x: number): string {
  return Number.isInteger(x) ? String(x) : String(Number(x.toPrecision(digits)));
}

/** Where the cells of a column stand: numbers right, all else left. */
export function alignOf(dtype: string | undefined): "left" | "right" {
  return dtype !== undefined && /^(int|float)/.test(dtype) ? "right" : "left";
}
