import type { RandomForestClassifier } from "../../forest/random-forest-classifier.js";
import { labelName } from "../../metrics/labels.js";
import type { Bundle } from "../bundle.js";
import { displayOptions } from "../display-options.js";
import { type Figure, plotlyLabels } from "../figure.js";
import { bundleOf, type Part } from "../parts.js";
import type { Table } from "../table.js";
import { count, listed, named, short } from "../text.js";
import { barPicture } from "./bar-picture.js";

/** What a view needs of a forest. */
export interface ModelState {
  /** The name of its class. */
  readonly name: string;
  /** The options it was given; `undefined` counts as not given. */
  readonly options: object;
  /** What it has learned; `undefined` before `fit`. */
  readonly fitted:
    | (Pick<RandomForestClassifier, "classes" | "featureNames" | "featureImportances"> & {
        readonly trees: readonly Pick<RandomForestClassifier["trees"][number], "depth" | "leaves">[];
      })
    | undefined;
}

const mostImportances = 10;

/** A forest: its options and, once it is fitted, its classes, trees and the features that matter most. */
export function modelView({ name, options, fitted }: ModelState): Bundle {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const parts: Part[] = [{ heading: named(name), detail: fitted === undefined ? "not fitted yet" : "fitted" }];
  const facts: [string, string][] = given.map(([option, value]) => [named(option), optionText(value)]);
  if (fitted === undefined) {
    if (facts.length > 0) parts.push({ facts });
    return bundleOf(parts);
  }
  const { classes, trees, featureNames } = fitted;
  facts.push(["Classes", listed(classes.map(labelName))], ["Trees", count(trees.length)]);
  if (trees.length > 0) {
    facts.push(
      ["Depth", range(trees.map((tree) => tree.depth))],
      ["Leaves a tree", range(trees.map((tree) => tree.leaves))],
    );
  }
  facts.push(["Features", count(featureNames.length)]);
  // A model of ml-random-forest does not tell them.
  const known = featureNames.length > 0 && fitted.featureImportances.every(Number.isFinite);
  parts.push(known ? { beside: [{ facts }, importances(fitted)] } : { facts });
  return bundleOf(parts);
}

function importances(fitted: NonNullable<ModelState["fitted"]>): Part {
  const { featureNames } = fitted;
  const ranked = featureNames
    .map((feature, i) => ({ feature: named(feature), importance: fitted.featureImportances[i] }))
    .sort((a, b) => b.importance - a.importance)
    .slice(0, mostImportances);
  const all = ranked.length === featureNames.length;
  const caption = all
    ? "Feature importances"
    : `The ${ranked.length} largest of ${count(featureNames.length)} feature importances`;
  const largest = ranked[0].importance || 1;
  const table: Table = {
    caption,
    corner: "feature",
    columns: [{ label: "importance" }],
    rows: ranked.map(({ feature, importance }) => ({
      header: feature,
      cells: [{ text: importance.toFixed(3), bar: importance / largest }],
    })),
  };
  if (!displayOptions().interactive) return { table };
  const labels = ranked.map(({ feature }) => feature);
  const values = ranked.map(({ importance }) => importance);
  const figure: Figure = {
    caption,
    picture: barPicture(labels, values, `${labels[0]} matters most, with an importance of ${values[0].toFixed(3)}.`),
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

/** The least, the median and the most of whole numbers. */
function range(numbers: readonly number[]): string {
  const sorted = [...numbers].sort((a, b) => a - b);
  const [least, median, most] = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted[sorted.length - 1]];
  return least === most ? count(least) : `${count(least)} to ${count(most)}, median ${count(median)}`;
}

function optionText(value: unknown): string {
  return short(typeof value === "string" ? value : (JSON.stringify(value) ?? String(value)));
}
