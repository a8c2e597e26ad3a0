import type { Label } from "../../metrics/labels.js";
import { labelName } from "../../metrics/labels.js";
import type { CalibrationCurve, PrecisionRecallCurve, RocCurve } from "../../metrics/ranking-curves.js";
import type { Bundle } from "../bundle.js";
import { chartBundle } from "../chart.js";
import { plotlyLabels } from "../figure.js";
import type { Table } from "../table.js";
import { count, countOf, named } from "../text.js";
import { mostCurves, strokes, type UnitChart, type UnitCurve, unitChartPicture } from "../unit-chart.js";

/** A table has at most so many classes. */
const mostRows = 40;

/** ROC curves: the classes that are hardest to tell from the rest, and the areas of all. */
export function rocView(curves: readonly RocCurve[]): Bundle {
  const sorted = hardestFirst(curves, (curve) => curve.auc);
  const hardest = sorted[0];
  const table = classTable("Area under the ROC curve", curves, ["area", "recall at 5 % false positives"], (curve) => [
    score(curve.auc),
    score(Number.isNaN(curve.auc) ? Number.NaN : recallAt(curve, 0.05)),
  ]);
  const finding =
    hardest === undefined || Number.isNaN(hardest.auc)
      ? "No area is defined, since there are rows of one class only."
      : curves.length === 1
        ? `The area under it is ${score(hardest.auc)}.`
        : `${nameOf(hardest)} is the hardest to tell from the rest, with an area of ${score(hardest.auc)}.`;
  return curvesBundle(
    {
      title: "ROC curve",
      x: "false positive rate",
      y: "true positive rate (recall)",
      diagonal: "chance",
      finding,
      table,
    },
    sorted,
    (curve) => ({
      value: Number.isNaN(curve.auc) ? "not defined" : `area ${score(curve.auc)}`,
      points: Number.isNaN(curve.auc) ? [] : curve.fpr.map((x, i) => [x, curve.tpr[i]] as const),
    }),
  );
}

/** Precision-recall curves, as steps, of the classes that are hardest to find, and the average precision of all. */
export function precisionRecallView(curves: readonly PrecisionRecallCurve[]): Bundle {
  const sorted = hardestFirst(curves, (curve) => (curve.prevalence > 0 ? curve.averagePrecision : Number.NaN));
  const hardest = sorted[0];
  const columns = ["average precision", "share of rows", "recall at 90 % precision"];
  const table = classTable("Average precision", curves, columns, (curve) => [
    score(curve.prevalence > 0 ? curve.averagePrecision : Number.NaN),
    score(curve.prevalence),
    score(curve.prevalence > 0 ? recallWith(curve, 0.9) : Number.NaN),
  ]);
  const finding =
    hardest === undefined || !(hardest.prevalence > 0)
      ? "There are no rows of the class."
      : `${curves.length === 1 ? "The average precision is" : `${nameOf(hardest)} is the hardest to find, with an average precision of`} ${score(hardest.averagePrecision)}, where guessing would give ${score(hardest.prevalence)}.`;
  return curvesBundle(
    { title: "Precision-recall curve", x: "recall", y: "precision", finding, table },
    sorted,
    (curve) => ({
      value: curve.prevalence > 0 ? `average ${score(curve.averagePrecision)}` : "no rows",
      points: curve.prevalence > 0 ? stepsOf(curve) : [],
    }),
  );
}

/** Calibration curves: what came of the rows with about the same predicted probability. */
export function calibrationView(curves: readonly CalibrationCurve[]): Bundle {
  const sorted = hardestFirst(curves, (curve) => -gapOf(curve));
  const worst = sorted[0];
  const table = curves.length === 1 ? binTable(curves[0]) : gapTable(curves);
  const finding =
    worst === undefined
      ? "There are no rows."
      : `${curves.length === 1 ? "The probabilities" : `The probabilities of ${nameOf(worst)}`} are on average ${score(gapOf(worst))} away from what came${curves.length === 1 ? "" : ", the most of all classes"}.`;
  return curvesBundle(
    {
      title: "Calibration curve",
      x: "mean predicted probability",
      y: "share of rows of the class",
      diagonal: "as predicted",
      finding,
      table,
    },
    sorted,
    (curve) => ({
      value: `mean gap ${score(gapOf(curve))}`,
      points: curve.probPred.map((x, i) => [x, curve.probTrue[i]] as const),
      marked: true,
    }),
  );
}

interface Curve {
  readonly label: Label | undefined;
}

interface Described extends Pick<UnitChart, "x" | "y" | "diagonal"> {
  readonly title: string;
  readonly finding: string;
  readonly table: Table;
}

function curvesBundle<C extends Curve>(
  { title, finding, table, ...axes }: Described,
  sorted: readonly C[],
  drawn: (curve: C) => Omit<UnitCurve, "name">,
): Bundle {
  const all = sorted.length;
  const shown = sorted.slice(0, mostCurves);
  const caption = all === 1 ? `${title}${ofClass(sorted[0])}` : `${title}s, each class against the rest`;
  const curves = shown.map((curve) => ({ name: nameOf(curve), ...drawn(curve) }));
  const note = all > shown.length ? `and ${countOf(all - shown.length, "more class", "more classes")}` : undefined;
  const alt = `${caption}. ${finding}`;
  return chartBundle(
    { caption, picture: unitChartPicture({ ...axes, alt, curves, note }), plotly: plotlyOf(axes, curves) },
    table,
  );
}

function ofClass(curve: Curve): string {
  return curve.label === undefined ? "" : ` of ${nameOf(curve)} against the rest`;
}

function nameOf({ label }: Curve): string {
  return label === undefined ? "positive class" : named(labelName(label), 30);
}

/** The curves with the smallest measure first; those without one last. */
function hardestFirst<C>(curves: readonly C[], measure: (curve: C) => number): C[] {
  const key = (curve: C): number => (Number.isNaN(measure(curve)) ? Number.POSITIVE_INFINITY : measure(curve));
  return [...curves].sort((a, b) => (key(a) === key(b) ? 0 : key(a) - key(b)));
}

function classTable<C extends Curve>(
  caption: string,
  curves: readonly C[],
  labels: readonly string[],
  cells: (curve: C) => readonly string[],
): Table {
  const left = curves.length - mostRows;
  const rows = curves.slice(0, mostRows).map((curve) => ({ header: nameOf(curve), cells: cells(curve) }));
  const more = `… and ${countOf(left, "more class", "more classes")}`;
  return {
    caption,
    corner: "class",
    columns: labels.map((label) => ({ label })),
    rows: left > 0 ? [...rows, { header: more, cells: labels.map(() => "") }] : rows,
  };
}

function binTable({ probPred, probTrue, counts }: CalibrationCurve): Table {
  return {
    caption: "Rows by predicted probability",
    corner: "mean probability",
    columns: [{ label: "share of the class" }, { label: "rows" }],
    rows: probPred.map((p, i) => ({ header: score(p), cells: [score(probTrue[i]), count(counts[i])] })),
  };
}

function gapTable(curves: readonly CalibrationCurve[]): Table {
  return classTable("How far probabilities are from what came", curves, ["mean gap", "largest gap"], (curve) => [
    score(gapOf(curve)),
    score(Math.max(...curve.probPred.map((p, i) => Math.abs(p - curve.probTrue[i])))),
  ]);
}

/** The mean distance between probability and share, each bin by its rows: the expected calibration error. */
function gapOf({ probPred, probTrue, counts }: CalibrationCurve): number {
  const rows = counts.reduce((sum, n) => sum + n, 0);
  return probPred.reduce((sum, p, i) => sum + Math.abs(p - probTrue[i]) * counts[i], 0) / rows;
}

/** The greatest recall of which at most this share of the other rows is taken for the class. */
function recallAt({ fpr, tpr }: RocCurve, most: number): number {
  const after = fpr.findIndex((rate) => rate > most);
  return after < 0 ? tpr[tpr.length - 1] : tpr[after - 1];
}

/** The greatest recall with at least this precision. */
function recallWith({ precision, recall }: PrecisionRecallCurve, least: number): number {
  return recall.reduce((greatest, x, i) => (precision[i] >= least ? Math.max(greatest, x) : greatest), 0);
}

/** A curve of steps: the precision of a threshold holds back to the recall of the next greater one. */
function stepsOf({ precision, recall }: PrecisionRecallCurve): (readonly [number, number])[] {
  return recall.flatMap((x, i): (readonly [number, number])[] => {
    return i === 0
      ? [[x, precision[0]]]
      : [
          [x, precision[i - 1]],
          [x, precision[i]],
        ];
  });
}

function score(value: number): string {
  return Number.isNaN(value) ? "not defined" : value.toFixed(3);
}

function plotlyOf(
  { x, y }: { x: string; y: string },
  curves: readonly UnitCurve[],
): { data: object[]; layout: object } {
  const names = plotlyLabels(curves.map(({ name }) => name));
  const axis = (text: string) => ({ title: { text }, range: [-0.01, 1.01] });
  return {
    data: curves.map(({ points, marked }, i) => ({
      type: "scatter",
      mode: marked === true ? "lines+markers" : "lines",
      name: names[i],
      x: points.map((point) => Number(point[0].toFixed(4))),
      y: points.map((point) => Number(point[1].toFixed(4))),
      line: { color: strokes[i % strokes.length].colour },
    })),
    layout: { width: 600, height: 400, margin: { l: 60, t: 10, r: 10, b: 50 }, xaxis: axis(x), yaxis: axis(y) },
  };
}
