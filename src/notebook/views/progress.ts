import type { ErrorMeasure } from "../../engine/follow-tasks.js";
import type { Bundle } from "../bundle.js";
import { html } from "../html.js";
import { latex } from "../latex.js";
import { pictureHtml } from "../svg.js";
import { count, short } from "../text.js";
import { curveText, errorPicture } from "./error-picture.js";

/** How far some work is. */
export interface ProgressState {
  /** What is being made, as it is counted: "trees". */
  readonly title: string;
  readonly done: number;
  readonly total: number;
  readonly state: "running" | "finished" | "failed" | "cancelled";
  /** Rows that were worked through each second; 0 or undefined where nobody counts them. */
  readonly rowsPerSecond?: number;
  /** The out-of-bag error of the first 1, 2, … trees, as far as it is known. */
  readonly errors?: readonly number[];
  /** What that error is. Default: "error", a share of rows. */
  readonly measure?: ErrorMeasure;
}

/** Progress as one line: "trees: 40 of 100, 1.2 million rows a second". */
export function progressText({ title, done, total, state, rowsPerSecond = 0 }: ProgressState): string {
  const amount = state === "finished" ? count(total) : `${count(done)} of ${count(total)}`;
  const speed = rowsPerSecond >= 1 ? `, ${aboutCount(rowsPerSecond)} rows a second` : "";
  const ending = { running: speed, finished: ", finished", failed: ", then one failed", cancelled: ", then cancelled" }[
    state
  ];
  return `${short(title, 60)}: ${amount}${ending}`;
}

/** A number to two digits: "1.2 million". */
function aboutCount(value: number): string {
  return value.toLocaleString("en-US", {
    notation: "compact",
    compactDisplay: "long",
    maximumSignificantDigits: 2,
  });
}

/**
 * Progress as a bar, a line and the error as it falls while it goes on, and as the line alone at the end: nothing in that
 * differs from one run to the next.
 */
export function progressView(progress: ProgressState): Bundle {
  const text = progressText(progress);
  const running = progress.state === "running";
  const bar = running
    ? html`<progress value="${progress.done}" max="${Math.max(1, progress.total)}" style="width:240px">${text}</progress> `
    : undefined;
  const { errors = [], measure = "error" } = progress;
  const curve =
    running && errors.length > 1
      ? html`<p style="margin:4px 0">${curveText(errors, measure)}</p>${pictureHtml(errorPicture(errors, measure, progress.total))}`
      : undefined;
  return {
    "text/html": html`<div style="margin:4px 0">${bar}<span>${text}</span>${curve}</div>`.source,
    "text/latex": `\\noindent ${latex(text)}`,
    "text/plain": text,
  };
}
