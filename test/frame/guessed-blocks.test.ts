import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import { currentEngine } from "../../src/engine/current-engine.js";
import { Client, type DataFrame, fromRecords, readCSV } from "../../src/index.js";

const folder = mkdtempSync(join(tmpdir(), "guessed-"));
const client = new Client({ nWorkers: 2 });
const started = new Set<string>();
currentEngine().subscribe((event) => {
  if (event.type === "task" && event.state === "running") started.add(event.key);
});

after(async () => {
  await client.close();
  rmSync(folder, { recursive: true });
});

/** Tasks that looked for rows while something was done. */
async function passesOf(work: () => Promise<unknown>): Promise<number> {
  started.clear();
  await work();
  return [...started].filter((key) => key.startsWith("csv.layout")).length;
}

function write(name: string, rows: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `key,n,text\n${rows.join("\n")}\n`);
  return path;
}

const plain = Array.from({ length: 400 }, (_, i) => `${"abc"[i % 3]},${i},text ${i}`);
const plainFile = write("plain.csv", plain);

/** Most blocks of some hundred bytes begin in the middle of a cell. */
const quoted = plain.map((row, i) =>
  i < 250 ? row : `${row.slice(0, row.lastIndexOf(","))},"x,9\n${"y,8,z\n".repeat(30)}"`,
);
const quotedFile = write("quoted.csv", quoted);
const wrongFile = write(
  "wrong.csv",
  plain.map((row, i) => (i === 390 ? "a,many,text" : row)),
);

const blocksize = 300;

/** What a user may do first with a frame, and what comes of it. */
const uses: Record<string, (frame: DataFrame) => Promise<unknown>> = {
  "counts rows": (frame) => frame.shape(),
  sums: (frame) => frame.column("n").sum(),
  describes: async (frame) => (await frame.describe()).values,
  groups: async (frame) =>
    (
      await frame
        .groupby("key")
        .agg({ n: ["sum", "count"] })
        .compute()
    ).values,
  sorts: async (frame) => (await frame.sortValues("n", { ascending: false }).head(5)).values,
  joins: async (frame) => {
    const names = fromRecords([
      { key: "a", name: "first" },
      { key: "c", name: "third" },
    ]);
    return (await frame.merge(names, { on: "key" }).compute()).values;
  },
  "takes the first rows": async (frame) => (await frame.head(320)).values,
  "takes the last rows": async (frame) => (await frame.tail(20)).values,
  "takes all rows": async (frame) => (await frame.compute()).values,
  "keeps rows": async (frame) => (await frame.persist().compute()).values,
  "keeps chosen rows": async (frame) =>
    (await frame.query(frame.column("n").gt(17)).persist().column("text").compute()).values,
  "goes through partitions": async (frame) => {
    const rows: unknown[] = [];
    for await (const part of frame) rows.push(...(part.values as unknown[]));
    return rows;
  },
  "maps partitions": async (frame) =>
    (await frame.mapPartitions((part) => part.loc({ columns: ["n", "text"] })).compute()).values,
  writes: async (frame) => readFileSync((await frame.toCSV(join(folder, "written.csv")))[0], "utf8"),
};

for (const [use, work] of Object.entries(uses)) {
  test(`whoever first ${use} gets what one block gives, with newlines in cells too`, async () => {
    for (const file of [plainFile, quotedFile]) {
      assert.deepEqual(await work(await readCSV(file, { blocksize })), await work(await readCSV(file)));
    }
  });
}

test("a file without newlines in cells is not gone through to find its rows", async () => {
  for (const use of ["counts rows", "describes", "groups", "sorts", "takes all rows", "keeps chosen rows"]) {
    const frame = await readCSV(plainFile, { blocksize });
    assert.equal(await passesOf(() => uses[use](frame)), 0, use);
    // What is known of the rows then holds for whatever needs the exact ones.
    assert.equal(await passesOf(() => uses["maps partitions"](frame)), 0, use);
  }
  const frame = await readCSV(quotedFile, { blocksize });
  assert.equal(await passesOf(() => uses["counts rows"](frame)), frame.npartitions);
});

test("of a file that starts plain the first rows are had without a pass over it", async () => {
  const frame = await readCSV(quotedFile, { blocksize });
  const rows = await passesOf(async () => assert.equal((await frame.head(200)).shape[0], 200));
  assert.equal(rows, 0);
});

test("an error names the line and the value, however the rows were found", async () => {
  const expected = {
    name: "CSVParseError",
    message: /wrong\.csv, line 392: column "n" holds "many", which is no int32/,
  };
  for (const use of ["counts rows", "sums", "keeps rows", "takes all rows"]) {
    const frame = await readCSV(wrongFile, { blocksize, sampleBytes: 100 });
    if (use === "counts rows") assert.deepEqual(await uses[use](frame), [400, 3]);
    else await assert.rejects(uses[use](frame), expected, use);
  }
});

test("a user's function sees rows alone, also where lines are none", async () => {
  const frame = await readCSV(quotedFile, { blocksize });
  const counts = frame.mapPartitions((part) => {
    for (const [key] of part.values as [string][]) if (!["a", "b", "c"].includes(key)) throw new Error(key);
    return part;
  });
  assert.deepEqual(await counts.shape(), [400, 3]);
});
