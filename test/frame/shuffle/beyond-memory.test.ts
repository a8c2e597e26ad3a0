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
const memoryLimit = 1_000_000;
const client = new Client({ nWorkers: 2, memoryLimit });

after(async () => {
  await client.close();
  rmSync(folder, { recursive: true });
});

/** What `run` gives; some values have to leave memory meanwhile, and tasks may need no more than `atOnce` bytes of them at a time. */
async function spilling<T>(run: () => Promise<T>, atOnce = 2 * memoryLimit): Promise<T> {
  let [spilled, most] = [0, 0];
  const stop = client.engine.subscribe(() => {
    const { memorySpilled, memoryUsed } = client.info();
    [spilled, most] = [Math.max(spilled, memorySpilled), Math.max(most, memoryUsed)];
  });
  const result = await run();
  stop();
  assert.ok(spilled > 0, "nothing left memory");
  assert.ok(most < atOnce, `${most} bytes were in memory at a time`);
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

test("of each key one row stays, the first or the last", async () => {
  const frame = await readCSV(file, { blocksize: "40KB" });
  const all = Array.from({ length: rows }, (_, row) => row);
  for (const keep of ["first", "last"] as const) {
    const byKey = new Map((keep === "first" ? [...all].reverse() : all).map((row) => [keyOf(row), row]));
    const kept = await spilling(() => cells(frame.dropDuplicates({ columns: ["key"], keep }), "row"));
    assert.deepEqual(
      kept,
      Array.from(byKey.values()).sort((a, b) => a - b),
    );
  }
});

test("as many groups as rows", async () => {
  const frame = await readCSV(file, { blocksize: "40KB" });
  const groups = frame.groupby(["row", "text"]).agg({ key: ["mean", "median"] });
  assert.deepEqual(
    // Groups are one partition in the end, so the last task takes all of them.
    await spilling(() => cells(groups, "key_median"), Infinity),
    Array.from({ length: rows }, (_, row) => keyOf(row)),
  );
});
