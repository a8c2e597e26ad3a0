/** Persisted, sampled and repartitioned rows, and rows in and out of other libraries. */
import assert from "node:assert/strict";
import { resolve } from "node:path";
import test, { after } from "node:test";
import { inspect } from "node:util";
import { Client, concat, dfd, fromArrow, fromDanfo, fromRecords, getClient, readCSV } from "../../src/index.js";

const file = resolve(__dirname, "../../../notebooks/data/penguins.csv");
const numbers = (rows: number, npartitions: number) =>
  fromRecords(
    Array.from({ length: rows }, (_, n) => ({ n })),
    { npartitions },
  );

after(() => getClient().close());

test("persist() keeps rows on the cluster until unpersist() gives them back", async () => {
  const frame = await readCSV(file, { blocksize: 4096 });
  const kept = frame.query(frame.column("sex").eq("male")).persist();
  assert.match(kept.explain(), /^4 partitions, each in one task:\n1\. take persisted rows: species/);
  assert.deepEqual(await kept.shape(), [168, 7]);
  assert.equal(await kept.column("bodyMass").max(), 6300);
  assert.ok(getClient().info().memoryUsed > 5000);
  kept.unpersist();
  await assert.rejects(
    kept.shape().then(() => kept.compute()),
    /persisted rows were released; use the frame it was made of/,
  );
  await new Promise((done) => setTimeout(done, 20));
  assert.equal(getClient().info().memoryUsed, 0);
});

test("what is persisted shows its rows and counts what is missing, once its rows are counted", async () => {
  const kept = (await readCSV(file, { blocksize: 4096 })).persist();
  const groups = kept.groupby("species").count().persist();
  assert.match(inspect(kept), /^DataFrame: 7 columns, 4 partitions\nFirst 5 rows\n/);
  assert.match(inspect(groups), /No rows are known yet/);
  await Promise.all([kept.shape(), groups.shape()]);
  const lines = inspect(kept).split("\n");
  assert.deepEqual(lines.slice(0, 2), [
    "DataFrame: 344 rows in memory, 7 columns, 4 partitions",
    "First 20 of 344 rows",
  ]);
  assert.match(lines[4], /^missing +0 +0 +2 +2 +2 +2 +11$/);
  assert.match(inspect(groups), /All 3 rows\n[\s\S]*\n2 +Gentoo +124 /);
  groups.unpersist();
  kept.unpersist();
});

test("persisted rows are of their client", async () => {
  const kept = numbers(10, 2).persist();
  await kept.compute();
  const next = new Client({ nWorkers: 1 });
  await assert.rejects(kept.compute(), /persisted on another client, which has been replaced or closed/);
  await next.close();
});

test("what goes wrong while rows are persisted is told by whoever uses them", async () => {
  const kept = fromRecords([{ a: "x" }])
    .asType("a", "float64")
    .persist();
  await assert.rejects(kept.compute(), /"x" cannot be read as float64/);
});

test("sample() chooses the same rows in any number of partitions, about as many as asked for", async () => {
  const one = await numbers(4000, 1).sample({ frac: 0.25, seed: 3 }).compute();
  const many = await numbers(4000, 7).sample({ frac: 0.25, seed: 3 }).compute();
  assert.deepEqual(many.values, one.values);
  assert.ok(Math.abs(one.shape[0] - 1000) < 100, `${one.shape[0]} rows`);
  const other = await numbers(4000, 7).sample({ frac: 0.25, seed: 4 }).compute();
  assert.notDeepEqual(other.values, one.values);
  assert.deepEqual(await numbers(10, 3).sample({ frac: 1 }).shape(), [10, 1]);
  assert.deepEqual(await numbers(10, 3).sample({ frac: 0 }).shape(), [0, 1]);
});

for (const [from, to] of [
  [1, 4],
  [4, 1],
  [5, 3],
  [3, 5],
  [4, 40],
  [7, 7],
]) {
  test(`repartition() of ${from} into ${to} partitions keeps rows and order`, async () => {
    const frame = numbers(23, from).repartition({ npartitions: to });
    assert.equal(frame.npartitions, to);
    const lengths: number[] = [];
    const rows: unknown[] = [];
    for await (const part of frame) {
      lengths.push(part.shape[0]);
      rows.push(...(part.values as unknown[][]).flat());
    }
    assert.deepEqual(
      rows,
      Array.from({ length: 23 }, (_, n) => n),
    );
    assert.equal(lengths.length, to);
    assert.ok(Math.max(...lengths) <= Math.ceil(23 / to) + Math.ceil(23 / from));
  });
}

test("repartition() takes a size in place of a number", async () => {
  const frame = await readCSV(file);
  assert.equal(frame.repartition({ partitionSize: "5KB" }).npartitions, 3);
  assert.throws(() => frame.repartition({}), /either \{ npartitions: 8 \} or \{ partitionSize: "64MB" \}/);
  assert.throws(() => frame.repartition({ npartitions: 2, partitionSize: 10 }), /either/);
});

test("danfo frames and Arrow tables come in and go out as they are", async () => {
  const danfo = new dfd.DataFrame({ a: [1, 2, 3], b: ["x", null, "z"] });
  const frame = fromDanfo(danfo, { npartitions: 2 });
  assert.deepEqual((await frame.compute()).values, danfo.values);
  const again = fromArrow(await frame.toArrow(), { npartitions: 3 });
  assert.equal(again.npartitions, 3);
  assert.deepEqual(again.dtypes, { a: "int32", b: "string" });
  assert.deepEqual((await again.compute()).values, danfo.values);
});

test("concat() widens numbers, fills what a frame has not, and keeps partitions", async () => {
  const all = concat([fromRecords([{ a: 1, b: "x" }]), fromRecords([{ a: 1.5, c: true }], { npartitions: 2 })]);
  assert.equal(all.npartitions, 3);
  assert.deepEqual(all.dtypes, { a: "float64", b: "string", c: "boolean" });
  assert.deepEqual((await all.compute()).values, [
    [1, "x", null],
    [1.5, null, true],
  ]);
  assert.throws(
    () => concat([fromRecords([{ a: 1 }]), fromRecords([{ a: "x" }])]),
    /column "a" is int32 in one frame and string in another/,
  );
});
