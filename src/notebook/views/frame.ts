import { cellAt, type DType, isMissing, type Partition } from "../../partition/partition.js";
import type { Bundle } from "../bundle.js";
import { displayOptions } from "../display-options.js";
import { bundleOf, type Part } from "../parts.js";
import type { TableCell, TableColumn, TableRow } from "../table.js";
import { count, countOf, named } from "../text.js";
import { alignOf, cellsOf, middleLeftOut } from "./cells.js";

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

/** The most rows shown of what has not been computed. */
const previewRows = 5;

/** A frame: its columns with their dtypes, and its first rows. At most `maxColumns` columns are shown. */
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
  const visible = Math.min(known, previewRows, displayOptions().maxRows);
  if (preview !== undefined && known > 0) {
    rows.push(
      row(known === visible ? "missing" : `missing of ${count(known)}`, (i) => ({
        text: missingCount(preview, places[i]),
        remark: true,
      })),
    );
    const cells = places.map((place) => previewCells(preview, place, visible));
    for (let r = 0; r < visible; r++) rows.push(row(count(r), (i) => cells[i][r], r === 0));
  }
  const columns = shown.map(
    (name, i): TableColumn => ({ label: name === undefined ? "…" : named(name), align: alignOf(dtypes[i]) }),
  );
  return { table: { caption: caption(visible), columns, rows } };
}

function caption(visible: number): string {
  if (visible === 0) return "No rows are known yet";
  return visible === 1 ? "First row" : `First ${visible} rows`;
}

function missingCount(preview: Partition, place: number): string {
  if (place < 0) return "";
  let missing = 0;
  for (let row = 0; row < preview.length; row++) missing += isMissing(preview.columns[place], row) ? 1 : 0;
  return count(missing);
}

function previewCells(preview: Partition, place: number, rows: number): (string | TableCell)[] {
  const values = Array.from({ length: rows }, (_, row) => (place < 0 ? "" : cellAt(preview.columns[place], row)));
  return cellsOf(values);
}
