import type { Bundle } from "./bundle.js";
import { displayOptions } from "./display-options.js";
import type { Figure } from "./figure.js";
import { bundleOf } from "./parts.js";
import { pictureBase64 } from "./png.js";
import { titled } from "./svg.js";
import { type Table, tableText } from "./table.js";
import { clean } from "./text.js";

/** A chart as an output: a figure with its numbers folded under it, a PNG, and the numbers as text. */
export function chartBundle(figure: Figure, table: Table): Bundle {
  const shown = displayOptions().interactive ? figure : { ...figure, plotly: undefined };
  const text = `${clean(table.caption)}\n${tableText(table)}`;
  return pictured(bundleOf([{ figure: shown, table }], text), figure);
}

/** An output whose form on paper is a PNG. It has no LaTeX form, which nbconvert would take before the picture. */
export function pictured(bundle: Bundle, figure: Figure): Bundle {
  let png: string | undefined;
  return {
    "text/html": bundle["text/html"],
    // Painting takes a while, and a terminal never asks for it.
    get "image/png"() {
      png ??= pictureBase64(titled(figure.picture, figure.caption));
      return png;
    },
    "text/plain": bundle["text/plain"],
  };
}
