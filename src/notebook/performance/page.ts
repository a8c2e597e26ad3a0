/**
 * The performance report: one HTML file that needs nothing else and runs no script. `task-stream.ts` and
 * `memory-curve.ts` draw its pictures, `summary.ts` counts.
 */
import type { PerformanceRecord } from "../../client/performance-report.js";
import { type Html, html } from "../html.js";
import { tableHtml } from "../table.js";
import { bytes, count, countOf, percent, short } from "../text.js";
import { memoryCurve } from "./memory-curve.js";
import { groupTasks, timeText } from "./summary.js";
import { maxDrawn, taskStream } from "./task-stream.js";

/** How many lost workers are listed. */
const maxLosses = 50;

/** The page of a record. Labels and causes are the users' own, and shown as text. */
export function performancePage(record: PerformanceRecord): string {
  const { kind, nWorkers, tasks, memory, memoryLimit, losses } = record;
  const groups = groupTasks(tasks);
  const elapsed = Math.max(1, record.stop - record.start);
  const inTasks = tasks.reduce((sum, { start, stop }) => sum + stop - start, 0);
  const peak = (what: "used" | "spilled"): string =>
    bytes(memory.reduce((most, moment) => Math.max(most, moment[what]), 0));
  const facts: readonly (readonly [string, string])[] = [
    ["Recorded", new Date(record.start).toISOString().replace("T", " ").slice(0, 19).concat(" UTC")],
    ["Cluster", `${countOf(nWorkers, "worker")}, ${kind}`],
    ["Elapsed", timeText(elapsed)],
    ["Tasks", `${count(tasks.length)}, ${timeText(inTasks)} altogether`],
    ["Workers busy", nWorkers === 0 ? "–" : percent(Math.min(1, inTasks / (elapsed * nWorkers)))],
    ["Memory", `${peak("used")} at most, of ${bytes(memoryLimit)}; ${peak("spilled")} in files at most`],
    ["Workers lost", count(losses.length)],
  ];
  const table = tableHtml({
    caption: "Time by task, the longest first",
    corner: "Task",
    columns: ["Count", "Failed", "Total", "Mean", "Longest"].map((label) => ({ label })),
    rows: groups.map(({ name, count: times, failed, total, longest }) => ({
      header: short(name, 40),
      cells: [count(times), count(failed), timeText(total), timeText(total / times), timeText(longest)],
    })),
  });
  const left = tasks.length - maxDrawn;
  return page([
    html`<h1>Performance report</h1>`,
    html`<table class="facts"><tbody>${facts.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}</tbody></table>`,
    html`<h2>Task stream</h2><p>A line for each worker, a bar for each task; point at one to see which.${left > 0 ? ` The ${count(left)} shortest are not drawn.` : ""}</p>`,
    wide(taskStream(record, groups)),
    html`<h2>Tasks</h2>`,
    wide(table),
    html`<h2>Memory</h2><p>What values take: in memory (blue, full), in files (orange, dashed), and the limit (grey).</p>`,
    wide(memoryCurve(record)),
    losses.length === 0
      ? undefined
      : html`<h2>Lost workers</h2><ul>${losses.slice(0, maxLosses).map(({ time, reason }) => html`<li>after ${timeText(time - record.start)}: ${short(reason, 300)}</li>`)}</ul>`,
  ]).source;
}

/** What may be wider than the page scrolls on its own, with the keyboard too. */
function wide(part: Html): Html {
  return html`<div class="wide" tabindex="0">${part}</div>`;
}

function page(body: readonly (Html | undefined)[]): Html {
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Performance report</title>
<style>
:root { color-scheme: light dark; }
body { font: 14px/1.5 system-ui, sans-serif; max-width: 1040px; margin: 24px auto; padding: 0 16px; }
h1 { font-size: 22px; } h2 { font-size: 17px; margin-top: 28px; }
th[scope="row"] { font-weight: normal; }
.facts th, .facts td { text-align: left; vertical-align: top; padding: 2px 16px 2px 0; }
.wide { overflow-x: auto; }
svg { width: 100%; min-width: 640px; height: auto; }
svg text { fill: currentColor; font-size: 11px; }
@page { margin: 15mm; }
@media print {
  :root { color-scheme: light; }
  body { max-width: none; margin: 0; padding: 0; zoom: 0.8; }
  .wide { overflow: visible; }
  th { white-space: normal; overflow-wrap: anywhere; }
  table, svg, ul { break-inside: avoid; }
  h2, h2 + p { break-after: avoid; }
}
</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}
