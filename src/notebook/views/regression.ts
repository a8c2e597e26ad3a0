import {
  errorText,
  type Predictions,
  type RegressionEvaluation,
  type Residuals,
  scoreText,
} from "../../metrics/regression-evaluation.js";
import type { Bundle } from "../bundle.js";
import { chartBundle } from "../chart.js";
import { displayOptions } from "../display-options.js";
import type { Figure } from "../figure.js";
import { bundleOf, type Part } from "../parts.js";
import type { Table } from "../table.js";
import { count } from "../text.js";
import { densityPicture } from "./density-picture.js";
import { importancesFigure } from "./importances.js";

/** The most features whose importance an evaluation shows. */
const mostImportances = 10;
/** Rows of the table of predictions: each stands for as many rows. */
const PARTS = 10;

/** What a view needs of an evaluation. */
export type RegressionState = Pick<
  RegressionEvaluation,
  | "trainR2"
  | "testR2"
  | "trainRMSE"
  | "testRMSE"
  | "trainMAE"
  | "testMAE"
  | "predictions"
  | "residuals"
  | "importances"
  | "toString"
>;

/** An evaluation of a regressor: R² and errors, true against predicted numbers, what they differ by, and what matters. */
export function regressionView(evaluation: RegressionState): Bundle {
  const { trainR2, testR2, trainRMSE, testRMSE, trainMAE, testMAE, importances } = evaluation;
  const row = (header: string, train: string, test: string) => ({ header, cells: [train, test] });
  const scores: Table = {
    caption: "Train and test rows",
    corner: "score",
    columns: [{ label: "train" }, { label: "test" }],
    rows: [
      row("R²", scoreText(trainR2), scoreText(testR2)),
      row("RMSE", errorText(trainRMSE), errorText(testRMSE)),
      row("MAE", errorText(trainMAE), errorText(testMAE)),
    ],
  };
  const features = [...importances];
  const parts: Part[] = [{ table: scores }];
  if (features.length > 0 && features.every(({ importance }) => Number.isFinite(importance))) {
    const { figure, table } = importancesFigure(features, mostImportances);
    parts.push({ figure: displayOptions().interactive ? figure : { ...figure, plotly: undefined }, table });
  }
  const pictures = [predictionsFigure(evaluation.predictions), residualsFigure(evaluation.residuals)];
  return bundleOf([{ beside: parts }, { beside: pictures }], evaluation.toString());
}

/** True against predicted numbers. */
export function predictionsView(predictions: Predictions): Bundle {
  const { figure, table } = predictionsFigure(predictions);
  return chartBundle(figure, table);
}

/** What true numbers and predicted ones differ by. */
export function residualsView(residuals: Residuals): Bundle {
  const { figure, table } = residualsFigure(residuals);
  return chartBundle(figure, table);
}

interface Charted {
  readonly figure: Figure;
  readonly table: Table;
}

function predictionsFigure({ yTrue, yPred, rows }: Predictions): Charted {
  const caption = `True against predicted values${ofRows(yPred.length, rows)}`;
  const table: Table = {
    caption: "By predicted value, a tenth of the rows each",
    corner: "mean prediction",
    columns: ["mean true value", "mean absolute error", "rows"].map((label) => ({ label })),
    rows: tenths(yPred).map((places) => ({
      header: errorText(mean(places, yPred)),
      cells: [
        errorText(mean(places, yTrue)),
        errorText(
          mean(
            places,
            yTrue.map((value, row) => Math.abs(value - yPred[row])),
          ),
        ),
        count(places.length),
      ],
    })),
  };
  const points = Array.from(yPred, (value, row) => [value, yTrue[row]] as const);
  const alt = `${caption}. The nearer to the dashed line, the better.`;
  const picture = densityPicture({ x: "predicted", y: "true", alt, points, right: "diagonal" });
  return { figure: { caption, picture }, table };
}

function residualsFigure({ yPred, residuals, rows }: Residuals): Charted {
  const caption = `Residuals, true less predicted values${ofRows(yPred.length, rows)}`;
  const sorted = residuals.slice().sort();
  const at = (share: number): string => errorText(sorted[Math.floor(share * (sorted.length - 1))]);
  const table: Table = {
    caption: "Residuals by size",
    corner: "of the rows below",
    columns: [{ label: "residual" }],
    rows: [0.05, 0.25, 0.5, 0.75, 0.95].map((share) => ({
      header: `${Math.round(100 * share)} %`,
      cells: [at(share)],
    })),
  };
  const points = Array.from(yPred, (value, row) => [value, residuals[row]] as const);
  const alt = `${caption}. Half of the rows are between ${at(0.25)} and ${at(0.75)}.`;
  const picture = densityPicture({ x: "predicted", y: "true less predicted", alt, points, right: "zero" });
  return { figure: { caption, picture }, table };
}

function ofRows(shown: number, rows: number): string {
  return shown === rows ? "" : ` of ${count(shown)} of ${count(rows)} rows`;
}

/** The places of numbers, from the least on, in ten parts; in fewer where there are fewer numbers. */
function tenths(numbers: Float64Array): Uint32Array[] {
  const order = Uint32Array.from(numbers.keys()).sort((a, b) => numbers[a] - numbers[b]);
  const parts = Math.min(PARTS, order.length);
  const cut = (part: number): number => Math.round((part * order.length) / parts);
  return Array.from({ length: parts }, (_, part) => order.slice(cut(part), cut(part + 1)));
}

function mean(places: Uint32Array, numbers: Float64Array): number {
  return places.reduce((sum, place) => sum + numbers[place], 0) / places.length;
}
