import type { Evaluation } from "../../metrics/evaluate.js";
import { formatFixed } from "../../metrics/python-number.js";
import type { Bundle } from "../bundle.js";
import { bundleOf } from "../parts.js";
import { confusionParts } from "./confusion.js";
import { reportTable } from "./report.js";

/** What a view needs of an evaluation. */
export type EvaluationState = Pick<Evaluation, "trainAccuracy" | "testAccuracy" | "report" | "confusion" | "toString">;

/** An evaluation: accuracies, the classification report, the confusion matrix, and the worst confusions in words. */
export function evaluationView(evaluation: EvaluationState): Bundle {
  const { trainAccuracy, testAccuracy, report, confusion } = evaluation;
  const facts = [
    ["Train Accuracy", formatFixed(trainAccuracy, 2)],
    ["Test Accuracy", formatFixed(testAccuracy, 2)],
  ] as const;
  const [matrix, ...words] = confusionParts(confusion);
  return bundleOf([{ facts }, { beside: [reportTable(report), matrix] }, ...words], evaluation.toString());
}
