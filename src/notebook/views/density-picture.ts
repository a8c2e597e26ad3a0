import { errorText } from "../../metrics/regression-evaluation.js";
import { type Html, html } from "../html.js";
import { type Picture, picture } from "../svg.js";

/** Rows as points, so many that they are counted by squares. */
export interface DensityChart {
  /** The names of the axes. */
  readonly x: string;
  readonly y: string;
  readonly alt: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Where points would lie if all predictions were right: "diagonal", on both axes the same, or "zero", across. */
  readonly right: "diagonal" | "zero";
}

const [left, top, size] = [76, 14, 300];
/** Squares along an axis. */
const SQUARES = 30;
const STEP = size / SQUARES;
const LEVELS = 8;

/** A chart of squares, darker where more points lie; each level is twice as many, as most lie close together. */
export function densityPicture({ x, y, alt, points, right }: DensityChart): Picture {
  const [xs, ys] = [points.map(([at]) => at), points.map(([, at]) => at)];
  const both = right === "diagonal";
  const across = axis(both ? [...xs, ...ys] : xs);
  const down = both ? across : axis([...ys, 0]);
  const drawn = [
    ...ticks(across, (at) => [`M${at} ${top}v${size}`, at, top + size + 18, "middle"]),
    ...ticks(down, (at) => [`M${left} ${mirrored(at)}h${size}`, left - 8, mirrored(at) + 4, "end"]),
    ...squares(points, across, down),
    rightLine(right, down),
    html`<path d="M${left} ${top}v${size}h${size}" fill="none" stroke="#57606a"/>`,
    html`<text x="${left + size / 2}" y="${top + size + 40}" text-anchor="middle" font-weight="bold">${x}</text>`,
    html`<text transform="translate(16 ${top + size / 2}) rotate(-90)" text-anchor="middle" font-weight="bold">${y}</text>`,
  ];
  return picture(left + size + 28, top + size + 52, alt, drawn);
}

interface Axis {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
}

/** An axis for these numbers, with about five round numbers on it. */
function axis(numbers: readonly number[]): Axis {
  let [least, most] = [Infinity, -Infinity];
  for (const x of numbers) [least, most] = [Math.min(least, x), Math.max(most, x)];
  if (!(most - least > 1e-9 * Math.max(Math.abs(least), Math.abs(most)))) {
    const room = Math.abs(most) || 1;
    [least, most] = [least - room, most + room];
  }
  const rough = (most - least) / 5;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = unit * ([1, 2, 5].find((by) => by * unit >= rough) ?? 10);
  const [first, last] = [Math.floor(least / step), Math.ceil(most / step)];
  const all = Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
  return { from: first * step, to: last * step, ticks: all };
}

function place(value: number, { from, to }: Axis): number {
  return (value - from) / (to - from);
}

function mirrored(at: number): number {
  return round(top + size - (at - left));
}

function ticks(
  { ticks: all, ...rest }: Axis,
  drawnAt: (at: number) => readonly [line: string, x: number, y: number, anchor: string],
): Html[] {
  return all.map((value) => {
    const [line, x, y, anchor] = drawnAt(round(left + size * place(value, { ...rest, ticks: all })));
    return html`<path d="${line}" stroke="#e4e7eb"/><text x="${x}" y="${y}" text-anchor="${anchor}">${errorText(value)}</text>`;
  });
}

function squares(points: DensityChart["points"], across: Axis, down: Axis): Html[] {
  const counts = new Uint32Array(SQUARES * SQUARES);
  const square = (value: number, along: Axis): number =>
    Math.min(SQUARES - 1, Math.floor(SQUARES * place(value, along)));
  for (const [x, y] of points) counts[(SQUARES - 1 - square(y, down)) * SQUARES + square(x, across)] += 1;
  const most = counts.reduce((a, b) => Math.max(a, b), 0);
  const paths = new Map<number, string>();
  for (const [at, count] of counts.entries()) {
    if (count === 0) continue;
    const level = Math.max(1, LEVELS - Math.floor(Math.log2(most / count)));
    const corner = `M${left + STEP * (at % SQUARES)} ${top + STEP * Math.floor(at / SQUARES)}`;
    paths.set(level, `${paths.get(level) ?? ""}${corner}h${STEP}v${STEP}h-${STEP}z`);
  }
  return [...paths]
    .sort(([a], [b]) => a - b)
    .map(([level, path]) => {
      // Even a single row is to be seen on white.
      const opacity = (0.25 + (0.75 * level) / LEVELS).toFixed(3);
      return html`<path fill="#2563eb" fill-opacity="${opacity}" d="${path}"/>`;
    });
}

function rightLine(right: DensityChart["right"], down: Axis): Html {
  const path = right === "diagonal" ? `M${left} ${top + size}l${size} -${size}` : zeroLine(down);
  return html`<path d="${path}" stroke="#1f2328" stroke-dasharray="3 3"/>`;
}

function zeroLine(down: Axis): string {
  return `M${left} ${mirrored(left + size * place(0, down))}h${size}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
