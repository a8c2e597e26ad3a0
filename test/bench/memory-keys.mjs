/**
 * dropDuplicates and a join by hash whose keys, 2,000,000 different ones, take several times the memory limit of 16 MiB:
 * how much of them is in memory at a time. Prints a table; needs nothing else.
 *
 *     npm run bench -- memory-keys
 */
import { createWriteStream, existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { Client, readCSV } from "../../dist/src/index.js";
import { scratch } from "./shared/csv-files.mjs";

const megabyte = 2 ** 20;
const rows = 2_000_000;
const memoryLimit = 16 * megabyte;
const file = await madeFile();

const works = {
  async dropDuplicates(frame) {
    return (await frame.dropDuplicates({ columns: ["key", "text"] }).shape())[0];
  },
  async "merge by hash"(frame) {
    const other = frame.loc({ columns: ["row", "key"] }).rename({ key: "found" });
    const apart = other.repartition({ npartitions: other.npartitions + 1 });
    return frame.merge(apart, { on: "row" }).column("found").count();
  },
};

console.log("| 2,000,000 keys, memory limit 16 MiB | time | most values in memory | in files | peak of the process |");
console.log("|---|---|---|---|---|");
for (const [name, work] of Object.entries(works)) {
  const client = new Client({ nWorkers: 2, memoryLimit });
  let [most, spilled] = [0, 0];
  client.engine.subscribe(() => {
    const { memoryUsed, memorySpilled } = client.info();
    [most, spilled] = [Math.max(most, memoryUsed), Math.max(spilled, memorySpilled)];
  });
  const frame = await readCSV(file, { blocksize: "1MB" });
  const began = performance.now();
  if ((await work(frame)) !== rows) throw new Error(`${name} gives another number of rows.`);
  const seconds = (performance.now() - began) / 1000;
  await client.close();
  const peak = process.resourceUsage().maxRSS / 1024;
  console.log(
    `| ${name} | ${seconds.toFixed(1)} s | ${mebibytes(most)} | ${mebibytes(spilled)} | ${Math.round(peak)} MiB |`,
  );
}

function mebibytes(bytes) {
  return `${Math.round(bytes / megabyte)} MiB`;
}

/** Rows that differ in each of their columns "key", "row" and "text". */
async function madeFile() {
  const path = join(scratch, "keys-2m.csv");
  if (existsSync(path)) return path;
  mkdirSync(scratch, { recursive: true });
  const out = createWriteStream(`${path}.part`);
  out.write("key,row,text\n");
  for (let row = 0; row < rows; row += 10_000) {
    const lines = Array.from({ length: 10_000 }, (_, i) => line(row + i));
    if (!out.write(lines.join(""))) await new Promise((done) => out.once("drain", done));
  }
  await finished(out.end());
  renameSync(`${path}.part`, path);
  return path;
}

function line(row) {
  return `${(row * 7919) % 2_000_003},${row},t${(row * 31) % 2_000_003}\n`;
}
