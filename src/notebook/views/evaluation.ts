import type { ConfusionMatrix } from "../../metrics/confusion-matrix.js";
import type { Bundle } from "../bundle.js";
import { bundleOf } from "../parts.js";
import { confusionParts } from "./confusion.js";
import { type ReportState, reportTable } from "./report.js";

/** What a view needs of an evaluation. */
export interface EvaluationState {
  readonly trainAccuracy: number;
  readonly testAccuracy: number;
  /** Of the test rows, as is the confusion matrix. */
  readonly report: ReportState;
  readonly confusion: Pick<ConfusionMatrix, "labels" | "counts">;
}

/** An evaluation as text: both accuracies, and the report as scikit-learn prints it. */
export function evaluationText({ trainAccuracy, testAccuracy, report }: EvaluationState): string {
  const [train, test] = [trainAccuracy, testAccuracy].map((accuracy) => accuracy.toFixed(report.digits));
  return `Train Accuracy: ${train}\nTest Accuracy: ${test}\nClassification Report:\n${report}`;
}

/** An evaluation: accuracies, the classification report, the confusion matrix, and the worst confusions in words. */
export function evaluationView(evaluation: EvaluationState): Bundle {
  const { trainAccuracy, testAccuracy, report, confusion } = evaluation;
  const facts = [
    ["Train Accuracy", trainAccuracy.toFixed(report.digits)],
    ["Test Accuracy", testAccuracy.toFixed(report.digits)],
  ] as const;
  const [matrix, ...words] = confusionParts(confusion);
  return bundleOf([{ facts }, { beside: [reportTable(report), matrix] }, ...words], evaluationText(evaluation));
}
