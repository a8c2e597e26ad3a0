/**
 * What is asked of frames, from the file to the answer; beside pandas, Polars, DuckDB and Dask, which use all cores. Each run
 * is a process of its own, which does the work twice, all take turns, and the answers have to be equal; medians and ratios
 * count. Imports and the start of workers are not timed.
 *
 *     PYTHON=/path/to/python RUNS=5 npm run bench -- frame     (a Python with these four, and pyarrow)
 *     WORKS=routes,sort npm run bench -- frame
 */
import { existsSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { readParquet } from "../../dist/src/index.js";
import { writeFlights } from "../../notebooks/data/flights.mjs";
import { vegaDatasets } from "../../notebooks/environment.mjs";
import { scratch } from "./shared/csv-files.mjs";
import { csvPeers, machine, runScript, tableOf, takePeers } from "./shared/peers.mjs";

const runs = Number(process.env.RUNS ?? 5);
const parquet = join(vegaDatasets, "flights-3m.parquet");
const parquetPeers = csvPeers.filter((name) => !name.includes("parser"));

/** The titles of the works of frame-run.mjs, and what they read. */
const works = {
  means: ["filter + groupby-mean over 500,000 flights, CSV", small, csvPeers],
  routes: ["groupby of two keys: mean, std, count, max, over 3,000,000 flights, CSV", large, csvPeers],
  routesParquet: ["the same, Parquet", () => parquet, parquetPeers],
  sort: ["sortValues by two columns of 3,000,000 flights, Parquet", () => parquet, parquetPeers],
  merge: ["merge of 3,000,000 flights with their airports' means, Parquet", () => parquet, parquetPeers],
};
const asked = (process.env.WORKS ?? Object.keys(works).join()).split(",");

async function small() {
  const file = join(scratch, "flights.csv");
  if (!existsSync(file)) await writeFlights(file, vegaDatasets);
  return file;
}

async function large() {
  const file = join(scratch, "flights-3m.csv");
  if (!existsSync(file)) await (await readParquet(parquet)).toCSV(file);
  return file;
}

console.log(machine());
mkdirSync(scratch, { recursive: true });
for (const name of asked) {
  const [title, make, peers] = works[name];
  const file = await make();
  const work = name.replace("Parquet", "");
  const ours = () => runScript(process.execPath, "frame-run.mjs", work, file);
  const results = takePeers(runs, ours, "frame_peers.py", [work, file], peers);
  console.log(`\n${title}, ${Math.round(statSync(file).size / 1e6)} MB; medians of ${runs} runs in turn\n`);
  console.log(tableOf(results));
}
