/** Frames without rows, with one row, with one column, and with nothing but missing values: every method gives an answer. */
import assert from "node:assert/strict";
import test, { after } from "node:test";
import { concat, type DataFrame, fromRecords, getClient } from "../../src/index.js";

after(() => getClient().close());

const row = { text: "x", whole: 1, part: 1.5, yes: true, day: new Date("2024-02-29") };
const missing = { text: null, whole: null, part: null, yes: null, day: null };
const some = fromRecords([row, row], { npartitions: 3 });
const both = fromRecords([row, missing, missing, row, missing], { npartitions: 4 });
const frames: Record<string, DataFrame> = {
  "no rows": some.query(some.column("whole").gt(5)),
  "one row": fromRecords([row]),
  "one row among empty partitions": fromRecords([row], { npartitions: 4 }),
  "missing values alone": both.query(both.column("whole").isNa()),
};

const lazy: Record<string, (frame: DataFrame) => { compute(): Promise<{ shape: number[] }> }> = {
  sortValues: (frame) => frame.sortValues(["text", "part"]),
  dropDuplicates: (frame) => frame.dropDuplicates(),
  dropNa: (frame) => frame.dropNa(),
  fillNa: (frame) => frame.fillNa(0).fillNa("none"),
  isNa: (frame) => frame.isNa(),
  replace: (frame) => frame.replace(1, 2),
  sample: (frame) => frame.sample({ frac: 0.5 }),
  repartition: (frame) => frame.repartition({ npartitions: 6 }),
  merge: (frame) => frame.merge(frame, { on: ["text", "day"], how: "outer" }),
  groupby: (frame) => frame.groupby(["text", "yes"]).agg({ part: ["mean", "std", "nUnique"], day: ["first", "max"] }),
  size: (frame) => frame.groupby("day").size(),
  concat: (frame) => concat([frame, frame]),
  expressions: (frame) => frame.addColumn("sum", frame.column("part").add(frame.column("whole")).abs()),
  text: (frame) => frame.column("text").str.toUpperCase().str.contains("X"),
  datetime: (frame) => frame.column("day").dt.floor("hour").dt.month(),
  mapPartitions: (frame) => frame.mapPartitions({ fn: (part) => part, dtypes: { text: "string", part: "float64" } }),
  "parts of text": (frame) => frame.column("text").str.split("-", -1).str.padEnd(3).str.indexOf("x"),
  "names of days": (frame) => frame.column("day").dt.dayOfWeekName().str.concat(frame.column("text")),
  "mean of rows": (frame) => frame.mean({ axis: 1 }),
  "median of rows": (frame) => frame.median({ axis: 1 }),
  argSort: (frame) => frame.column("part").argSort(),
  append: (frame) => frame.append(frame.drop({ columns: ["day"] })),
  getGroup: (frame) => frame.groupby(["text", "whole"]).getGroup(["x", null]),
  apply: (frame) => frame.apply((cells) => cells.part, { dtype: "float64" }),
};

for (const [name, frame] of Object.entries(frames)) {
  for (const [method, make] of Object.entries(lazy)) {
    test(`${method} of ${name}`, async () => {
      const result = await make(frame).compute();
      assert.ok(result.shape[0] >= 0);
    });
  }

  test(`numbers about ${name}`, async () => {
    const { length } = (await frame.compute()).values;
    assert.deepEqual(await frame.shape(), [length, 5]);
    const count = name.startsWith("one") ? 1 : 0;
    assert.deepEqual((await frame.count()).values, [[count, count, count, count, count]]);
    assert.deepEqual((await frame.nUnique()).values, [[count, count, count, count, count]]);
    assert.deepEqual((await frame.sum()).values, [count === 1 ? [1, 1.5, 1] : [0, 0, 0]]);
    const none = Number.NaN;
    assert.deepEqual((await frame.mean()).values, [count === 1 ? [1, 1.5, 1] : [none, none, none]]);
    assert.deepEqual((await frame.std()).values, [[none, none, none]]);
    assert.deepEqual((await frame.median()).values, [count === 1 ? [1, 1.5] : [none, none]]);
    assert.deepEqual((await frame.corr()).shape, [2, 2]);
    assert.deepEqual(await frame.column("text").min(), count === 1 ? "x" : null);
    assert.deepEqual(await frame.column("day").max(), count === 1 ? row.day : null);
    assert.equal((await frame.column("text").valueCounts()).shape[0], count);
    assert.equal((await frame.tail(3)).shape[0], Math.min(3, length));
    assert.equal((await frame.describe()).shape[0], 8);
    assert.equal((await (await frame.getDummies()).compute()).shape[0], length);
    assert.equal(await frame.column("part").argMax(), count - 1);
    assert.equal(await frame.groupby("text").ngroups(), count);
    assert.equal((await frame.mode()).shape[0], count);
    assert.equal((await frame.toArrow()).numRows, length);
  });
}

test("what groupby makes of empty groups and unusual keys", async () => {
  const frame = fromRecords(
    [
      { key: 0, other: "a-b", value: 1 },
      { key: -0, other: "a-b", value: 2 },
      { key: Infinity, other: "a", value: null },
      { key: 0.5, other: "constructor", value: 3 },
    ],
    { npartitions: 3 },
  );
  const grouped = await frame
    .groupby(["key", "other"])
    .agg({ value: ["sum", "mean", "first"] })
    .compute();
  assert.deepEqual(grouped.values, [
    [0, "a-b", 3, 1.5, 1],
    [0.5, "constructor", 3, 3, 3],
    [Infinity, "a", 0, Number.NaN, Number.NaN],
  ]);
  assert.deepEqual(grouped.columns, ["key", "other", "value_sum", "value_mean", "value_first"]);
});

test("a chain of everything gives the same rows in any number of partitions", async () => {
  const records = Array.from({ length: 200 }, (_, i) => ({
    id: i % 61,
    city: i % 7 === 0 ? null : `c${(i * 31) % 11}`,
    value: i % 13 === 0 ? null : ((i * 7919) % 101) / 4,
  }));
  const chain = async (npartitions: number): Promise<unknown> => {
    const frame = fromRecords(records, { npartitions });
    const means = frame.groupby("city").agg({ value: ["mean", "size"] });
    const joined = frame
      .sortValues(["value", "id"], { ascending: false })
      .dropDuplicates({ columns: ["id", "city"] })
      .merge(means, { on: "city", how: "left" });
    const above = joined
      .query(joined.column("value").ge(joined.column("value_mean")))
      .repartition({ npartitions: npartitions + 2 });
    const both = concat([above.sample({ frac: 0.8, seed: 1 }), above.persist()]);
    const outer = both.merge(
      fromRecords([
        { city: "c3", more: true },
        { city: "c99", more: false },
      ]),
      {
        on: "city",
        how: "outer",
      },
    );
    return (await outer.sortValues(["id", "value"]).compute()).values;
  };
  const [one, three, many] = [await chain(1), await chain(3), await chain(40)];
  assert.ok((one as unknown[]).length > 50);
  assert.deepEqual(three, one);
  assert.deepEqual(many, one);
});

test("the mean of infinite values is infinite, in a description too, and missing for both infinities", async () => {
  const frame = fromRecords(
    [
      { a: 1, b: -Infinity },
      { a: Infinity, b: 2 },
      { a: 3, b: Infinity },
    ],
    { npartitions: 2 },
  );
  assert.deepEqual((await frame.describe()).values.slice(1, 3), [
    [Infinity, Number.NaN],
    [Number.NaN, Number.NaN],
  ]);
  assert.deepEqual((await frame.mean()).values, [[Infinity, Number.NaN]]);
});

test("rows of 10,000 columns that lack a value are dropped", async () => {
  const wide = (missing: number | null) =>
    Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`c${i}`, i === 9_999 ? missing : i]));
  const frame = fromRecords([wide(1), wide(null), wide(3)], { npartitions: 2 });
  assert.deepEqual((await frame.dropNa().column("c9999").compute()).values, [1, 3]);
  assert.deepEqual(await frame.dropNa({ how: "all" }).shape(), [3, 10_000]);
});
