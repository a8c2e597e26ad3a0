import { type Cell, cellAt, type DType, isMissing, type Partition } from "../../partition/partition.js";
import type { Bundle } from "../bundle.js";
import { displayOptions } from "../display-options.js";
import { bundleOf, type Part } from "../parts.js";
import type { TableCell, TableColumn, TableRow } from "../table.js";
import { count, countOf, named, short } from "../text.js";

/** What a view needs of a frame that may not have been computed. */
export interface FrameState {
  readonly columns: readonly string[];
  readonly dtypes: Readonly<Record<string, DType>>;
  readonly npartitions: number;
  /** Its first rows, as far as they are known without computing anything. */
  readonly preview: Partition | undefined;
}

/** What a view needs of one column of a frame. */
export interface SeriesState {
  readonly name: string;
  readonly dtype: DType;
  readonly npartitions: number;
  /** A partition with this column alone. */
  readonly preview: Partition | undefined;
}

/** A frame: its columns with their dtypes, and its first rows. At most 20 rows and `maxColumns` columns are shown. */
export function frameView(frame: FrameState): Bundle {
  const size = `${countOf(frame.columns.length, "column")}, ${countOf(frame.npartitions, "partition")}`;
  return bundleOf([
    { heading: "DataFrame", detail: size },
    ...(frame.columns.length > 0 ? [columnsTable(frame.columns, (name) => frame.dtypes[name], frame.preview)] : []),
  ]);
}

/** A series: its dtype and its first values. */
export function seriesView(series: SeriesState): Bundle {
  const detail = `${named(series.name)}, ${series.dtype}, ${countOf(series.npartitions, "partition")}`;
  return bundleOf([{ heading: "Series", detail }, columnsTable([series.name], () => series.dtype, series.preview)]);
}

function columnsTable(names: readonly string[], dtype: (name: string) => DType, preview: Partition | undefined): Part {
  const shown = middleLeftOut(names, displayOptions().maxColumns);
  const places = shown.map((name) => (name === undefined ? -1 : (preview?.names.indexOf(name) ?? -1)));
  const dtypes = shown.map((name) => (name === undefined ? undefined : dtype(name)));
  const row = (header: string, cell: (i: number) => string | TableCell, rule = false): TableRow => ({
    header,
    cells: shown.map((name, i) => (name === undefined ? "…" : cell(i))),
    rule,
  });
  const rows = [row("dtype", (i) => ({ text: dtypes[i] ?? "", remark: true }))];
  const known = preview?.length ?? 0;
  const visible = Math.min(known, displayOptions().maxRows, 20);
  if (preview !== undefined && known > 0) {
    rows.push(
      row(known === visible ? "missing" : `missing of ${count(known)}`, (i) => ({
        text: missingCount(preview, places[i]),
        remark: true,
      })),
    );
    for (let r = 0; r < visible; r++) rows.push(row(count(r), (i) => cellOf(preview, places[i], r), r === 0));
  }
  const columns = shown.map(
    (name, i): TableColumn => ({ label: name === undefined ? "…" : named(name), align: align(dtypes[i]) }),
  );
  return { table: { caption: caption(visible), columns, rows } };
}

function caption(visible: number): string {
  if (visible === 0) return "No rows are known yet";
  return visible === 1 ? "First row" : `First ${visible} rows`;
}

/** The names, or, where there are more than `most`, the first and the last of them around one `undefined`. */
function middleLeftOut(names: readonly string[], most: number): (string | undefined)[] {
  if (names.length <= most) return [...names];
  const first = Math.ceil(most / 2);
  return [...names.slice(0, first), undefined, ...names.slice(names.length - (most - first))];
}

function missingCount(preview: Partition, place: number): string {
  if (place < 0) return "";
  let missing = 0;
  for (let row = 0; row < preview.length; row++) missing += isMissing(preview.columns[place], row) ? 1 : 0;
  return count(missing);
}

function cellOf(preview: Partition, place: number, row: number): string | TableCell {
  if (place < 0) return "";
  const cell = cellAt(preview.columns[place], row);
  return cell === null ? { text: "missing", remark: true } : cellText(cell);
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

function align(dtype: DType | undefined): "left" | "right" {
  return dtype === "int32" || dtype === "float64" ? "right" : "left";
}
