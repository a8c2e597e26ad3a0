import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import test, { after } from "node:test";
import { getClient, readParquet } from "../../src/index.js";

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
