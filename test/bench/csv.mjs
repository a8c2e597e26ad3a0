/**
 * Reading CSV files into columns: numbers, doubles in full, and a mix of texts, dates and numbers; beside pandas, Polars,
 * DuckDB and Dask, which use all cores. Each run is a process of its own, all take turns, and the sums of all columns have
 * to be equal; medians and ratios count.
 *
 *     PYTHON=/path/to/python MB=100 RUNS=5 npm run bench -- csv     (a Python with these four, and pyarrow)
 *     KINDS=numeric MB=500 npm run bench -- csv
 */
import { statSync } from "node:fs";
import { csvFile } from "./shared/csv-files.mjs";
import { machine, runScript, tableOf, takePeers } from "./shared/peers.mjs";

const megabytes = Number(process.env.MB ?? 100);
const runs = Number(process.env.RUNS ?? 5);
const kinds = (process.env.KINDS ?? "numeric,doubles,mixed").split(",");

console.log(machine());
for (const kind of kinds) {
  const file = csvFile(kind, megabytes);
  const ours = () => runScript(process.execPath, "csv-run.mjs", file);
  const results = takePeers(runs, ours, "csv_peers.py", [file]);
  console.log(`\n${kind}, ${Math.round(statSync(file).size / 1e6)} MB; medians of ${runs} runs in turn\n`);
  console.log(tableOf(results));
}
