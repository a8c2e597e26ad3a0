import type { Bundle } from "../bundle.js";
import { html } from "../html.js";
import { latex } from "../latex.js";
import { count, short } from "../text.js";

/** How far some work is. */
export interface ProgressState {
  /** What is being made, as it is counted: "trees". */
  readonly title: string;
  readonly done: number;
  readonly total: number;
  readonly state: "running" | "finished" | "failed" | "cancelled";
}

/** Progress as one line: "trees: 40 of 100". */
export function progressText({ title, done, total, state }: ProgressState): string {
  const amount = state === "finished" ? count(total) : `${count(done)} of ${count(total)}`;
  const ending = { running: "", finished: ", finished", failed: ", then one failed", cancelled: ", then cancelled" }[
    state
  ];
  return `${short(title, 60)}: ${amount}${ending}`;
}

/** Progress as a bar and a line while it goes on, and as the line alone at the end; no durations, so that runs compare. */
export function progressView(progress: ProgressState): Bundle {
  const text = progressText(progress);
  const bar =
    progress.state === "running"
      ? html`<progress value="${progress.done}" max="${Math.max(1, progress.total)}" style="width:240px">${text}</progress> `
      : undefined;
  return {
    "text/html": html`<div style="margin:4px 0">${bar}<span>${text}</span></div>`.source,
    "text/latex": `\\noindent ${latex(text)}`,
    "text/plain": text,
  };
}
