import assert from "node:assert/strict";
import test, { after } from "node:test";
import { type Frame, fromRecords, getClient, type Row } from "../../src/index.js";

after(() => getClient().close());

const frame = fromRecords(
  [
    { shape: "a", constructor: 1, ["__proto__"]: new Date(0), "": true },
    { shape: null, constructor: 2, ["__proto__"]: null, "": false },
    { shape: "c", constructor: 3, ["__proto__"]: new Date(86_400_000), "": true },
  ],
  { npartitions: 5 },
);

test("mapPartitions() gives functions danfo frames, and takes their columns and arguments", async () => {
  const doubled = frame.mapPartitions((rows: Frame, by: number) => {
    return rows.loc({ columns: ["constructor"] }).apply((row: unknown) => (row as number[])[0] * by, { axis: 1 });
  }, 10);
  assert.deepEqual(doubled.columns.length, 1);
  assert.deepEqual((await doubled.compute()).values, [[10], [20], [30]]);
});

test("apply() and addColumn() give functions rows, whatever the columns are called", async () => {
  const made = frame.apply((row: Row) => `${row.shape} ${row.constructor} ${row[""]}`);
  assert.equal(made.dtype, "string");
  assert.deepEqual((await made.compute()).values, ["a 1 true", "null 2 false", "c 3 true"]);
  const more = frame.addColumn("next", (row) => Number(row.constructor) + 1);
  assert.equal(more.dtypes.next, "float64");
  assert.deepEqual((await more.column("next").add(1).compute()).values, [3, 4, 5]);
});

test("a number that is missing stays missing through a row function's arithmetic and comparison", async () => {
  const some = fromRecords([{ mass: 2000 }, { mass: null }, { mass: 4000 }]);
  const kilograms = await some.apply((row) => row.mass / 1000).compute();
  assert.deepEqual(kilograms.values, [2, NaN, 4]);
  const light = await some.query((row) => row.mass < 3000).compute();
  assert.deepEqual(light.column("mass").values, [2000]);
});

test("query() takes a function of a row", async () => {
  const rows = await frame.query((row) => row[""] === true && row.shape !== "c").compute();
  assert.deepEqual(rows.column("shape").values, ["a"]);
});

test("asynchronous functions need their dtypes named", async () => {
  assert.throws(
    () => frame.apply(async (row) => row.shape),
    /apply: what the function makes cannot be told, since it is asynchronous/,
  );
  const upper = frame.apply(async (row) => String(row.shape).toUpperCase(), { dtype: "string" });
  assert.deepEqual((await upper.compute()).values, ["A", "NULL", "C"]);
});

test("a function that makes something else of later rows is told so", async () => {
  const many = fromRecords(
    Array.from({ length: 300 }, (_, n) => ({ n })),
    { npartitions: 3 },
  );
  const mixed = many.apply((row) => (row.n < 250 ? row.n : "many"));
  await assert.rejects(
    mixed.compute(),
    /what the function gives holds values of several kinds|is float64 by the first rows, but/,
  );
  const other = many.mapPartitions((rows) =>
    rows.values[0] === undefined ? rows : rows.rename({ n: `n${(rows.values as number[][])[0][0]}` }),
  );
  await assert.rejects(
    other.compute(),
    /mapPartitions: the function was expected to make column "n0", but of this partition it made "n[12]00"/,
  );
  assert.throws(
    () => many.mapPartitions((() => 5) as unknown as (rows: Frame) => Frame),
    /the function must give a danfo DataFrame or Series/,
  );
});

test("what a function uses goes along as arguments; a free name is refused, with how to give it", async () => {
  const outside = 3;
  const times = frame.apply((row, by: number, more: number) => Number(row.constructor) * by + more, {
    args: [outside, 1],
  });
  assert.deepEqual((await times.compute()).values, [4, 7, 10]);
  const some = frame.query((row, least: number) => Number(row.constructor) >= least, { args: [outside] });
  assert.deepEqual((await some.compute()).shape, [1, 4]);
  const lengths = frame.column("shape").map((shape, other: string) => (shape ?? other).length, { args: ["long"] });
  assert.deepEqual((await lengths.compute()).values, [1, 4, 1]);
  assert.throws(
    () => frame.apply((row) => Number(row.constructor) * outside),
    /uses "outside", which a worker does not have\. Give it as an argument: apply\(\(row, outside\) => …, \{ args: \[outside\] \}\)\.$/,
  );
  assert.throws(
    () => frame.mapPartitions((rows) => rows.head(outside)),
    /Give it as an argument: mapPartitions\(\(rows, outside\) => …, outside\)\.$/,
  );
});

test("an error in a function of rows or values says of which row it was", async () => {
  const many = fromRecords(
    Array.from({ length: 300 }, (_, n) => ({ n, text: n === 250 ? null : "x" })),
    { npartitions: 3 },
  );
  const where =
    /^TypeError: Cannot read .*\n {4}in row 50 of its partition, \{ n: 250, text: null \}\n.*, partition 3 of 3"$/s;
  for (const lengths of [
    many.apply((row) => row.text.length),
    many.apply(async (row) => row.text.length, { dtype: "float64" }),
  ]) {
    await assert.rejects(lengths.compute(), ({ stack }: Error) => where.test(stack as string));
  }
  await assert.rejects(
    many
      .column("text")
      .map((text) => text.length)
      .compute(),
    ({ stack }: Error) => /in row 50 of its partition, null\n/.test(stack as string),
  );
});
