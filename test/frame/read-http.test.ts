import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import test, { after } from "node:test";
import { getClient, readCSV, readParquet } from "../../src/index.js";
import { serving } from "../io/serving.js";

const root = resolve(__dirname, "../../..");

after(() => getClient().close());

test("workers read their blocks of files over http", async () => {
  const penguins = resolve(root, "notebooks/data/penguins.csv");
  await serving({ body: readFileSync(penguins), ranges: true }, async ({ url }) => {
    const frame = await readCSV(url, { blocksize: 4096 });
    assert.equal(frame.npartitions, 4);
    assert.deepEqual((await frame.compute()).values, (await (await readCSV(penguins)).compute()).values);
  });
  const types = resolve(root, "test/fixtures/parquet/snappy.parquet");
  await serving({ body: readFileSync(types), ranges: true }, async ({ url, sent }) => {
    const frame = await readParquet(url, { columns: ["int32"] });
    assert.deepEqual(await frame.shape(), [130, 1]);
    sent.length = 0;
    assert.deepEqual(
      (await frame.compute()).values,
      (await (await readParquet(types)).column("int32").compute()).values.map((value) => [value]),
    );
    assert.equal(sent.length, 2);
  });
  await serving({ body: readFileSync(types), ranges: false }, async ({ url }) => {
    await assert.rejects(readParquet(url), {
      name: "ReadError",
      message: /its server sends no parts of it; download it first\.$/,
    });
  });
});
