import type { Cell } from "../../partition/partition.js";
import type { TableCell } from "../table.js";
import { short } from "../text.js";

/** The names, or, where there are more than `most`, the first and the last of them around one `undefined`. */
export function middleLeftOut<T>(names: readonly T[], most: number): (T | undefined)[] {
  if (names.length <= most) return [...names];
  const first = Math.ceil(most / 2);
  return [...names.slice(0, first), undefined, ...names.slice(names.length - (most - first))];
}

/** A value as a cell of a table; one that is missing says so, in italics. */
export function cellOf(value: Cell | undefined): string | TableCell {
  if (value === null || value === undefined || Number.isNaN(value)) return { text: "missing", remark: true };
  return cellText(value);
}

/** A value as a table shows it: numbers in at most six significant digits, dates as ISO 8601 without idle zeros. */
function cellText(cell: Exclude<Cell, null>): string {
  if (typeof cell === "number") return Number.isInteger(cell) ? String(cell) : String(Number(cell.toPrecision(6)));
  if (cell instanceof Date)
    return cell
      .toISOString()
      .replace(/(T00:00:00)?\.000Z$/, "")
      .replace("T", " ");
  return short(String(cell));
}

/** Where the cells of a column stand: numbers right, all else left. */
export function alignOf(dtype: string | undefined): "left" | "right" {
  return dtype !== undefined && /^(int|float)/.test(dtype) ? "right" : "left";
}
