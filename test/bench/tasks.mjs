/**
 * What a task costs beside Dask, with as many workers: start-up, 10,000 empty tasks, tasks that share one argument of
 * 10 kB or 10 MB, a tree of sums over 1,000 partitions, a storm of cancelled tasks. Each run is a process of its own, in turn; medians count.
 *
 *     PYTHON=/path/to/python npm run bench -- tasks     (a Python with dask[distributed] and numpy)
 *
 * WORKERS (2) and RUNS (5) may be set. Without such a Python our column stands alone.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { availableParallelism, cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";

const runs = Number(process.env.RUNS ?? 5);
const workers = process.env.WORKERS ?? "2";
const python = process.env.PYTHON ?? "python3";
const here = fileURLToPath(new URL(".", import.meta.url));

const versions = spawnSync(python, [
  "-c",
  "import sys, distributed; print(distributed.__version__, sys.version.split()[0])",
]);
const [dask, pythonVersion] = versions.status === 0 ? String(versions.stdout).trim().split(" ") : [];
const results = [];
for (let run = 0; run < runs; run++) {
  const ours = measure(process.execPath, "tasks-run.mjs");
  results.push({ ours, theirs: dask === undefined ? undefined : measure(python, "tasks_dask.py") });
}

/** What is measured, how it is written, and whether more is better. */
const rows = [
  ["import", "import the package", (ms) => `${ms.toFixed(0)} ms`],
  ["start", "new client to first result", (ms) => `${ms.toFixed(0)} ms`],
  ["cold", "10,000 empty tasks, the first time", (ms) => `${count(1e7 / ms)} a second`],
  ["warm", "10,000 empty tasks, again", (ms) => `${count(1e7 / ms)} a second`],
  ["small", "task with a shared 10 kB", (ms) => `${ms.toFixed(3)} ms`],
  ["large", "task with a shared 10 MB", (ms) => `${ms.toFixed(3)} ms`],
  ["tree", "tree of sums over 1,000 partitions", (ms) => `${ms.toFixed(0)} ms`],
  // Dask lets a task that runs go on when it is cancelled, so an endless one keeps its worker for ever.
  ["cancel", "1,000 endless tasks cancelled, running ones stopped", (ms) => `${ms.toFixed(0)} ms`],
  ["after", "the same, to the next results of all workers", (ms) => `${ms.toFixed(0)} ms`],
];
console.log(
  `${workers} workers, medians of ${runs} runs in turn; ${cpus()[0].model}, ${availableParallelism()} processors,`,
);
console.log(
  `load ${loadavg()[0].toFixed(1)}; Node ${process.versions.node}; ${dask ? `Dask ${dask} on Python ${pythonVersion}` : "no Dask here"}\n`,
);
console.log("| | danfo-distributed | Dask | ratio |\n|---|---|---|---|");
for (const [key, title, show] of rows) {
  const ours = median(results.map((result) => result.ours[key]));
  const theirs = results[0].theirs?.[key] && median(results.map((result) => result.theirs[key]));
  const peer = theirs === undefined ? "– | –" : `${show(theirs)} | ${(theirs / ours).toFixed(1)}`;
  console.log(`| ${title} | ${show(ours)} | ${peer} |`);
}

function measure(program, script) {
  return JSON.parse(
    execFileSync(program, [here + script, workers], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }),
  );
}

function median(values) {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function count(value) {
  return Math.round(value).toLocaleString("en-US");
}
