/** One run for csv-growth.mjs: one computation over a CSV file, and what it took, with the peak memory of the process. */
import { readCSV } from "../../dist/src/index.js";
import { peakMB } from "./shared/peak-memory.mjs";
import { startedClient } from "./shared/started-client.mjs";

const [what, file] = process.argv.slice(2);

const computations = {
  count: (frame) => frame.shape(),
  describe: (frame) => frame.describe(),
  "groupby-mean": (frame) => frame.groupby("city").agg({ price: "mean", weight: "mean" }).compute(),
};

const client = await startedClient();
const began = performance.now();
await computations[what](await readCSV(file));
const seconds = (performance.now() - began) / 1000;
const peak = peakMB();
await client.close();
console.log(JSON.stringify({ seconds, peakMB: peak }));
