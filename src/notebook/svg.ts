/**
 * Pictures, drawn as SVG source. A picture goes into a page as an `<img>`, where no script of it runs, and stands on a
 * card of its own colour, so that it reads on light and dark pages.
 */
import { type Html, html } from "./html.js";

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** What the picture shows and what is to be seen in it, in a sentence or two. */
  readonly alt: string;
  readonly svg: Html;
}

/** A picture from what is drawn in it; the y axis points down. */
export function picture(width: number, height: number, alt: string, drawn: readonly Html[]): Picture {
  const svg = html`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Helvetica,Arial,sans-serif" font-size="12" fill="#1f2328"><rect width="${width}" height="${height}" fill="#fff"/>${drawn}</svg>`;
  return { width, height, alt, svg };
}

/** The picture under its title, for where no caption stands beside it. */
export function titled({ width, height, alt, svg }: Picture, title: string): Picture {
  const heading = html`<text x="10" y="20" font-size="14" font-weight="bold">${title}</text>`;
  return picture(Math.max(width, 20 + 8 * title.length), height + 28, alt, [
    heading,
    html`<svg y="28" width="${width}" height="${height}">${svg}</svg>`,
  ]);
}

/** The share of its width that a picture keeps on a narrow page: shrunk further its labels could not be read, so it scrolls. */
const leastWidth = 0.6;

/** The picture as an image that carries its own data. */
export function pictureHtml({ width, height, alt, svg }: Picture): Html {
  // Percent-encoding only what a data URL cannot hold keeps the picture small, and readable in a diff.
  const data = svg.source.replace(/[%#<>"\u0080-\uffff]+/g, (text) => encodeURIComponent(text));
  return html`<img alt="${alt}" width="${width}" height="${height}" style="display:block;max-width:100%;min-width:${Math.round(leastWidth * width)}px;height:auto;border-radius:4px" src="data:image/svg+xml;charset=utf-8,${data}">`;
}
