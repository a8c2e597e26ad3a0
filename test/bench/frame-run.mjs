/** One run of ours for frame.mjs: does the work, once in a fresh process and once more, and prints as the peers do. */
import { readCSV, readParquet } from "../../dist/src/index.js";
import { startedClient } from "./shared/started-client.mjs";

const [work, path] = process.argv.slice(2);
const open = () => (path.endsWith(".parquet") ? readParquet(path) : readCSV(path));

const works = {
  async means() {
    const flights = await open();
    const long = flights.query(flights.column("distance").gt(500).and(flights.column("origin").ne("ATL")));
    const means = await long.groupby("origin").agg({ minuteOfDay: "mean", distance: "mean" }).compute();
    return sumsOf(means);
  },
  async routes() {
    const flights = await open();
    const routes = flights.groupby(["origin", "destination"]);
    return sumsOf(await routes.agg({ delay: ["mean", "std", "count"], distance: "max" }).compute());
  },
  async sort() {
    const flights = await open();
    const sorted = flights
      .sortValues(["distance", "delay"])
      .loc({ columns: ["distance", "delay"] })
      .persist();
    const [rows] = await sorted.shape();
    return [rows, ...sumsOf(await sorted.head(1000)), ...sumsOf(await sorted.tail(1000))];
  },
  async merge() {
    const flights = await open();
    const both = flights.merge(flights.groupby("origin").agg({ delay: "mean" }), { on: "origin" });
    const distance = both.column("delay").sub(both.column("delay_mean"));
    return [await distance.mul(distance).mean()];
  },
};

/** Of each column of numbers its sum, of text the number of its characters. */
function sumsOf(frame) {
  const rows = frame.values;
  return frame.columns.map((_, i) => {
    if (typeof rows[0][i] === "string") return rows.reduce((sum, row) => sum + row[i].length, 0);
    return rows.reduce((sum, row) => sum + (Number.isNaN(row[i]) ? 0 : row[i]), 0);
  });
}

const client = await startedClient();
let began = performance.now();
const cpuBefore = process.cpuUsage();
const sums = await works[work]();
const seconds = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage(cpuBefore);
const cpuSeconds = (user + system) / 1e6;
began = performance.now();
await works[work]();
const again = (performance.now() - began) / 1000;
const peakMB = Math.round(process.resourceUsage().maxRSS / 1000);
await client.close();
console.log(JSON.stringify({ seconds, again, cpuSeconds, peakMB, sums }));
