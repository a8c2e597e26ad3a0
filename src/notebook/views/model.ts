import type { RandomForestClassifier } from "../../forest/random-forest-classifier.js";
import { Importances } from "../../metrics/importances.js";
import { labelName } from "../../metrics/labels.js";
import type { Bundle } from "../bundle.js";
import { displayOptions } from "../display-options.js";
import { bundleOf, type Part } from "../parts.js";
import { count, listed, named, short } from "../text.js";
import { importancesFigure } from "./importances.js";

/** What a view needs of a forest. */
export interface ModelState {
  /** The name of its class. */
  readonly name: string;
  /** The options it was given; `undefined` counts as not given. */
  readonly options: object;
  /** What it has learned; `undefined` before `fit`. */
  readonly fitted:
    | Pick<RandomForestClassifier, "classes" | "featureNames" | "featureImportances" | "trees">
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
  const { figure, table } = importancesFigure(
    [...new Importances(fitted.featureNames, fitted.featureImportances)],
    mostImportances,
  );
  return displayOptions().interactive ? { figure, table } : { table };
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
