import type { Importance } from "../../metrics/importances.js";
import type { Bundle } from "../bundle.js";
import { chartBundle } from "../chart.js";
import { type Figure, plotlyLabels } from "../figure.js";
import type { Table } from "../table.js";
import { count, named } from "../text.js";
import { barPicture } from "./bar-picture.js";

/** The most features a picture shows. */
const most = 20;

/** The features that matter most to a model, the first one on top. */
export function importancesView(features: readonly Importance[]): Bundle {
  const { figure, table } = importancesFigure(features, most);
  return chartBundle(figure, table);
}

/** The first `most` importances, as a figure and as the table that says the same. */
export function importancesFigure(
  features: readonly Importance[],
  most: number,
): { readonly figure: Figure; readonly table: Table } {
  const ranked = features.slice(0, most);
  const caption =
    ranked.length === features.length
      ? "Feature importances"
      : `The ${ranked.length} largest of ${count(features.length)} feature importances`;
  const labels = ranked.map(({ feature }) => named(feature));
  const values = ranked.map(({ importance }) => importance);
  const largest = values[0] || 1;
  const table: Table = {
    caption,
    corner: "feature",
    columns: [{ label: "importance" }],
    rows: labels.map((header, i) => ({
      header,
      cells: [{ text: shown(values[i]), bar: values[i] / largest }],
    })),
  };
  const finding =
    ranked.length === 0
      ? "There are no features."
      : `${labels[0]} matters most, with an importance of ${shown(values[0])}.`;
  const figure: Figure = {
    caption,
    picture: barPicture(labels, values, `${caption}. ${finding}`),
    plotly: {
      data: [
        {
          type: "bar",
          orientation: "h",
          x: values.slice().reverse(),
          y: plotlyLabels(labels).reverse(),
          marker: { color: "#2563eb" },
        },
      ],
      layout: {
        width: 560,
        height: 60 + 28 * labels.length,
        margin: { l: 20, t: 10, r: 20, b: 40 },
        yaxis: { type: "category", automargin: true },
      },
    },
  };
  return { figure, table };
}

function shown(importance: number): string {
  return importance.toFixed(3);
}
