import { type Html, html } from "../html.js";
import { timeText } from "./summary.js";

/** The size of the report's pictures, and where what they show begins. */
export const width = 1000;
export const left = 70;

/** A time, in milliseconds since the start, as a place on the x axis. */
export function xOf(time: number, elapsed: number): number {
  return left + ((width - left - 10) * Math.min(Math.max(time, 0), elapsed)) / elapsed;
}

/** Ticks for the times from 0 to `elapsed`, between two heights. */
export function timeAxis(elapsed: number, top: number, bottom: number): Html[] {
  return [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const x = xOf(share * elapsed, elapsed).toFixed(1);
    return html`<line x1="${x}" x2="${x}" y1="${top}" y2="${bottom}" stroke="currentColor" stroke-opacity="0.2"/><text x="${x}" y="${bottom + 14}" text-anchor="${share === 1 ? "end" : "middle"}">${share === 0 ? "0" : timeText(share * elapsed)}</text>`;
  });
}
