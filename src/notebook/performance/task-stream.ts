import type { PerformanceRecord, TaskTime } from "../../client/performance-report.js";
import { type Html, html } from "../html.js";
import { countOf, short } from "../text.js";
import { groupName, type TaskGroup, timeText } from "./summary.js";
import { timeAxis, width, xOf } from "./time-axis.js";

/** How many tasks are drawn: the longest. */
export const maxDrawn = 5000;

/** Colours that can be told apart, also by the colour-blind: Okabe and Ito's. Further names share the last one. */
const colours = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#8a8a00", "#888888"];

const row = 22;

/** When each worker ran which task: a line for each worker, a bar for each task. */
export function taskStream({ tasks, start, stop }: PerformanceRecord, groups: readonly TaskGroup[]): Html {
  const elapsed = Math.max(1, stop - start);
  const workers = [...new Set(tasks.map(({ worker }) => worker))].sort((a, b) => a - b);
  const lines = new Map(workers.map((worker, line) => [worker, line]));
  const colourOf = new Map(groups.map(({ name }, i) => [name, colours[Math.min(i, colours.length - 1)]]));
  const drawn = [...tasks].sort((a, b) => b.stop - b.start - (a.stop - a.start)).slice(0, maxDrawn);
  const bars = drawn.map((task) =>
    bar(task, lines.get(task.worker) as number, colourOf.get(groupName(task)) as string),
  );
  const bottom = row * workers.length;
  const names = workers.map((worker, line) => html`<text x="0" y="${row * line + 15}">worker ${worker}</text>`);
  const legend = groups.slice(0, colours.length).map(({ name }, i) => {
    const label = i === colours.length - 1 && groups.length > colours.length ? "others" : short(name, 40);
    return html`<span style="display:inline-block;margin-right:16px"><span style="color:${colours[i]}">■</span> ${label}</span>`;
  });
  const alt = `When ${countOf(workers.length, "worker")} ran ${countOf(tasks.length, "task")}`;
  return html`<svg role="img" aria-label="${alt}" viewBox="0 0 ${width} ${bottom + 20}">${timeAxis(elapsed, 0, bottom)}${names}${bars}</svg><p>${legend}</p>`;

  function bar(task: TaskTime, line: number, colour: string): Html {
    const x = xOf(task.start - start, elapsed);
    const length = Math.max(0.5, xOf(task.stop - start, elapsed) - x);
    const about = `${short(task.label, 80)}: ${timeText(task.stop - task.start)}${task.failed ? ", failed" : ""}`;
    const mark = task.failed ? html` stroke="#d00" stroke-width="2"` : undefined;
    return html`<rect x="${x.toFixed(2)}" y="${row * line + 2}" width="${length.toFixed(2)}" height="${row - 4}" fill="${colour}"${mark}><title>${about}</title></rect>`;
  }
}
