import type { ClassificationReport, ReportRow } from "../../metrics/classification-report.js";
import { formatFixed } from "../../metrics/python-number.js";
import type { Bundle } from "../bundle.js";
import { bundleOf, type Part } from "../parts.js";
import type { TableRow } from "../table.js";
import { count, countOf, named } from "../text.js";

/** What a view needs of a classification report. */
export type ReportState = Pick<
  ClassificationReport,
  "rows" | "averages" | "accuracy" | "digits" | "weighted" | "zeroDivisions" | "toString"
>;

/** Scores of fewer rows than this say little; the report marks them. */
const lowSupport = 10;

/** A report in a table has at most so many classes; the text form has all of them. */
const mostClasses = 40;

/** A classification report: scores tinted by their size, and a word on those that say little. */
export function reportView(report: ReportState): Bundle {
  return bundleOf([reportTable(report)], report.toString());
}

/** The report as a part of a larger view. */
export function reportTable(report: ReportState): Part {
  const { rows: classes, averages, digits } = report;
  const left = classes.length - mostClasses;
  const rows: TableRow[] = classes.slice(0, mostClasses).map((row) => scores(row, digits, remark(row, report)));
  if (left > 0)
    rows.push({ header: `… and ${countOf(left, "more class", "more classes")}`, cells: ["", "", "", "", ""] });
  for (const [i, row] of averages.entries()) {
    const { header, cells } = scores(row, digits, "");
    // Accuracy is one number, not one for precision and one for recall.
    const shown = i === 0 && report.accuracy !== undefined ? ["", "", ...cells.slice(2)] : cells;
    rows.push({ header, cells: shown, rule: i === 0 });
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

function scores(row: ReportRow, digits: number, note: string): TableRow {
  return {
    header: named(row.name, 30),
    cells: [
      score(row.precision, digits),
      score(row.recall, digits),
      score(row.f1Score, digits),
      supportText(row.support),
      note === "" ? "" : { text: note, remark: true },
    ],
  };
}

function score(value: number, digits: number): { text: string; tint: number } {
  return { text: formatFixed(value, digits), tint: Number.isNaN(value) ? 0 : value * value * 0.8 };
}

function supportText(support: number): string {
  return Number.isInteger(support) ? count(support) : support.toFixed(1);
}

function remark({ name, support }: ReportRow, { weighted, zeroDivisions }: ReportState): string {
  const undefinedFor = (metric: string): boolean =>
    zeroDivisions.some((division) => division.name === name && division.metric === metric);
  if (undefinedFor("recall")) return "no rows of this class";
  if (undefinedFor("precision")) return "never predicted";
  if (!weighted && support < lowSupport) return `only ${countOf(support, "row")}: little to go by`;
  return "";
}
