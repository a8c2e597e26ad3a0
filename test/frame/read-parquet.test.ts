import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import test, { after } from "node:test";
import { fromRecords, getClient, readParquet, type Series } from "../../src/index.js";
import { inFolder } from "../io/csv/read-all.js";

const fixtures = resolve(__dirname, "../../../test/fixtures/parquet");
const file = resolve(fixtures, "types.parquet");
const reference = JSON.parse(readFileSync(resolve(fixtures, "pyarrow-reference.json"), "utf8"))["types.parquet"];

after(() => getClient().close());

test("readParquet() is lazy, has a partition a row group, and knows its rows without reading them", async () => {
  const frame = await readParquet(file, { columns: ["int32", "string", "date"] });
  assert.deepEqual(frame.dtypes, { int32: "int32", string: "string", date: "datetime" });
  assert.equal(frame.npartitions, 3);
  assert.deepEqual(await frame.shape(), [130, 3]);
  assert.equal(frame.column("string").explain().split("\n")[1], `1. read Parquet ${file}: string (1 of 3 columns)`);
});

test("rows come from the workers as pyarrow reads them", async () => {
  const frame = await readParquet(file, { columns: ["int32", "string"] });
  const { values } = await frame.compute();
  const plain = (values as unknown[][]).map((row) => row.map((cell) => (Number.isNaN(cell) ? null : cell)));
  assert.deepEqual(
    plain,
    reference.int32.map((value: unknown, i: number) => [value, reference.string[i]]),
  );
  assert.deepEqual((await frame.head(60)).shape, [60, 2]);
});

test("a filter reads the row groups in which, by their statistics, a row can stay", async () => {
  await inFolder(async (folder) => {
    const rows = Array.from({ length: 400 }, (_, n) => {
      return { n, half: n / 2, late: n >= 300, at: new Date(n * 86_400_000), gap: n < 100 ? null : n };
    });
    const path = join(folder, "rows.parquet");
    await fromRecords(rows, { npartitions: 4 }).toParquet(path);
    const frame = await readParquet(path);
    const [n, half, late, at, gap] = ["n", "half", "late", "at", "gap"].map((name) => frame.column(name));
    const conditions: [condition: Series, read: number][] = [
      [n.gt(299), 1],
      [n.ge(299), 2],
      [n.lt(100), 1],
      [n.le(100), 2],
      [n.eq(150), 1],
      [n.eq(-1), 0],
      [n.ne(150), 4],
      [n.isin([5, 350]), 2],
      [half.gt(99.5).and(half.lt(120)), 1],
      [half.lt(10).or(half.gt(190)), 2],
      [half.lt(10).not(), 4],
      [late.eq(true), 1],
      [at.ge(new Date(200 * 86_400_000)), 2],
      [gap.gt(0), 3],
      [gap.isin([null]), 4],
      [n.add(1).gt(300), 4],
    ];
    for (const [condition, read] of conditions) {
      const kept = frame.query(condition);
      const text = kept.explain();
      assert.equal(/reads (\d) of 4 row groups/.exec(text)?.[1] ?? "4", String(read), text);
      const all = (await condition.compute()).values as boolean[];
      const values = (await kept.column("n").compute()).values;
      assert.deepEqual(
        values,
        rows.filter((_, i) => all[i]).map((row) => row.n),
        text,
      );
    }
  });
});
