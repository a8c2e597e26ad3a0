/**
 * The tutorial's five steps on 500,000 flights: open, split, 100 trees, report; beside scikit-learn, which reads the
 * same file with pandas and gets the same rows. Each run is a process of its own, in turn; medians and ratios count.
 *
 *     PYTHON=/path/to/python npm run bench -- flights     (a Python with scikit-learn and pandas)
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { getClient, readCSV, trainTestSplit } from "../../dist/src/index.js";

const runs = Number(process.env.RUNS ?? 3);
const here = fileURLToPath(new URL(".", import.meta.url));
const file = join(here, "../../notebooks/data/flights.csv");
const scratch = mkdtempSync(join(tmpdir(), "flights-"));
const rowsFile = join(scratch, "rows.json");
const frame = await readCSV(file);
const [rows] = await frame.shape();
const numbers = Array.from({ length: rows }, (_, row) => row);
const [, , , testRows] = await trainTestSplit(frame, numbers, { testSize: 0.3, randomState: 42 });
writeFileSync(rowsFile, JSON.stringify((await testRows.compute()).values));
await getClient().close();

const ours = () =>
  JSON.parse(execFileSync(process.execPath, [join(here, "flights-run.mjs"), file], { encoding: "utf8" }));
const options = JSON.stringify({ n_estimators: 100, min_samples_leaf: 20, random_state: 42 });
const theirs = () => {
  const script = join(here, "../parity/scikit_learn.py");
  return JSON.parse(
    execFileSync(process.env.PYTHON ?? "python3", [script, file, "late", rowsFile, options], { encoding: "utf8" }),
  );
};
const results = [];
for (let run = 0; run < runs; run++) results.push({ ours: ours(), theirs: theirs() });
rmSync(scratch, { recursive: true });

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const of = (who, what) => median(results.map((result) => result[who][what]));
console.log(`${rows} flights, 100 trees, minSamplesLeaf 20; medians of ${runs} runs in turn\n`);
console.log("| | danfo-distributed | scikit-learn", results[0].theirs["scikit-learn"], "|\n|---|---|---|");
const seconds = [of("ours", "seconds"), of("theirs", "seconds")];
console.log(`| five steps, process start excluded | ${seconds[0].toFixed(1)} s | ${seconds[1].toFixed(1)} s |`);
console.log(`| ratio | 1 | ${(seconds[1] / seconds[0]).toFixed(1)} |`);
for (const what of ["trainAccuracy", "testAccuracy"]) {
  console.log(`| ${what} | ${of("ours", what).toFixed(4)} | ${of("theirs", what).toFixed(4)} |`);
}
console.log(`| peak memory | ${of("ours", "peakMB")} MB | ${of("theirs", "peakMB")} MB |`);
