/** Charts of shares: x and y both from 0 to 1, a curve for each class, and a legend that names them. */
import { type Html, html } from "./html.js";
import { type Picture, picture } from "./svg.js";
import { named } from "./text.js";

export interface UnitChart {
  readonly x: string;
  readonly y: string;
  /** What the picture shows and what is to be seen in it. */
  readonly alt: string;
  readonly curves: readonly UnitCurve[];
  /** A line for comparison: the diagonal. */
  readonly diagonal?: string;
  /** What the legend says beneath the curves. */
  readonly note?: string;
}

export interface UnitCurve {
  readonly name: string;
  /** What the legend says of it. */
  readonly value?: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Whether each point is marked. */
  readonly marked?: boolean;
}

/** Colours that differ for most kinds of colour vision (Okabe and Ito 2008, darkened for a white card), with dashes to tell them apart without any. */
export const strokes: readonly { readonly colour: string; readonly dash: string }[] = [
  { colour: "#0072b2", dash: "" },
  { colour: "#d55e00", dash: "7 3" },
  { colour: "#007a5a", dash: "2 2" },
  { colour: "#b0478d", dash: "8 3 2 3" },
  { colour: "#a66a00", dash: "" },
  { colour: "#2b7bb0", dash: "7 3" },
  { colour: "#1f2328", dash: "2 2" },
  { colour: "#6a4fb3", dash: "8 3 2 3" },
];

/** A chart has at most so many curves. */
export const mostCurves = strokes.length;

const [left, top, size] = [58, 14, 300];

/** The chart as a picture. */
export function unitChartPicture({ x, y, alt, curves, diagonal, note }: UnitChart): Picture {
  const drawn: Html[] = [...grid(x, y)];
  const entries: Html[] = [];
  const legendLeft = left + size + 24;
  if (diagonal !== undefined) {
    drawn.push(html`<path d="M${left} ${top + size}l${size} -${size}" stroke="#8c959f" stroke-dasharray="3 3"/>`);
  }
  for (const [i, curve] of curves.entries()) {
    const { colour, dash } = strokes[i % strokes.length];
    const stroke = html`stroke="${colour}" stroke-width="2"${dash === "" ? undefined : html` stroke-dasharray="${dash}"`}`;
    drawn.push(
      html`<path fill="none" stroke-linejoin="round" ${stroke} d="${pathOf(curve.points.map(([px, py]) => [left + px * size, top + (1 - py) * size]))}"/>`,
    );
    if (curve.marked === true) {
      const marks = curve.points.map(
        ([px, py]) => html`<circle cx="${round(left + px * size)}" cy="${round(top + (1 - py) * size)}" r="3.5"/>`,
      );
      drawn.push(html`<g fill="${colour}">${marks}</g>`);
    }
    const middle = top + 10 + 36 * i;
    entries.push(
      html`<path d="M${legendLeft} ${middle}h28" ${stroke}/><text x="${legendLeft + 36}" y="${middle + 4}">${named(curve.name, 22)}</text>`,
    );
    if (curve.value !== undefined) {
      entries.push(html`<text x="${legendLeft + 36}" y="${middle + 19}" fill="#57606a">${curve.value}</text>`);
    }
  }
  const end = top + 10 + 36 * curves.length;
  if (diagonal !== undefined) {
    entries.push(
      html`<path d="M${legendLeft} ${end}h28" stroke="#8c959f" stroke-dasharray="3 3"/><text x="${legendLeft + 36}" y="${end + 4}">${diagonal}</text>`,
    );
  }
  if (note !== undefined) {
    entries.push(
      html`<text x="${legendLeft}" y="${end + (diagonal === undefined ? 4 : 30)}" fill="#57606a">${note}</text>`,
    );
  }
  return picture(legendLeft + 196, top + size + 52, alt, [...drawn, ...entries]);
}

function grid(x: string, y: string): Html[] {
  const lines: string[] = [];
  const labels: Html[] = [];
  for (let tick = 0; tick <= 5; tick++) {
    const [share, at] = [(tick / 5).toFixed(1), (tick / 5) * size];
    lines.push(`M${left + at} ${top}v${size}M${left} ${top + at}h${size}`);
    labels.push(
      html`<text x="${left + at}" y="${top + size + 18}" text-anchor="middle">${share}</text>`,
      html`<text x="${left - 8}" y="${top + size - at + 4}" text-anchor="end">${share}</text>`,
    );
  }
  return [
    html`<path d="${lines.join("")}" stroke="#e4e7eb"/>`,
    html`<path d="M${left} ${top}v${size}h${size}" fill="none" stroke="#57606a"/>`,
    ...labels,
    html`<text x="${left + size / 2}" y="${top + size + 40}" text-anchor="middle" font-weight="bold">${x}</text>`,
    html`<text transform="translate(16 ${top + size / 2}) rotate(-90)" text-anchor="middle" font-weight="bold">${y}</text>`,
  ];
}

/** Points of a picture as a path, to a tenth of a pixel, without those that no eye would miss. */
export function pathOf(points: readonly Point[]): string {
  const kept = simplify(points, 0.4);
  let [atX, atY] = [0, 0];
  return kept
    .map(([px, py], i) => {
      const [dx, dy] = [round(px - atX), round(py - atY)];
      [atX, atY] = [round(atX + dx), round(atY + dy)];
      if (i === 0) return `M${dx} ${dy}`;
      if (dx === 0) return `v${dy}`;
      return dy === 0 ? `h${dx}` : `l${dx} ${dy}`;
    })
    .join("");
}

type Point = readonly [x: number, y: number];

/** Leaves out points that lie within `tolerance` of the line between those that stay (Ramer, Douglas and Peucker). */
export function simplify(points: readonly Point[], tolerance: number): Point[] {
  const kept = new Uint8Array(points.length);
  const open: [from: number, to: number][] = [[0, points.length - 1]];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const [from, to] = part;
    kept[from] = kept[to] = 1;
    let [farthest, most] = [-1, tolerance];
    for (let i = from + 1; i < to; i++) {
      const far = distance(points[i], points[from], points[to]);
      if (far > most) [farthest, most] = [i, far];
    }
    if (farthest >= 0) open.push([from, farthest], [farthest, to]);
  }
  return points.filter((_, i) => kept[i] === 1);
}

/** How far a point is from the line between two others. */
function distance([x, y]: Point, [x1, y1]: Point, [x2, y2]: Point): number {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / length));
  return Math.hypot(x - x1 - along * dx, y - y1 - along * dy);
}

function round(value: number): number {
  return Math.round(value * 10) / 10 + 0;
}
