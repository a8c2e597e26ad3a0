/** One run of ours for csv.mjs: reads the file with all its columns into the cluster's memory, and prints as the peers do. */
import { readCSV } from "../../dist/src/index.js";
import { peakMB } from "./shared/peak-memory.mjs";
import { startedClient, taskEnds } from "./shared/started-client.mjs";

const client = await startedClient();
const began = performance.now();
const cpuBefore = process.cpuUsage();
const frame = await readCSV(process.argv[2]);
const ends = taskEnds(client, "frame.partition", frame.npartitions);
const rows = frame.persist();
await ends;
const seconds = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage(cpuBefore);
const cpuSeconds = (user + system) / 1e6;
const peak = peakMB();
const table = await rows.toArrow();
await client.close();
const sums = frame.columns.map((name) => sumOf(table.getChild(name), frame.dtypes[name]));
console.log(JSON.stringify({ seconds, cpuSeconds, peakMB: peak, sums }));

/** Of text its bytes, of datetimes seconds, of anything else its values. */
function sumOf(column, dtype) {
  let sum = 0;
  for (const value of column) {
    if (dtype === "string") sum += Buffer.byteLength(value);
    else if (dtype === "datetime") sum += Math.floor(value / 1000);
    else sum += Number(value);
  }
  return sum;
}
