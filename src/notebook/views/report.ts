import type { Bundle } from "../bundle.js";
import { bundleOf, type Part } from "../parts.js";
import type { TableRow } from "../table.js";
import { count, short } from "../text.js";

/** One line of a classification report. */
export interface ReportLine {
  readonly label: string;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** True rows of this class; with sample weights, their sum. */
  readonly support: number;
}

/** What a view needs of a classification report. */
export interface ReportState {
  /** The report as scikit-learn prints it. */
  readonly text: string;
  readonly classes: readonly ReportLine[];
  /** The share of right predictions; `undefined` where the report gives a micro average instead. */
  readonly accuracy: number | undefined;
  /** "macro avg" and the like. */
  readonly averages: readonly ReportLine[];
  /** Decimals. */
  readonly digits: number;
}

/** Scores of fewer rows than this say little; the report marks them. */
const lowSupport = 10;

/** A report in a table has at most so many classes; the text form has all of them. */
const mostClasses = 40;

/** A classification report: scores tinted by their size, classes with few rows marked. */
export function reportView(report: ReportState): Bundle {
  return bundleOf([reportTable(report)], report.text);
}

/** The report as a part of a larger view. */
export function reportTable({ classes, accuracy, averages, digits }: ReportState): Part {
  const shown = classes.slice(0, mostClasses);
  const total = averages[0]?.support;
  const rows: TableRow[] = shown.map((line) => scores(line, digits, remark(line)));
  if (shown.length < classes.length) {
    rows.push({ header: `… and ${count(classes.length - shown.length)} more classes`, cells: ["", "", "", "", ""] });
  }
  if (accuracy !== undefined) {
    const cells = ["", "", score(accuracy, digits), supportText(total), ""];
    rows.push({ header: "accuracy", cells, rule: true });
  }
  for (const [i, line] of averages.entries()) {
    rows.push({ ...scores(line, digits, ""), rule: i === 0 && accuracy === undefined });
  }
  const remarked = rows.some((row) => row.cells[4] !== "");
  const columns = ["precision", "recall", "f1-score", "support"].map((label) => ({ label }));
  return {
    table: {
      caption: "Classification report",
      corner: "class",
      columns: remarked ? [...columns, { label: "remark", align: "left" }] : columns,
      rows: remarked ? rows : rows.map((row) => ({ ...row, cells: row.cells.slice(0, 4) })),
    },
  };
}

function scores(line: ReportLine, digits: number, note: string): TableRow {
  return {
    header: short(line.label, 30),
    cells: [
      score(line.precision, digits),
      score(line.recall, digits),
      score(line.f1, digits),
      supportText(line.support),
      note === "" ? "" : { text: note, remark: true },
    ],
  };
}

function score(value: number, digits: number): { text: string; tint: number } {
  return { text: value.toFixed(digits), tint: Number.isNaN(value) ? 0 : value * value * 0.8 };
}

function supportText(support: number | undefined): string {
  if (support === undefined) return "";
  return Number.isInteger(support) ? count(support) : support.toFixed(1);
}

function remark({ precision, recall, support }: ReportLine): string {
  if (support === 0) return "no rows of this class";
  if (support < lowSupport) return `only ${supportText(support)} ${support === 1 ? "row" : "rows"}: little to go by`;
  if (recall === 0 && !(precision > 0)) return "no row of it was found";
  return "";
}
