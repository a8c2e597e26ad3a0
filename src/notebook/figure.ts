/**
 * A figure: a picture that stands wherever pictures do, its numbers as a table behind it, and, when asked for, a Plotly
 * chart that takes the picture's place where scripts run and the library is on the page.
 */
import { type Html, html, scriptJson } from "./html.js";
import { type Picture, pictureHtml } from "./svg.js";
import { type Table, tableHtml } from "./table.js";

export interface Figure {
  readonly caption: string;
  readonly picture: Picture;
  /** Plotly's data and layout. */
  readonly plotly?: { readonly data: readonly object[]; readonly layout: object };
}

/** The figure as HTML, with the table folded under it. */
export function figureHtml({ caption, picture, plotly }: Figure, table: Table): Html {
  const image = html`<div>${pictureHtml(picture)}</div>`;
  const chart = plotly === undefined ? undefined : takeOver(plotly);
  return html`<figure style="margin:4px 0"><figcaption style="font-weight:bold;padding:4px 0">${caption}</figcaption>${image}${chart}<details style="margin:4px 0"><summary>The numbers</summary>${tableHtml(table)}</details></figure>`;
}

/** Labels for Plotly, which reads some HTML in text and takes equal labels for one: these it shows as they are, apart. */
export function plotlyLabels(labels: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return labels.map((label) => {
    const nth = (seen.get(label) ?? 0) + 1;
    seen.set(label, nth);
    const escaped = label.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
    return nth === 1 ? escaped : `${escaped} (${nth})`;
  });
}

/** A script that draws the chart into the element before it, once Plotly is there, and else leaves that as it is. */
function takeOver({ data, layout }: NonNullable<Figure["plotly"]>): Html {
  const options = { responsive: true, displaylogo: false };
  return html`<script>(function(){var s=document.currentScript,p=s&&s.previousElementSibling;if(!p||!window.Plotly)return;var d=document.createElement("div");p.parentNode.insertBefore(d,p);window.Plotly.newPlot(d,${scriptJson(data)},${scriptJson(layout)},${scriptJson(options)}).then(function(){p.hidden=true},function(){d.remove()})})()</script>`;
}
