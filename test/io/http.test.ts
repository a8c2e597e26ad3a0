import assert from "node:assert/strict";
import test from "node:test";
import { gzipSync } from "node:zlib";
import { openCSV } from "../../src/io/csv/open-csv.js";
import { readPartitions, readPath, rowsOf } from "./csv/read-all.js";
import { serving } from "./serving.js";

const rows = Array.from({ length: 20_000 }, (_, i) => `${i},"text ${i % 100}\n"`);
const text = Buffer.from(`n,s\n${rows.join("\n")}\n`);
const expected = rows.map((_, i) => [i, `text ${i % 100}\n`]);

test("readCSV reads blocks of a file over http, and opens it by a sample alone", async () => {
  await serving({ body: text, ranges: true, etag: '"1"' }, async ({ url, sent }) => {
    const { source } = await openCSV(url, { blocksize: 50_000, sampleBytes: 1000 });
    assert.equal(source.blocks.length, Math.ceil((text.length - 4) / 50_000));
    assert.ok(sent.reduce((sum, size) => sum + size, 0) < 20_000);
    assert.deepEqual((await readPartitions(source)).flatMap(rowsOf), expected);
  });
});

test("a server that sends no parts gives one block, and only its beginning is fetched to open it", async () => {
  const large = Buffer.concat([text, ...Array.from({ length: 40 }, () => text.subarray(4))]);
  await serving({ body: large, ranges: false }, async ({ url, sent }) => {
    const { source } = await openCSV(url, { blocksize: 50_000, sampleBytes: 1000 });
    assert.equal(source.blocks.length, 1);
    assert.ok(sent.every((size) => size < large.length / 2));
    const [partition] = await readPartitions(source);
    assert.equal(partition.length, 41 * 20_000);
  });
});

test("packed files are read over http, also when the server packs them for the way", async () => {
  await serving({ body: gzipSync(text), ranges: true }, async ({ url }) => {
    assert.deepEqual((await readPath(url, { sampleBytes: 1000 })).rows, expected);
  });
  for (const ranges of [true, false]) {
    await serving({ body: gzipSync(text), ranges, encoding: "gzip" }, async ({ url }) => {
      assert.deepEqual((await readPath(url, { sampleBytes: 1000 })).rows, expected);
    });
  }
});

test("a file that changes on the server is noticed, by its version or by its size", async () => {
  const message = /data\.csv\?version=\* has changed since it was opened\. Open it again/;
  for (const ranges of [true, false]) {
    await serving({ body: text, ranges, etag: '"1"' }, async ({ url, state }) => {
      const { source } = await openCSV(url);
      state.etag = '"2"';
      await assert.rejects(readPartitions(source), { name: "ReadError", message });
    });
  }
  await serving({ body: text, ranges: true }, async ({ url, state }) => {
    const { source } = await openCSV(url);
    state.body = text.subarray(0, 10_000);
    await assert.rejects(readPartitions(source), { name: "ReadError", message });
    state.body = Buffer.concat([text, text]);
    await assert.rejects(readPartitions(source), { name: "ReadError", message });
    state.body = text;
    state.ranges = false;
    await assert.rejects(readPartitions(source), { name: "ReadError", message });
  });
});

test("what the server does not have, and an empty file, are reported as such", async () => {
  await serving({ body: text, ranges: true, status: 404 }, async ({ url }) => {
    await assert.rejects(openCSV(url), { message: `Cannot read ${url}: the server answered 404 Not Found.` });
  });
  for (const ranges of [true, false]) {
    await serving({ body: Buffer.alloc(0), ranges }, async ({ url }) => {
      await assert.rejects(openCSV(url), { message: `${url} is empty: it has no header row.` });
    });
  }
});

test("a server that is busy for a moment is asked again, and one that is not there is named", async () => {
  await serving({ body: text, ranges: true, status: 503 }, async ({ url, state }) => {
    setTimeout(() => {
      state.status = undefined;
    }, 100);
    assert.equal((await readPath(url)).rows.length, 20_000);
  });
  const gone = await serving({ body: text, ranges: true }, async ({ url }) => url);
  await assert.rejects(openCSV(gone), { name: "ReadError", message: /^Cannot read http:.*: connect ECONNREFUSED/ });
});
