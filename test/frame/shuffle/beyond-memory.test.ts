/** Sorting, joining and grouping more than the cluster's memory takes: the rows that move go to files, and come back right. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import { Client, type DataFrame, readCSV } from "../../../src/index.js";

const rows = 120_000;
const folder = mkdtempSync(join(tmpdir(), "beyond-memory-"));
const file = join(folder, "rows.csv");
const keyOf = (row: number): number => (row * 7919) % 100_003;
writeFileSync(
  file,
  `key,row,text\n${Array.from({ length: rows }, (_, row) => `${keyOf(row)},${row},t${row % 1000}`).join("\n")}\n`,
);
const client = new Client({ nWorkers: 2, memoryLimit: "1MB" });

after(async () => {
  await client.close();
  rmSync(folder, { recursive: true });
});

/** What `run` gives; some values have to leave memory meanwhile. */
async function spilling<T>(run: () => Promise<T>): Promise<T> {
  let spilled = 0;
  const stop = client.engine.subscribe(() => {
    spilled = Math.max(spilled, client.info().memorySpilled);
  });
  const result = await run();
  stop();
  assert.ok(spilled > 0, "nothing left memory");
  return result;
}

async function cells(frame: DataFrame, name: string): Promise<number[]> {
  const table = await frame.loc({ columns: [name] }).toArrow();
  return [...(table.getChild(name) as Iterable<number>)];
}

test("sorted rows are in order, all of them", async () => {
  const frame = await readCSV(file, { blocksize: "40KB" });
  assert.ok(frame.npartitions > 16);
  const order = Array.from({ length: rows }, (_, row) => row).sort((a, b) => keyOf(a) - keyOf(b) || a - b);
  assert.deepEqual(await spilling(() => cells(frame.sortValues("key"), "row")), order);
});

test("a join by hash finds every row its own", async () => {
  const frame = await readCSV(file, { blocksize: "40KB" });
  const other = frame.loc({ columns: ["row", "key"] }).rename({ key: "found" });
  const joined = frame.merge(other.repartition({ npartitions: other.npartitions + 1 }), { on: "row" });
  assert.match(joined.explain(), /rows of \d+ move between tasks/);
  const found = await spilling(() => cells(joined, "found"));
  assert.deepEqual(
    found,
    found.map((_, row) => keyOf(row)),
  );
  assert.equal(found.length, rows);
});

test("as many groups as rows", async () => {
  const frame = await readCSV(file, { blocksize: "40KB" });
  const groups = frame.groupby(["row", "text"]).agg({ key: ["mean", "median"] });
  assert.deepEqual(
    await spilling(() => cells(groups, "key_median")),
    Array.from({ length: rows }, (_, row) => keyOf(row)),
  );
});
