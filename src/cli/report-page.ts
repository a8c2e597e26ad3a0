import type { RandomForestClassifier } from "../forest/random-forest-classifier.js";
import type { RandomForestRegressor } from "../forest/random-forest-regressor.js";
import type { Evaluation } from "../metrics/evaluate.js";
import type { RegressionEvaluation } from "../metrics/regression-evaluation.js";
import type { Bundle } from "../notebook/bundle.js";
import { Html, html } from "../notebook/html.js";
import { calibrationView, precisionRecallView, rocView } from "../notebook/views/curves.js";
import { evaluationView } from "../notebook/views/evaluation.js";
import { forestState, modelView } from "../notebook/views/model.js";
import { regressionView } from "../notebook/views/regression.js";

/** A part of a page: a view under a heading. */
export type Section = readonly [heading: string, view: Bundle];

/** What a page tells of a classifier: the views that a notebook shows. */
export function classifierSections(evaluation: Evaluation, model: RandomForestClassifier): Section[] {
  return [
    ["Evaluation", evaluationView(evaluation)],
    ["ROC curves", rocView(evaluation.roc.curves)],
    ["Precision and recall", precisionRecallView(evaluation.precisionRecall.curves)],
    ["Calibration", calibrationView(evaluation.calibration.curves)],
    ["Model", modelView(forestState(model))],
  ];
}

/** The same of a regressor. */
export function regressorSections(evaluation: RegressionEvaluation, model: RandomForestRegressor): Section[] {
  return [
    ["Evaluation", regressionView(evaluation)],
    ["Model", modelView(forestState(model))],
  ];
}

/**
 * The page of an evaluation: one HTML file that needs nothing else and runs no script.
 *
 * @param title - may be anyone's text.
 */
export function reportPage(title: string, sections: readonly Section[]): string {
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
:root { color-scheme: light dark; }
body { font: 14px/1.5 system-ui, sans-serif; max-width: 1040px; margin: 24px auto; padding: 0 16px; }
h1 { font-size: 22px; } h2 { font-size: 17px; margin-top: 28px; }
/* On paper nothing scrolls: long names break, wide tables are seen whole, and no table or picture is cut in two. */
@page { margin: 15mm; }
@media print {
  :root { color-scheme: light; }
  body { max-width: none; margin: 0; padding: 0; zoom: 0.8; }
  section div { overflow: visible !important; }
  th { white-space: normal; overflow-wrap: anywhere; }
  table, figure, ul { break-inside: avoid; }
  h2, section p { break-after: avoid; }
  summary { display: none; }
}
</style>
</head>
<body>
<main>
<h1>${title}</h1>
${sections.map(([heading, view]) => html`<section><h2>${heading}</h2>${new Html(view["text/html"] ?? "")}</section>\n`)}
</main>
</body>
</html>
`.source;
}
