/**
 * Forests of regression, beside scikit-learn: the time, processor time, memory and R² of a fit and of the first prediction, on
 * made rows of 10 columns, fully grown, every feature tried at each split (or MAX_FEATURES of them).
 *
 *     PYTHON=/path/to/python ROWS=100000 TREES=40 npm run bench -- regression
 *
 * Python needs scikit-learn, pandas and pyarrow. Each run, with a seed of its own, is a process; RUNS says how many.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { scratch } from "./shared/csv-files.mjs";
import { median } from "./shared/forests.mjs";
import { machine } from "./shared/peers.mjs";

const python = process.env.PYTHON ?? "python3";
const number = (name, otherwise) => Number(process.env[name] ?? otherwise);
const [rows, trees, runs] = [number("ROWS", 100_000), number("TREES", 40), number("RUNS", 1)];
const maxFeatures = number("MAX_FEATURES", 10);
const script = (name) => fileURLToPath(new URL(name, import.meta.url));

const out = join(scratch, `regression-${rows}`);
const files = [`${out}-train.parquet`, `${out}-test.parquet`];
if (!files.every((file) => existsSync(file))) {
  mkdirSync(scratch, { recursive: true });
  execFileSync(python, [script("regression_peer.py"), "make", String(rows), ...files]);
}

const peers = new Map([
  ["danfo-distributed", [process.execPath, script("regression-run.mjs")]],
  ["scikit-learn", [python, script("regression_peer.py"), "fit"]],
]);
const results = new Map([...peers].map(([name]) => [name, []]));
for (let seed = 1; seed <= runs; seed++) {
  const options = JSON.stringify({ trees, seed, maxFeatures });
  for (const [name, [program, ...args]] of peers) {
    const text = execFileSync(program, [...args, ...files, options], { encoding: "utf8" });
    results.get(name).push(JSON.parse(text));
  }
}

console.log(machine());
console.log(`${rows} rows, a fifth of them to test on; ${trees} trees, ${maxFeatures} of 10 features tried\n`);
console.log("| | fit | processor | predict | R² | leaves | peak memory |\n|---|---|---|---|---|---|---|");
for (const [name, each] of results) {
  const of = (what) => median(each.map((result) => result[what]));
  const times = [of("fit"), of("cpu"), of("predict")].map((seconds) => `${seconds.toFixed(2)} s`);
  const cells = [...times, of("r2").toFixed(4), of("leaves"), `${of("peakMB")} MB`];
  console.log(`| ${name} ${each[0].version ?? ""} | ${cells.join(" | ")} |`);
}
