import { isDate } from "node:util/types";
import type { Column, DType } from "../partition/partition.js";

type Kind = "number" | "string" | "boolean" | "date" | "mixed" | "none";

/** What a column is, when nothing in it says so, by danfo's name of its dtype. */
const dtypesOf = new Map<string, DType>([
  ["int32", "int32"],
  ["string", "string"],
  ["boolean", "boolean"],
  ["datetime", "datetime"],
]);

/** The cells of a danfo frame's column as a column of ours; the rules are said at `fromDanfo`. */
export function toColumn(cells: readonly unknown[], danfoDType: string): Column {
  const { length } = cells;
  switch (dtypeOf(cells, danfoDType)) {
    case "float64":
      return { dtype: "float64", values: filled(new Float64Array(length), cells) };
    case "int32":
      return { dtype: "int32", values: filled(new Int32Array(length), cells), ...validity(cells) };
    case "boolean":
      return { dtype: "boolean", values: filled(new Uint8Array(length), cells), ...validity(cells) };
    case "datetime":
      return { dtype: "datetime", values: filled(new Float64Array(length), cells) };
    default:
      return textColumn(cells);
  }
}

function dtypeOf(cells: readonly unknown[], danfoDType: string): DType {
  switch (kindOf(cells)) {
    case "number":
      return danfoDType !== "float32" && cells.every((cell) => isEmpty(cell) || isInt32(cell)) ? "int32" : "float64";
    case "boolean":
      return "boolean";
    case "date":
      return "datetime";
    case "none":
      return dtypesOf.get(danfoDType) ?? "float64";
    default:
      return "string";
  }
}

/** The one kind of all cells that are there. */
function kindOf(cells: readonly unknown[]): Kind {
  let kind: Kind = "none";
  for (const cell of cells) {
    if (isEmpty(cell)) continue;
    const one = kindOfCell(cell);
    if (kind === "none") kind = one;
    else if (kind !== one) return "mixed";
  }
  return kind;
}

function kindOfCell(cell: unknown): Kind {
  switch (typeof cell) {
    case "number":
    case "bigint":
      return "number";
    case "string":
      return "string";
    case "boolean":
      return "boolean";
    default:
      return isDate(cell) ? "date" : "mixed";
  }
}

function textColumn(cells: readonly unknown[]): Column {
  const places = new Map<string, number>();
  const codes = new Int32Array(cells.length).fill(-1);
  for (let row = 0; row < cells.length; row++) {
    const cell = cells[row];
    if (isEmpty(cell)) continue;
    const text = isDate(cell) ? cell.toISOString() : String(cell);
    const place = places.get(text) ?? places.size;
    if (place === places.size) places.set(text, place);
    codes[row] = place;
  }
  return { dtype: "string", codes, dictionary: [...places.keys()] };
}

/** What danfo counts as missing, and a Date without a time. */
function isEmpty(cell: unknown): boolean {
  if (typeof cell === "number") return Number.isNaN(cell);
  return cell === null || cell === undefined || (isDate(cell) && Number.isNaN(cell.getTime()));
}

function isInt32(cell: unknown): boolean {
  const number = Number(cell);
  return number === (number | 0);
}

/** The cells as numbers; what is missing as NaN, which an array of integers makes 0. */
function filled<T extends Float64Array | Int32Array | Uint8Array>(values: T, cells: readonly unknown[]): T {
  for (let row = 0; row < cells.length; row++) {
    const cell = cells[row];
    values[row] = typeof cell === "number" ? cell : isEmpty(cell) ? Number.NaN : Number(cell);
  }
  return values;
}

function validity(cells: readonly unknown[]): { valid?: Uint8Array } {
  return cells.some(isEmpty) ? { valid: Uint8Array.from(cells, (cell) => (isEmpty(cell) ? 0 : 1)) } : {};
}
