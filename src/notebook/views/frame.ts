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
  readonly counted?: Counted;
}

/** What is known of all rows, once they have been computed. */
interface Counted {
  readonly rows: number;
  /** By column, in their order. */
  readonly missing: readonly number[];
}

/** What a view needs of one column of a frame. */
export interface SeriesState {
  readonly name: string;
  readonly dtype: DType;
  readonly npartitions: number;
  /** A partition with this column alone. */
  readonly preview: Partition | undefined;
  readonly counted?: Counted;
}

/** The most rows shown of what is not in memory as a whole. */
const previewRows = 5;

/** Characters of text in all cells together: where there are many cells, long texts are cut off earlier, down to the shortest. */
const textRoom = 4000;
const [longest, shortest] = [40, 10];

/** A frame: its columns with their dtypes, and its first rows. At most `maxColumns` columns are shown. */
export function frameView(frame: FrameState): Bundle {
  const { columns, dtypes, npartitions, counted } = frame;
  const size = `${rowsText(counted)}${countOf(columns.length, "column")}, ${countOf(npartitions, "partition")}`;
  return bundleOf([
    { heading: "DataFrame", detail: size },
    ...(columns.length > 0 ? [columnsTable(columns, (name) => dtypes[name], frame)] : []),
  ]);
}

/** A series: its dtype and its first values. */
export function seriesView(series: SeriesState): Bundle {
  const { name, dtype, npartitions, counted } = series;
  const detail = `${named(name)}, ${dtype}, ${rowsText(counted)}${countOf(npartitions, "partition")}`;
  return bundleOf([{ heading: "Series", detail }, columnsTable([name], () => dtype, series)]);
}

function rowsText(counted: Counted | undefined): string {
  return counted === undefined ? "" : `${countOf(counted.rows, "row")} in memory, `;
}

function columnsTable(
  names: readonly string[],
  dtype: (name: string) => DType,
  { preview, counted }: Pick<FrameState, "preview" | "counted">,
): Part {
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
  const { maxRows } = displayOptions();
  const visible = Math.min(known, counted === undefined ? Math.min(previewRows, maxRows) : maxRows);
  if (preview !== undefined && known > 0) {
    rows.push(
      row(known === visible || counted !== undefined ? "missing" : `missing of ${count(known)}`, (i) => ({
        text: counted === undefined ? missingCount(preview, places[i]) : count(counted.missing[places[i]]),
        remark: true,
      })),
    );
    const most = Math.min(longest, Math.max(shortest, Math.floor(textRoom / (visible * shown.length))));
    const cells = places.map((place) => previewCells(preview, place, visible, most));
    for (let r = 0; r < visible; r++) rows.push(row(count(r), (i) => cells[i][r], r === 0));
  }
  const columns = shown.map(
    (name, i): TableColumn =>
      name === undefined
        ? { label: "…", align: "left", leftOut: names.length - shown.length + 1 }
        : { label: named(name), align: alignOf(dtypes[i]) },
  );
  return { table: { caption: caption(visible, counted), columns, rows } };
}

function caption(visible: number, counted: Counted | undefined): string {
  if (counted !== undefined) {
    const all = countOf(counted.rows, "row");
    return visible === counted.rows ? `All ${all}` : `First ${count(visible)} of ${all}`;
  }
  if (visible === 0) return "No rows are known yet";
  return visible === 1 ? "First row" : `First ${visible} rows`;
}

function missingCount(preview: Partition, place: number): string {
  if (place < 0) return "";
  let missing = 0;
  for (let row = 0; row < preview.length; row++) missing += isMissing(preview.columns[place], row) ? 1 : 0;
  return count(missing);
}

function previewCells(preview: Partition, place: number, rows: number, most: number): (string | TableCell)[] {
  const values = Array.from({ length: rows }, (_, row) => (place < 0 ? "" : cellAt(preview.columns[place], row)));
  return cellsOf(values, most);
}
