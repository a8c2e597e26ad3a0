/** One run of ours for frame.mjs: opens the CSV file, filters, groups, and prints as the peers do. */
import { readCSV } from "../../dist/src/index.js";
import { startedClient } from "./shared/started-client.mjs";

const client = await startedClient();
const began = performance.now();
const cpuBefore = process.cpuUsage();
const flights = await readCSV(process.argv[2]);
const long = flights.query(flights.column("distance").gt(500).and(flights.column("origin").ne("ATL")));
const means = long.groupby("origin").agg({ minuteOfDay: "mean", distance: "mean" });
const { values } = await means.sortValues("origin").compute();
const seconds = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage(cpuBefore);
const cpuSeconds = (user + system) / 1e6;
const peakMB = Math.round(process.resourceUsage().maxRSS / 1000);
await client.close();
const sums = values.reduce(
  ([bytes, ...sums], [origin, ...rest]) => [bytes + origin.length, ...sums.map((sum, i) => sum + rest[i])],
  [0, 0, 0],
);
console.log(JSON.stringify({ seconds, cpuSeconds, peakMB, sums: [values.length, ...sums] }));
