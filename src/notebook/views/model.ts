import type { ErrorMeasure } from "../../engine/follow-tasks.js";
import { RandomForestClassifier } from "../../forest/random-forest-classifier.js";
import type { RandomForestRegressor } from "../../forest/random-forest-regressor.js";
import { Importances } from "../../metrics/importances.js";
import { labelName } from "../../metrics/labels.js";
import type { Bundle } from "../bundle.js";
import { displayOptions } from "../display-options.js";
import { bundleOf, type Part } from "../parts.js";
import { count, listed, named, short } from "../text.js";
import { errorPicture, measured } from "./error-picture.js";
import { importancesFigure } from "./importances.js";

/** What a view needs of a forest. */
export interface ModelState {
  /** The name of its class. */
  readonly name: string;
  /** The options it was given; `undefined` counts as not given. */
  readonly options: object;
  /** What it has learned; `undefined` before `fit`. */
  readonly fitted:
    | (Pick<RandomForestClassifier, "featureNames" | "featureImportances"> & {
        /** A classifier's. */
        readonly classes?: RandomForestClassifier["classes"];
        /** R² of a regressor's out-of-bag predictions, if it was asked for. */
        readonly oobR2?: number;
        readonly trees: readonly Pick<RandomForestClassifier["trees"][number], "depth" | "leaves">[];
        /** By number of trees, if it was asked for: of a classifier shares of rows, of a regressor root mean squared errors. */
        readonly oobErrors?: readonly number[];
      })
    | undefined;
}

const mostImportances = 10;

/** A model that may not be fitted, or have no out-of-bag predictions, as the view takes it. */
export function forestState(model: RandomForestClassifier | RandomForestRegressor): ModelState {
  const { options } = model;
  const isClassifier = model instanceof RandomForestClassifier;
  const name = isClassifier ? "RandomForestClassifier" : "RandomForestRegressor";
  if (!model.isFitted) return { name, options, fitted: undefined };
  const { featureNames, featureImportances, trees } = model;
  const shared = { featureNames, featureImportances, trees };
  const oobErrors = model.hasOobScore ? model.oobErrors : undefined;
  if (isClassifier) return { name, options, fitted: { ...shared, classes: model.classes, oobErrors } };
  const oobR2 = model.hasOobScore ? model.oobScore : undefined;
  return { name, options, fitted: { ...shared, oobR2, oobErrors } };
}

/** A forest: its options and, once it is fitted, its classes if it has such, trees and the features that matter most. */
export function modelView({ name, options, fitted }: ModelState): Bundle {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const parts: Part[] = [{ heading: named(name), detail: fitted === undefined ? "not fitted yet" : "fitted" }];
  const facts: [string, string][] = given.map(([option, value]) => [named(option), optionText(value)]);
  if (fitted === undefined) {
    if (facts.length > 0) parts.push({ facts });
    return bundleOf(parts);
  }
  const { classes, trees, featureNames, oobErrors = [], oobR2 } = fitted;
  if (classes !== undefined) facts.push(["Classes", listed(classes.map(labelName))]);
  facts.push(["Trees", count(trees.length)]);
  if (trees.length > 0) {
    facts.push(
      ["Depth", range(trees.map((tree) => tree.depth))],
      ["Leaves a tree", range(trees.map((tree) => tree.leaves))],
    );
  }
  facts.push(["Features", count(featureNames.length)]);
  const measure = classes === undefined ? "RMSE" : "error";
  if (oobErrors.length > 0) facts.push([`Out-of-bag ${measure}`, measured(oobErrors.at(-1) as number, measure)]);
  if (oobR2 !== undefined) facts.push(["Out-of-bag R²", oobR2.toFixed(3)]);
  // A model of ml-random-forest does not tell them.
  const known = featureNames.length > 0 && fitted.featureImportances.every(Number.isFinite);
  parts.push(known ? { beside: [{ facts }, importances(fitted)] } : { facts });
  if (oobErrors.length > 1) parts.push(errorCurve(oobErrors, measure));
  return bundleOf(parts);
}

/** How the out-of-bag error falls, and the table of what it is with 1, 2, 5, 10, … trees. */
function errorCurve(errors: readonly number[], measure: ErrorMeasure): Part {
  const caption = `Out-of-bag ${measure} as the forest grows`;
  const steps = [1, 2, 5].flatMap((step) => [1, 10, 100, 1000, 10_000].map((unit) => step * unit));
  const shown = [...steps.sort((a, b) => a - b).filter((trees) => trees < errors.length), errors.length];
  const rows = shown.map((trees) => ({ header: count(trees), cells: [measured(errors[trees - 1], measure)] }));
  const table = { caption, corner: "trees", columns: [{ label: measure }], rows };
  return { figure: { caption, picture: errorPicture(errors, measure) }, table };
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
