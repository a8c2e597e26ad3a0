import type { PerformanceRecord } from "../../client/performance-report.js";
import { type Html, html } from "../html.js";
import { bytes } from "../text.js";
import { left, timeAxis, width, xOf } from "./time-axis.js";

const height = 140;

/** Into how many moments the time is cut; of each the most is drawn. */
const moments = 400;

/** What values took over time, in memory and in files, under the limit. */
export function memoryCurve({ memory, memoryLimit, start, stop }: PerformanceRecord): Html {
  const elapsed = Math.max(1, stop - start);
  const most = memory.reduce((greatest, { used, spilled }) => Math.max(greatest, used, spilled), 1);
  // The limit is drawn where it is near; a curve far below it would not be seen.
  const top = most > memoryLimit / 4 ? Math.max(most, memoryLimit) : most;
  const y = (value: number): string => (height - (height - 6) * (value / top)).toFixed(1);
  const curve = (what: "used" | "spilled"): string => {
    const peaks = new Map<number, number>();
    for (const moment of memory) {
      const place = Math.round((moments * (moment.time - start)) / elapsed);
      peaks.set(place, Math.max(peaks.get(place) ?? 0, moment[what]));
    }
    return [...peaks]
      .sort(([a], [b]) => a - b)
      .map(([place, value]) => `${xOf((place * elapsed) / moments, elapsed).toFixed(1)},${y(value)}`)
      .join(" ");
  };
  const limit =
    top >= memoryLimit
      ? html`<line x1="${left}" x2="${width - 10}" y1="${y(memoryLimit)}" y2="${y(memoryLimit)}" stroke="#888888"/>`
      : undefined;
  return html`<svg role="img" aria-label="Bytes that values took over time, at most ${bytes(most)}" viewBox="0 0 ${width} ${height + 20}">${timeAxis(elapsed, 0, height)}<text x="0" y="14">${bytes(top)}</text>${limit}<polyline points="${curve("used")}" fill="none" stroke="#0072B2" stroke-width="1.5"/><polyline points="${curve("spilled")}" fill="none" stroke="#E69F00" stroke-width="1.5" stroke-dasharray="5 3"/></svg>`;
}
