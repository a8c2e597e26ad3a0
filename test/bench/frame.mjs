/**
 * Filter and groupby-mean over the CSV file of 500,000 flights, from the file to the means of each airport; beside pandas,
 * Polars, DuckDB and Dask, which use all cores. Each run is a process of its own, all take turns, and the means have to be
 * equal; medians and ratios count.
 *
 *     PYTHON=/path/to/python RUNS=5 npm run bench -- frame     (a Python with these four, and pyarrow)
 */
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { writeFlights } from "../../notebooks/data/flights.mjs";
import { scratch } from "./shared/csv-files.mjs";
import { machine, runScript, tableOf, takePeers } from "./shared/peers.mjs";

const runs = Number(process.env.RUNS ?? 5);
const file = join(scratch, "flights.csv");
mkdirSync(scratch, { recursive: true });
if (!existsSync(file)) await writeFlights(file);

console.log(machine());
const ours = () => runScript(process.execPath, "frame-run.mjs", file);
const results = takePeers(runs, ours, "frame_peers.py", file);
console.log(`\nfilter + groupby-mean over 500,000 flights; medians of ${runs} runs in turn\n`);
console.log(tableOf(results));
