import type { ConfusionMatrix } from "../../metrics/confusion-matrix.js";
import type { Bundle } from "../bundle.js";
import { pictured } from "../chart.js";
import { displayOptions } from "../display-options.js";
import { plotlyLabels } from "../figure.js";
import { bundleOf, type Part } from "../parts.js";
import type { Table } from "../table.js";
import { named } from "../text.js";
import { amount, type Confusion, confusionCounts, worstConfusions } from "./confusion-counts.js";
import { confusionPicture } from "./confusion-picture.js";

/** Beyond so many classes a table is no longer read; a picture still is. */
const mostInTable = 12;

/** Beyond so many, neither is. */
const mostInPicture = 60;

/** A confusion matrix: tinted by each row's shares, and the worst confusions in words. */
export function confusionView(matrix: Pick<ConfusionMatrix, "labels" | "counts" | "toString">): Bundle {
  const parts = confusionParts(matrix);
  const bundle = bundleOf(parts, matrix.toString());
  const [part] = parts;
  return "figure" in part && matrix.labels.length > mostInTable ? pictured(bundle, part.figure) : bundle;
}

/** The matrix, and then the words, as parts of a larger view. */
export function confusionParts(matrix: Pick<ConfusionMatrix, "labels" | "counts">): Part[] {
  const confusion = confusionCounts(matrix);
  const { labels } = confusion;
  const confused = worstConfusions(confusion);
  const words: Part =
    confused.length === 0
      ? { sentence: "No row was taken for another class." }
      : { title: "Most often confused", list: confused };
  if (labels.length > mostInPicture) return [words];
  const interactive = displayOptions().interactive;
  if (!interactive && labels.length <= mostInTable) return [{ table: confusionTable(confusion) }, words];
  const alt = `Confusion matrix of ${labels.length} classes. ${confused.length === 0 ? "No row was taken for another class" : `Most often confused: ${confused.join("; ")}`}.`;
  const figure = {
    caption: `${caption}: true classes downwards, predicted ones across`,
    picture: confusionPicture(confusion, alt),
    plotly: interactive ? heatmap(confusion) : undefined,
  };
  if (labels.length <= mostInTable) return [{ figure, table: confusionTable(confusion) }, words];
  return [{ figure, table: recallTable(confusion) }, words];
}

const caption = "Confusion matrix";

function confusionTable(confusion: Confusion): Table {
  const { labels, counts, support } = confusion;
  return {
    caption,
    corner: "true \\ predicted",
    columns: labels.map((label) => ({ label: named(label, 20) })),
    rows: counts.map((row, i) => ({
      header: named(labels[i], 30),
      cells: row.map((value) => ({ text: amount(value, confusion), tint: support[i] > 0 ? value / support[i] : 0 })),
    })),
  };
}

/** Of more classes than a table of all pairs could hold: how many rows of each were right. */
function recallTable(confusion: Confusion): Table {
  const { labels, counts, support } = confusion;
  return {
    caption: "Rows of each class that were predicted right",
    corner: "class",
    columns: [{ label: "right" }, { label: "of" }],
    rows: labels.map((label, i) => ({
      header: named(label, 30),
      cells: [amount(counts[i][i], confusion), amount(support[i], confusion)],
    })),
  };
}

function heatmap(confusion: Confusion): { data: object[]; layout: object } {
  const { labels, counts, support } = confusion;
  const names = plotlyLabels(labels.map((label) => named(label, 17)));
  const size = Math.min(640, 240 + 40 * labels.length);
  return {
    data: [
      {
        type: "heatmap",
        x: names,
        y: names,
        z: counts.map((row, i) => row.map((value) => (support[i] > 0 ? value / support[i] : 0))),
        zmin: 0,
        zmax: 1,
        text: counts.map((row) => row.map((value) => amount(value, confusion))),
        colorscale: [
          [0, "#ffffff"],
          [1, "#2563eb"],
        ],
        texttemplate: labels.length <= mostInTable ? "%{text}" : "",
        hovertemplate: "%{text} of true %{y} predicted as %{x}<extra></extra>",
        showscale: false,
      },
    ],
    layout: {
      width: size,
      height: size,
      margin: { l: 20, t: 10, r: 10, b: 20 },
      xaxis: { title: { text: "predicted" }, type: "category", automargin: true },
      yaxis: { title: { text: "true" }, type: "category", automargin: true, autorange: "reversed" },
    },
  };
}
