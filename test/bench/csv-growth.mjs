/**
 * How time and memory grow with a CSV file: counting rows, describing all columns, and means of groups, over files of texts,
 * dates and numbers (the mixed ones of csv.mjs). Each run is a process of its own; the file has just been written, so what
 * fits into memory comes from there. Files of more than a gigabyte are deleted again.
 *
 *     MEGABYTES=50,500,5000 npm run bench -- csv-growth
 */
import { rmSync, statSync } from "node:fs";
import { csvFile } from "./shared/csv-files.mjs";
import { machine, runScript } from "./shared/peers.mjs";

const sizes = (process.env.MEGABYTES ?? "50,500,5000").split(",").map(Number);

console.log(`${machine()}\n`);
console.log("| file | computation | seconds | MB/s | peak memory |\n|---|---|---|---|---|");
for (const megabytes of sizes) {
  const file = csvFile("mixed", megabytes);
  const size = statSync(file).size / 1e6;
  try {
    for (const what of ["count", "describe", "groupby-mean"]) {
      const { seconds, peakMB } = runScript(process.execPath, "csv-growth-run.mjs", what, file);
      const speed = Math.round(size / seconds);
      console.log(`| ${Math.round(size)} MB | ${what} | ${seconds.toFixed(2)} s | ${speed} | ${peakMB} MB |`);
    }
  } finally {
    if (size > 1000) rmSync(file);
  }
}
