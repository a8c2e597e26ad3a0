import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import test from "node:test";
import { gzipSync } from "node:zlib";
import { openCSV } from "../../src/io/csv/open-csv.js";
import { readPartitions, readPath, rowsOf } from "./csv/read-all.js";

interface Served {
  readonly url: string;
  /** What the server serves and how, which a test may change. */
  readonly state: { body: Buffer; ranges: boolean; etag?: string; status?: number; encoding?: string };
  /** The bytes sent for each request. */
  readonly sent: number[];
}

/** Calls back with a server of one file on this machine. */
async function serving<T>(state: Served["state"], use: (served: Served) => Promise<T>): Promise<T> {
  const sent: number[] = [];
  const server = createServer((request, response) => answer(request, response, state, sent));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await use({ url: `http://127.0.0.1:${port}/data.csv?version=*`, state, sent });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function answer(request: IncomingMessage, response: ServerResponse, state: Served["state"], sent: number[]): void {
  const { body, ranges, etag, status, encoding } = state;
  if (etag !== undefined) response.setHeader("etag", etag);
  if (encoding !== undefined) response.setHeader("content-encoding", encoding);
  if (status !== undefined) {
    response.writeHead(status).end("no");
    return;
  }
  const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "") ?? [];
  if (!ranges || start === undefined) {
    response.writeHead(200);
    const place = sent.push(0) - 1;
    const chunks = Array.from({ length: Math.ceil(body.length / 65_536) }, (_, i) => {
      return body.subarray(i * 65_536, (i + 1) * 65_536);
    });
    const counted = Readable.from(chunks).on("data", (chunk: Buffer) => {
      sent[place] += chunk.length;
    });
    counted.pipe(response).on("close", () => counted.destroy());
    return;
  }
  if (Number(start) >= body.length) {
    response.writeHead(416, { "content-range": `bytes */${body.length}` }).end();
    return;
  }
  const part = body.subarray(Number(start), Number(end) + 1);
  sent.push(part.length);
  response
    .writeHead(206, { "content-range": `bytes ${start}-${Number(start) + part.length - 1}/${body.length}` })
    .end(part);
}

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
