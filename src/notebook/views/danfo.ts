import type { Frame, FrameSeries } from "../../danfo/danfo.js";
import type { Cell } from "../../partition/partition.js";
import type { Bundle } from "../bundle.js";
import { displayOptions } from "../display-options.js";
import { bundleOf } from "../parts.js";
import type { Table, TableRow } from "../table.js";
import { count, countOf, named } from "../text.js";
import { alignOf, cellsOf, isMissing, middleLeftOut } from "./cells.js";

/** A danfo frame: its rows, at most `maxRows`, and its columns, at most `maxColumns`, with dtypes and missing values. */
export function danfoFrameView({ columns, dtypes, index, shape, values }: Frame): Bundle {
  const size = `${countOf(shape[0], "row")}, ${countOf(shape[1], "column")}`;
  const heading = { heading: "danfo DataFrame", detail: size };
  if (shape[1] === 0) return bundleOf([heading]);
  return bundleOf([heading, { table: rowsTable(columns, dtypes, index, values as Cell[][]) }]);
}

/** A danfo Series: its values, at most `maxRows`. */
export function danfoSeriesView({ columns, dtypes, index, values }: FrameSeries): Bundle {
  const rows = (values as Cell[]).map((cell) => [cell]);
  const detail = `${named(String(columns[0]))}, ${dtypes[0]}, ${countOf(rows.length, "value")}`;
  return bundleOf([{ heading: "danfo Series", detail }, { table: rowsTable([columns[0]], dtypes, index, rows) }]);
}

function rowsTable(
  names: readonly unknown[],
  dtypes: readonly string[],
  index: readonly unknown[],
  rows: readonly (readonly Cell[])[],
): Table {
  const { maxRows, maxColumns } = displayOptions();
  const places = middleLeftOut([...names.keys()], maxColumns);
  const shown = rows.slice(0, maxRows);
  const columns = places.map((place) =>
    place === undefined ? [] : cellsOf(shown.map((row) => row[place] as Cell | undefined)),
  );
  const all = countOf(rows.length, "row");
  // Rows with names of their own are facts about columns, which need no more of them.
  const numbered = rows.length > 0 && index.slice(0, maxRows).every((name) => typeof name === "number");
  const body = shown.map((_, i): TableRow => {
    const header = typeof index[i] === "number" ? count(index[i]) : named(String(index[i]));
    const cells = places.map((place, c) => (place === undefined ? "…" : columns[c][i]));
    return { header, cells, rule: numbered && i === 0 };
  });
  return {
    caption: shown.length < rows.length ? `First ${shown.length} of ${all}` : `All ${all}`,
    columns: places.map((place) =>
      place === undefined ? { label: "…" } : { label: named(String(names[place])), align: alignOf(dtypes[place]) },
    ),
    rows: numbered ? [...factRows(places, dtypes, rows), ...body] : body,
  };
}

/** The dtype of each column, and how many of its values are missing. */
function factRows(
  places: readonly (number | undefined)[],
  dtypes: readonly string[],
  rows: readonly (readonly Cell[])[],
): TableRow[] {
  const row = (header: string, fact: (place: number) => string): TableRow => ({
    header,
    cells: places.map((place) => (place === undefined ? "…" : { text: fact(place), remark: true })),
  });
  const missing = (place: number): number =>
    rows.reduce((sum, { [place]: cell }) => sum + (isMissing(cell) ? 1 : 0), 0);
  return [row("dtype", (place) => dtypes[place]), row("missing", (place) => count(missing(place)))];
}
