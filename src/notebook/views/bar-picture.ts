import { html } from "../html.js";
import { type Picture, picture } from "../svg.js";
import { named } from "../text.js";

/** Horizontal bars, the first on top, each with its number to three decimals. */
export function barPicture(labels: readonly string[], values: readonly number[], alt: string): Picture {
  const [left, room, step] = [160, 320, 24];
  const largest = Math.max(...values, Number.MIN_VALUE);
  const drawn = labels.map((label, i) => {
    const y = 8 + i * step;
    const width = Math.round((room * values[i]) / largest);
    return html`<text x="${left - 8}" y="${y + 14}" text-anchor="end">${named(label, 22)}</text><rect x="${left}" y="${y + 2}" width="${width}" height="16" fill="#2563eb"/><text x="${left + width + 6}" y="${y + 14}">${values[i].toFixed(3)}</text>`;
  });
  return picture(left + room + 60, 16 + labels.length * step, alt, drawn);
}
