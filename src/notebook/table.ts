/**
 * A table, described once and written in three ways: HTML whose meaning survives a viewer that strips every style,
 * LaTeX for PDF, and aligned text for a terminal.
 */
import { type Html, html } from "./html.js";
import { latex } from "./latex.js";
import { short } from "./text.js";

export interface TableColumn {
  readonly label: string;
  /** Numbers stand right, text left. Default "right". */
  readonly align?: "left" | "right";
}

export interface TableCell {
  readonly text: string;
  /** How strongly the cell is tinted, from 0 to 1. */
  readonly tint?: number;
  /** How long the bar before its text is, from 0 to 1. */
  readonly bar?: number;
  /** In italics: not a value, but a word about one. */
  readonly remark?: boolean;
}

export interface TableRow {
  /** The row's name, before its cells. Empty: a cell without a name. */
  readonly header: string;
  readonly cells: readonly (string | TableCell)[];
  /** Whether a line parts this row from the one above. */
  readonly rule?: boolean;
}

export interface Table {
  readonly caption: string;
  /** What the row headers are, as the head of their column. */
  readonly corner?: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
}

/** Pixels of a cell with a bar, and the percentage of them that the longest one takes; the rest is for the text. */
const [barWidth, barRoom] = [160, 65];

const line = "1px solid rgba(128,128,128,0.5)";

/** The hue of all that is tinted, with a strength from 0 to 1; light enough to read black or white text on it. */
export function tint(strength: number): string {
  return `rgba(37,99,235,${(0.5 * Math.min(1, Math.max(0, strength))).toFixed(2)})`;
}

/** The table as HTML. The colour of the text is the page's own, so that it reads on a light and on a dark page. */
export function tableHtml(table: Table): Html {
  const head = table.columns.map((column) => html`<th scope="col"${cellStyle(column)}>${column.label}</th>`);
  const corner =
    table.corner === undefined ? html`<td></td>` : html`<th scope="col" style="text-align:left">${table.corner}</th>`;
  const rows = table.rows.map((row) => rowHtml(row, table.columns));
  const caption = html`<caption style="caption-side:top;text-align:left;font-weight:bold">${table.caption}</caption>`;
  return html`<table cellpadding="5" style="border-collapse:collapse;text-align:right;margin:4px 0">${caption}<thead><tr style="border-bottom:${line}">${corner}${head}</tr></thead><tbody>${rows}</tbody></table>`;
}

function rowHtml(row: TableRow, columns: readonly TableColumn[]): Html {
  const cells = row.cells.map((given, i) => {
    const cell = typeof given === "string" ? { text: given } : given;
    const text = cell.remark === true ? html`<em>${cell.text}</em>` : html`${cell.text}`;
    return html`<td${cellStyle(columns[i], cell)}>${text}</td>`;
  });
  const header = row.header === "" ? html`<td></td>` : html`<th scope="row" style="text-align:left">${row.header}</th>`;
  return html`<tr${row.rule === true ? html` style="border-top:${line}"` : undefined}>${header}${cells}</tr>`;
}

/** The cell's style, as an attribute; none where it looks like most. */
function cellStyle(column: TableColumn, cell?: TableCell): Html | undefined {
  const rules = [...(column.align === "left" ? ["text-align:left"] : []), ...background(cell)];
  return rules.length === 0 ? undefined : html` style="${rules.join(";")}"`;
}

function background(cell: TableCell | undefined): string[] {
  if (cell?.tint !== undefined && cell.tint > 0) return [`background:${tint(cell.tint)}`];
  if (cell?.bar !== undefined && cell.bar > 0) {
    const end = `${Math.round(barRoom * Math.min(1, cell.bar))}%`;
    return [`background:linear-gradient(90deg,${tint(0.6)} ${end},rgba(0,0,0,0) ${end})`, `width:${barWidth}px`];
  }
  return [];
}

/** The table as LaTeX, with rules of the package booktabs, which nbconvert's documents load. */
export function tableLatex(table: Table): string {
  const align = table.columns.map((column) => (column.align === "left" ? "l" : "r")).join("");
  const cells = (first: string, rest: readonly string[]): string => `${[first, ...rest].map(latex).join(" & ")} \\\\`;
  const rows = table.rows.flatMap((row) => [
    ...(row.rule === true ? ["\\midrule"] : []),
    cells(row.header, row.cells.map(cellText)),
  ]);
  const head = cells(
    table.corner ?? "",
    table.columns.map((column) => column.label),
  );
  return [
    `\\noindent\\textbf{${latex(table.caption)}}\\par\\smallskip`,
    `\\noindent\\begin{tabular}{l${align}}`,
    "\\toprule",
    head,
    "\\midrule",
    ...rows,
    "\\bottomrule",
    "\\end{tabular}\\par",
  ].join("\n");
}

/**
 * The table as aligned text, without its caption: columns stand apart by two spaces. Columns that would make a line
 * longer than `width` are left out, and a last line says how many.
 */
export function tableText(table: Table, width = 110): string {
  const header = table.rows.map((row) => row.header);
  const names = pad([table.corner ?? "", ...header], "left");
  let lines = names;
  let shown = 0;
  for (const [i, column] of table.columns.entries()) {
    const texts = [column.label, ...table.rows.map((row) => cellText(row.cells[i]))];
    const padded = pad(texts, column.align ?? "right");
    const longer = lines.map((text, row) => `${text}  ${padded[row]}`);
    if (shown > 0 && longer[0].length > width) break;
    lines = longer;
    shown = i + 1;
  }
  const more = table.columns.length - shown;
  return [...lines.map((text) => text.trimEnd()), ...(more > 0 ? [`… and ${more} more columns`] : [])].join("\n");
}

function cellText(cell: string | TableCell): string {
  return typeof cell === "string" ? cell : cell.text;
}

function pad(texts: readonly string[], align: "left" | "right"): string[] {
  const lines = texts.map((text) => short(text));
  const width = Math.max(...lines.map((text) => text.length));
  return lines.map((text) => (align === "left" ? text.padEnd(width) : text.padStart(width)));
}
