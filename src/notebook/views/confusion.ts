import { displayOptions } from "../display-options.js";
import type { Part } from "../parts.js";
import type { Table } from "../table.js";
import { count, percent, short } from "../text.js";
import { confusionPicture } from "./confusion-picture.js";

/** How often each true class (a row) was taken for each class (a column). */
export interface Confusion {
  readonly labels: readonly string[];
  readonly counts: readonly (readonly number[])[];
  /** The sum of each row. */
  readonly support: readonly number[];
}

/** Beyond so many classes a table is no longer read; a picture still is. */
const mostInTable = 12;

/** Beyond so many, neither is. */
const mostInPicture = 60;

export function confusionOf(labels: readonly string[], counts: readonly (readonly number[])[]): Confusion {
  return { labels, counts, support: counts.map((row) => row.reduce((sum, value) => sum + value, 0)) };
}

/** The matrix, tinted by each row's shares, and the worst confusions in words. */
export function confusionParts(confusion: Confusion): Part[] {
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
    caption,
    picture: confusionPicture(confusion, alt),
    plotly: interactive ? heatmap(confusion) : undefined,
  };
  if (labels.length <= mostInTable) return [{ figure, table: confusionTable(confusion) }, words];
  return [{ figure, table: recallTable(confusion) }, words];
}

const caption = "Confusion matrix";

function confusionTable({ labels, counts, support }: Confusion): Table {
  return {
    caption,
    corner: "true \\ predicted",
    columns: labels.map((label) => ({ label: short(label, 20) })),
    rows: counts.map((row, i) => ({
      header: short(labels[i], 30),
      cells: row.map((value) => ({ text: count(value), tint: support[i] > 0 ? value / support[i] : 0 })),
    })),
  };
}

/** Of more classes than a table of all pairs could hold: how many rows of each were right. */
function recallTable({ labels, counts, support }: Confusion): Table {
  return {
    caption: "Rows of each class that were predicted right",
    corner: "class",
    columns: [{ label: "right" }, { label: "of" }],
    rows: labels.map((label, i) => ({ header: short(label, 30), cells: [count(counts[i][i]), count(support[i])] })),
  };
}

/** The (at most three) pairs with the most rows taken wrongly, as clauses; the larger share first where counts are equal. */
function worstConfusions({ labels, counts, support }: Confusion): string[] {
  const wrong = counts.flatMap((row, i) => row.map((value, j) => ({ i, j, value, share: value / support[i] })));
  return wrong
    .filter(({ i, j, value }) => i !== j && value > 0)
    .sort((a, b) => b.value - a.value || b.share - a.share || a.i - b.i || a.j - b.j)
    .slice(0, 3)
    .map(({ i, j, value, share }) => {
      const rows = `${count(value)} of ${count(support[i])}`;
      return `${rows} “${short(labels[i], 30)}” (${percent(share)}) were taken for “${short(labels[j], 30)}”`;
    });
}

function heatmap({ labels, counts }: Confusion): { data: object[]; layout: object } {
  const names = labels.map(
    (label, i) =>
      `${short(label, 17)}${labels.findIndex((other) => short(other, 17) === short(label, 17)) < i ? ` (${i})` : ""}`,
  );
  const size = Math.min(640, 240 + 40 * labels.length);
  return {
    data: [
      {
        type: "heatmap",
        x: names,
        y: names,
        z: counts,
        colorscale: [
          [0, "#ffffff"],
          [1, "#2563eb"],
        ],
        texttemplate: labels.length <= mostInTable ? "%{z}" : "",
        hovertemplate: "%{z} of true %{y} predicted as %{x}<extra></extra>",
        showscale: false,
      },
    ],
    layout: {
      width: size,
      height: size,
      margin: { l: 140, t: 20, r: 20, b: 100 },
      xaxis: { title: { text: "predicted" }, type: "category" },
      yaxis: { title: { text: "true" }, type: "category", autorange: "reversed" },
    },
  };
}
