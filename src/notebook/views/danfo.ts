import type { Frame, FrameSeries } from "../../danfo/danfo.js";
import type { Cell } from "../../partition/partition.js";
import type { Bundle } from "../bundle.js";
import { displayOptions } from "../display-options.js";
import { bundleOf } from "../parts.js";
import type { Table } from "../table.js";
import { count, countOf, named } from "../text.js";
import { alignOf, cellOf, middleLeftOut } from "./cells.js";

/** A danfo frame: its rows, at most `maxRows`, and its columns, at most `maxColumns`. */
export function danfoFrameView({ columns, dtypes, index, shape, values }: Frame): Bundle {
  const size = `${countOf(shape[0], "row")}, ${countOf(shape[1], "column")}`;
  const heading = { heading: "danfo DataFrame", detail: size };
  if (shape[1] === 0) return bundleOf([heading]);
  return bundleOf([heading, { table: rowsTable(columns, dtypes, index, values as Cell[][]) }]);
}

/** A danfo Series: its values, at most `maxRows`. */
export function danfoSeriesView({ columns, dtypes, index, values }: FrameSeries): Bundle {
  const cells = values as Cell[];
  return bundleOf([
    {
      heading: "danfo Series",
      detail: `${named(String(columns[0]))}, ${dtypes[0]}, ${countOf(cells.length, "value")}`,
    },
    {
      table: rowsTable(
        [columns[0]],
        dtypes,
        index,
        cells.slice(0, displayOptions().maxRows).map((cell) => [cell]),
        cells.length,
      ),
    },
  ]);
}

function rowsTable(
  names: readonly unknown[],
  dtypes: readonly string[],
  index: readonly unknown[],
  rows: readonly (readonly Cell[])[],
  length = rows.length,
): Table {
  const { maxRows, maxColumns } = displayOptions();
  const places = middleLeftOut([...names.keys()], maxColumns);
  const shown = rows.slice(0, maxRows);
  return {
    caption:
      shown.length < length ? `First ${shown.length} of ${countOf(length, "row")}` : `All ${countOf(length, "row")}`,
    columns: places.map((place) =>
      place === undefined ? { label: "…" } : { label: named(String(names[place])), align: alignOf(dtypes[place]) },
    ),
    rows: shown.map((row, i) => ({
      header: typeof index[i] === "number" ? count(index[i]) : named(String(index[i])),
      cells: places.map((place) => (place === undefined ? "…" : cellOf(row[place]))),
    })),
  };
}
