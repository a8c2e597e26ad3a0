/**
 * A view is described as a few parts, and each part is written as HTML, as LaTeX and as text, so that the three forms
 * of an output say the same.
 */
import type { Bundle } from "./bundle.js";
import { type Figure, figureHtml } from "./figure.js";
import { type Html, html } from "./html.js";
import { latex } from "./latex.js";
import { type Table, tableHtml, tableLatex, tableText } from "./table.js";
import { clean, cleanLines } from "./text.js";

export type Part =
  /** What is shown, and in what state. */
  | { readonly heading: string; readonly detail?: string }
  /** Names and values, one a line. */
  | { readonly facts: readonly (readonly [name: string, value: string])[] }
  | { readonly sentence: string }
  | { readonly list: readonly string[]; readonly title: string }
  | { readonly table: Table }
  /** A picture, and the table that says the same, which stands in for it where there are no pictures. */
  | { readonly figure: Figure; readonly table: Table }
  /** Parts side by side where there is room. */
  | { readonly beside: readonly Part[] };

/**
 * The parts as an output.
 *
 * @param text - the text form, where it is not that of the parts.
 */
export function bundleOf(parts: readonly Part[], text = parts.map(partText).join("\n")): Bundle {
  return {
    "text/html": html`<div style="overflow:auto"${focus(parts)}>${parts.map(partHtml)}</div>`.source,
    "text/latex": parts.map(partLatex).join("\n\n"),
    "text/plain": cleanLines(text),
  };
}

/** What may be wider than the page must be reached by the keyboard, to be scrolled with it. */
function focus(parts: readonly Part[]): Html | undefined {
  return parts.some((part) => "table" in part || "beside" in part) ? html` tabindex="0"` : undefined;
}

function partHtml(part: Part): Html {
  if ("heading" in part) {
    const detail = part.detail === undefined ? undefined : html` <span style="opacity:0.8">${part.detail}</span>`;
    return html`<p style="margin:4px 0"><strong>${part.heading}</strong>${detail}</p>`;
  }
  if ("facts" in part) {
    const rows = part.facts.map(
      ([name, value]) =>
        html`<tr><th scope="row" style="text-align:left;padding:3px 16px 3px 6px;font-weight:normal;vertical-align:top;opacity:0.8">${name}</th><td style="text-align:left;padding:3px 6px;vertical-align:top;overflow-wrap:anywhere">${value}</td></tr>`,
    );
    return html`<table style="border-collapse:collapse;margin:4px 0"><tbody>${rows}</tbody></table>`;
  }
  if ("sentence" in part) return html`<p style="margin:4px 0;overflow-wrap:anywhere">${part.sentence}</p>`;
  if ("list" in part) {
    const items = part.list.map((item) => html`<li>${item}</li>`);
    return html`<p style="margin:4px 0;font-weight:bold">${part.title}</p><ul style="margin:4px 0;padding:0 0 0 20px">${items}</ul>`;
  }
  if ("figure" in part) return figureHtml(part.figure, part.table);
  if ("table" in part) return tableHtml(part.table);
  return html`<div style="display:flex;flex-wrap:wrap;gap:8px 40px;align-items:flex-start">${part.beside.map((inner) => html`<div>${partHtml(inner)}</div>`)}</div>`;
}

function partLatex(part: Part): string {
  if ("heading" in part) {
    return `\\noindent\\textbf{${latex(part.heading)}}${part.detail === undefined ? "" : ` ${latex(part.detail)}`}`;
  }
  if ("facts" in part) {
    return part.facts.map(([name, value]) => `\\noindent ${latex(name)}: ${latex(value)}`).join("\n\n");
  }
  if ("sentence" in part) return `\\noindent ${latex(part.sentence)}`;
  if ("list" in part) {
    const items = part.list.map((item) => `\\item ${latex(item)}`);
    return [`\\noindent\\textbf{${latex(part.title)}}`, "\\begin{itemize}", ...items, "\\end{itemize}"].join("\n");
  }
  if ("table" in part) return tableLatex(part.table);
  return part.beside.map(partLatex).join("\n\n");
}

function partText(part: Part): string {
  if ("heading" in part) return clean(part.detail === undefined ? part.heading : `${part.heading}: ${part.detail}`);
  if ("facts" in part) return part.facts.map(([name, value]) => `  ${clean(`${name}: ${value}`)}`).join("\n");
  if ("sentence" in part) return clean(part.sentence);
  if ("list" in part) return [`${clean(part.title)}:`, ...part.list.map((item) => `  ${clean(item)}`)].join("\n");
  if ("table" in part) return `${clean(part.table.caption)}\n${tableText(part.table)}`;
  return part.beside.map(partText).join("\n");
}
