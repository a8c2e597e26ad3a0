import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import test, { after } from "node:test";
import { type DataFrame, fromRecords, getClient, readCSV, type Series } from "../../src/index.js";

const root = resolve(__dirname, "../../..");
const file = resolve(root, "notebooks/data/penguins.csv");
const pandas = JSON.parse(readFileSync(resolve(root, "test/fixtures/frame/describe.json"), "utf8"));

after(() => getClient().close());

test("readCSV() is lazy and knows columns, dtypes and partitions", async () => {
  const frame = await readCSV(file, { blocksize: 4096 });
  assert.deepEqual(frame.columns, ["species", "island", "beakLength", "beakDepth", "flipperLength", "bodyMass", "sex"]);
  assert.deepEqual(frame.dtypes, {
    species: "string",
    island: "string",
    beakLength: "float64",
    beakDepth: "float64",
    flipperLength: "int32",
    bodyMass: "int32",
    sex: "string",
  });
  assert.equal(frame.npartitions, 4);
});

for (const blocksize of [150, 4096, "1MB"]) {
  test(`shape() and describe() say what pandas says, in blocks of ${blocksize}`, async () => {
    const frame = await readCSV(file, { blocksize });
    assert.deepEqual(await frame.shape(), pandas.shape);
    const described = await frame.describe();
    assert.deepEqual(described.columns, Object.keys(pandas.describe));
    described.columns.forEach((column: string, j: number) => {
      described.index.forEach((statistic: string | number, i: number) => {
        const [ours, theirs] = [(described.values as number[][])[i][j], pandas.describe[column][statistic]];
        assert.ok(
          Math.abs(ours - theirs) <= 1e-12 * Math.abs(theirs),
          `${column} ${statistic}: ${ours}, pandas ${theirs}`,
        );
      });
    });
  });
}

test("head() gives the first rows across as many partitions as they take", async () => {
  const frame = await readCSV(file, { blocksize: 100 });
  const whole = await (await readCSV(file)).compute();
  const head = await frame.head(12);
  assert.deepEqual(head.shape, [12, 7]);
  assert.deepEqual(head.values, (whole.values as unknown[][]).slice(0, 12));
});

test("iterating gives every partition once, in order", async () => {
  const frame = await readCSV(file, { blocksize: 3000 });
  const rows: unknown[][] = [];
  for await (const part of frame) rows.push(...(part.values as unknown[][]));
  assert.deepEqual(rows, (await frame.compute()).values);
});

test("iterating over sorted rows sorts them once, and the first rows of many partitions too", async () => {
  const frame = await readCSV(file, { blocksize: 500 });
  const sorted = frame.sortValues("bodyMass");
  let scattered = 0;
  const stop = getClient().engine.subscribe((event) => {
    if (event.type === "task" && event.name === "shuffle.scatterByCuts" && event.state === "finished") scattered += 1;
  });
  const rows: unknown[][] = [];
  for await (const part of sorted) rows.push(...(part.values as unknown[][]));
  assert.equal(scattered, frame.npartitions);
  assert.deepEqual(rows, (await sorted.compute()).values);
  scattered = 0;
  assert.deepEqual((await sorted.head(200)).values, rows.slice(0, 200));
  assert.deepEqual((await sorted.tail(200)).values, rows.slice(-200));
  assert.ok(scattered <= 4 * frame.npartitions, `${scattered} of ${frame.npartitions} partitions`);
  stop();
});

test("loc(), drop() and rename() choose and name columns, and errors name what is not there", async () => {
  const frame = await readCSV(file);
  assert.deepEqual(frame.loc({ columns: ["sex", "island"] }).columns, ["sex", "island"]);
  assert.deepEqual(
    frame.drop({ columns: ["sex", "island"] }).columns,
    frame.columns.slice(0, 1).concat(frame.columns.slice(2, 6)),
  );
  assert.deepEqual(frame.drop({ columns: "sex" }).columns, frame.columns.slice(0, 6));
  assert.equal(frame.rename({ sex: "gender" }).columns[6], "gender");
  assert.throws(
    () => frame.drop({ columns: ["specis"] }),
    /drop: there is no column "specis"\. Did you mean "species"\?/,
  );
  assert.throws(() => frame.rename({ sex: "island" }), /two columns would be named "island"/);
  assert.throws(
    () => frame.loc({ columns: "sex" as unknown as string[] }),
    /loc takes the columns as an array of names/,
  );
});

test("only the columns that are used are read", async () => {
  const frame = await readCSV(file);
  assert.match(frame.column("sex").explain(), /read CSV .*penguins\.csv: sex \(1 of 7 columns\)/);
});

test("a frame of records keeps names and values that look like an object's own", async () => {
  const frame = fromRecords(
    [
      { constructor: 1, __proto: "x", shape: true },
      { constructor: null, __proto: "y", shape: false },
      { constructor: 2.5, __proto: null, shape: true },
    ],
    { npartitions: 2 },
  );
  assert.deepEqual(frame.columns, ["constructor", "__proto", "shape"]);
  assert.deepEqual(Object.values(frame.dtypes), ["float64", "string", "boolean"]);
  assert.deepEqual(await frame.shape(), [3, 3]);
  const first = await frame.column("constructor").compute();
  assert.deepEqual(first.values, [1, Number.NaN, 2.5]);
});

test("more partitions than rows leave some empty, and every method still works", async () => {
  const frame = fromRecords([{ a: 1 }, { a: 2 }], { npartitions: 5 });
  assert.equal(frame.npartitions, 5);
  assert.deepEqual(await frame.shape(), [2, 1]);
  assert.deepEqual((await frame.compute()).values, [[1], [2]]);
  assert.deepEqual((await frame.describe()).column("a").values, [2, 1.5, Math.SQRT1_2, 1, 1.25, 1.5, 1.75, 2]);
});

test("head() refuses a number of rows that is none", async () => {
  const frame = fromRecords([{ a: 1 }]);
  await assert.rejects(frame.head(-1), /head: option "n" must be a whole number of at least 0, but it is -1/);
});

test("columns are read by their names as in danfo, where nothing else has the name", async () => {
  const row = Object.fromEntries(["a", "shape", "then", "plan"].map((name, i) => [name, i + 1]));
  const frame: Record<string, unknown> & DataFrame = fromRecords([row]) as never;
  assert.equal((frame.a as Series).name, "a");
  assert.equal((await frame).columns.length, 4);
  assert.equal(frame.b, undefined);
  assert.deepEqual(await frame.shape(), [1, 4]);
  assert.equal(await frame.column("plan").max(), 4);
  assert.equal((frame.column("a") as unknown as Record<string, unknown>).a, undefined);
});
