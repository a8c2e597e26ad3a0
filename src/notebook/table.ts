/**
 * A table, described once and written in three ways: HTML whose meaning survives a viewer that strips every style,
 * LaTeX for PDF, and aligned text for a terminal.
 */
import { type Html, html } from "./html.js";
import { latex } from "./latex.js";
import { countOf, short } from "./text.js";

export interface TableColumn {
  readonly label: string;
  /** Numbers stand right, text left. Default "right". */
  readonly align?: "left" | "right";
  /** How many columns it stands for that are left out. */
  readonly leftOut?: number;
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
  const caption = html`<caption style="caption-side:top;text-align:left;font-weight:bold;white-space:normal">${table.caption}</caption>`;
  return html`<table cellpadding="5" style="border-collapse:collapse;text-align:right;white-space:nowrap;margin:4px 0">${caption}<thead><tr style="border-bottom:${line}">${corner}${head}</tr></thead><tbody>${rows}</tbody></table>`;
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

/**
 * The cell's style, as an attribute; none where its text stands on the right. Jupyter's style sheet puts it there whatever the
 * table says, so that only a cell's own style moves it to the left.
 */
function cellStyle({ align = "right" }: TableColumn, cell?: TableCell): Html | undefined {
  const rules = [...(align === "left" ? ["text-align:left"] : []), ...background(cell)];
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

/**
 * The table as LaTeX: rules are those of the package booktabs, and adjustbox makes it smaller if it is wider than the page;
 * nbconvert's documents load both. It stays on a page with its caption.
 */
export function tableLatex(whole: Table): string {
  const { table, more } = narrowed(whole);
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
    `\\noindent\\textbf{${latex(table.caption)}}\\par\\nopagebreak\\smallskip`,
    `\\noindent\\begin{adjustbox}{max width=\\linewidth}\\begin{tabular}{l${align}}`,
    "\\toprule",
    head,
    "\\midrule",
    ...rows,
    "\\bottomrule",
    "\\end{tabular}\\end{adjustbox}\\par",
    ...(more === "" ? [] : [`\\noindent ${latex(more)}\\par`]),
  ].join("\n");
}

/** The table as aligned text, without its caption: columns stand apart by two spaces. */
export function tableText(whole: Table): string {
  const { table, more } = narrowed(whole);
  const columns = table.columns.map((column, i) => pad(columnTexts(table, i), column.align ?? "right"));
  const lines = pad(headers(table), "left").map((header, row) =>
    [header, ...columns.map((texts) => texts[row])].join("  ").trimEnd(),
  );
  return [...lines, ...(more === "" ? [] : [more])].join("\n");
}

/** Characters of a line, in a terminal and on paper. */
const lineWidth = 110;

/** The table without the columns that would make its lines longer, and a line that says how many these are, if any. */
function narrowed(table: Table): { table: Table; more: string } {
  let width = widest(headers(table));
  const fits = table.columns.map((_, i) => {
    width += 2 + widest(columnTexts(table, i));
    return i === 0 || width <= lineWidth;
  });
  const shown = fits.indexOf(false) < 0 ? fits.length : fits.indexOf(false);
  if (shown === fits.length) return { table, more: "" };
  const rows = table.rows.map((row) => ({ ...row, cells: row.cells.slice(0, shown) }));
  const hidden = table.columns.reduce((sum, { leftOut = 0 }, i) => sum + (leftOut || (i < shown ? 0 : 1)), 0);
  return {
    table: { ...table, columns: table.columns.slice(0, shown), rows },
    more: `… and ${countOf(hidden, "more column", "more columns")}`,
  };
}

function headers(table: Table): string[] {
  return [table.corner ?? "", ...table.rows.map((row) => row.header)];
}

function columnTexts(table: Table, column: number): string[] {
  return [table.columns[column].label, ...table.rows.map((row) => cellText(row.cells[column]))];
}

function widest(texts: readonly string[]): number {
  return Math.max(...texts.map((text) => short(text).length));
}

function cellText(cell: string | TableCell): string {
  return typeof cell === "string" ? cell : cell.text;
}

function pad(texts: readonly string[], align: "left" | "right"): string[] {
  const lines = texts.map((text) => short(text));
  const width = Math.max(...lines.map((text) => text.length));
  return lines.map((text) => (align === "left" ? text.padEnd(width) : text.padStart(width)));
}
