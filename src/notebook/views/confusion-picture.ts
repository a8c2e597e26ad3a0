import { type Html, html } from "../html.js";
import { type Picture, picture } from "../svg.js";
import { named } from "../text.js";
import { amount, type Confusion } from "./confusion-counts.js";

/** Up to so many classes, each cell bears its number. */
const mostNumbered = 12;

/** A confusion matrix: true classes downwards, predicted ones to the right, darker where a row's share is larger. */
export function confusionPicture(confusion: Confusion, alt: string): Picture {
  const n = confusion.labels.length;
  const numbered = n <= mostNumbered;
  const step = numbered ? 48 : Math.max(6, Math.floor(480 / n));
  const labelled = step >= 12;
  const longest = (most: number): number =>
    labelled ? Math.max(...confusion.labels.map((label) => named(label, most).length)) : 0;
  // Labels of columns lean, so that they rise, and reach to the right, by less than they are long.
  const lean = 5 * longest(11);
  const [left, top, size] = [32 + 7 * longest(17), 34 + lean, n * step];
  const drawn: Html[] = [
    html`<text x="${left + size / 2}" y="16" text-anchor="middle" font-weight="bold">predicted</text>`,
    html`<text transform="translate(14 ${top + size / 2}) rotate(-90)" text-anchor="middle" font-weight="bold">true</text>`,
    html`<rect x="${left}" y="${top}" width="${size}" height="${size}" fill="none" stroke="#8c959f"/>`,
    ...levels(confusion, left, top, step),
  ];
  for (const [i, label] of confusion.labels.entries()) {
    const middle = i * step + step / 2;
    if (labelled) {
      drawn.push(
        html`<text x="${left - 6}" y="${top + middle + 4}" text-anchor="end">${named(label, 17)}</text>`,
        html`<text transform="translate(${left + middle + 4} ${top - 6}) rotate(-45)">${named(label, 11)}</text>`,
      );
    }
    if (numbered) drawn.push(...numbers(confusion, i, left, top, step));
  }
  return picture(left + size + 12 + lean, top + size + 12, alt, drawn);
}

/** The cells, one path for each of eight strengths: small, however many cells there are. */
function levels({ counts, support }: Confusion, left: number, top: number, step: number): Html[] {
  const paths = new Map<number, string>();
  for (const [i, row] of counts.entries()) {
    for (const [j, value] of row.entries()) {
      const level = support[i] > 0 ? Math.ceil((8 * value) / support[i]) : 0;
      if (level === 0) continue;
      const cell = `M${left + j * step} ${top + i * step}h${step}v${step}h-${step}z`;
      paths.set(level, (paths.get(level) ?? "") + cell);
    }
  }
  return [...paths]
    .sort(([a], [b]) => a - b)
    .map(([level, path]) => html`<path fill="#2563eb" fill-opacity="${(level / 8).toFixed(3)}" d="${path}"/>`);
}

function numbers(confusion: Confusion, i: number, left: number, top: number, step: number): Html[] {
  const { counts, support } = confusion;
  return counts[i].map((value, j) => {
    const fill = support[i] > 0 && value / support[i] > 0.5 ? "#fff" : "#1f2328";
    return html`<text x="${left + j * step + step / 2}" y="${top + i * step + step / 2 + 4}" text-anchor="middle" fill="${fill}">${amount(value, confusion)}</text>`;
  });
}
