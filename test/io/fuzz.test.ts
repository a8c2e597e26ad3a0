import assert from "node:assert/strict";
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import test from "node:test";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { CSVParseError, JSONParseError, ReadError } from "../../src/errors.js";
import { openCSV } from "../../src/io/csv/open-csv.js";
import { openJSON } from "../../src/io/json/open-json.js";
import { openParquet } from "../../src/io/parquet/open-parquet.js";
import { readBlock } from "../../src/io/read-block.js";
import { columnLength, type Partition } from "../../src/partition/partition.js";
import { inFolder, readPartitions, rowsOf } from "./csv/read-all.js";

/** What a reader makes of a file: its partitions. */
type Read = (path: string, blocksize: number) => Promise<Partition[]>;

const readers: Readonly<Record<"csv" | "json" | "parquet", Read>> = {
  csv: async (path, blocksize) => readPartitions((await openCSV(path, { blocksize, sampleBytes: 300 })).source),
  json: async (path, blocksize) => readAll((await openJSON(path, { blocksize, sampleBytes: 300 })).source),
  parquet: async (path) => readAll(await openParquet(path)),
};

function readAll(source: Awaited<ReturnType<typeof openJSON>>["source"] | Awaited<ReturnType<typeof openParquet>>) {
  const names = source.schema.map(({ name }) => name);
  return Promise.all(source.blocks.map((block) => readBlock(source, block, names)));
}

const root = resolve(__dirname, "../../..");
const csv = readFileSync(join(root, "test/fixtures/csv/orders.csv"));
const json = Buffer.from(
  Array.from({ length: 40 }, (_, i) => JSON.stringify({ n: i, s: `é "${i}"\n`, x: i / 7, ok: i % 2 === 0 })).join("\n"),
);
const parquet = readdirSync(join(root, "test/fixtures/parquet"))
  .filter((name) => name.endsWith(".parquet"))
  .map((name) => readFileSync(join(root, "test/fixtures/parquet", name)));

/** Changes to bytes: set some, cut a piece out, put some in, cut the end off, double a piece. */
const change = fc.record({
  kind: fc.constantFrom("set", "delete", "insert", "truncate", "repeat"),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  size: fc.integer({ min: 1, max: 20 }),
  bytes: fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 8 }),
    fc.constantFrom(...['"', "\n", "\0", ",", "}", "[", "\uFEFF", "\\"].map((text) => Buffer.from(text))),
    fc.constantFrom(Buffer.of(0xff, 0xff, 0xff, 0xff, 0x7f), Buffer.of(0xc3), Buffer.of(0x80, 0x80, 0x80, 0x80, 0x08)),
  ),
});
const changes = fc.array(change, { minLength: 1, maxLength: 4 });

function changed(original: Buffer, list: readonly (typeof change extends fc.Arbitrary<infer T> ? T : never)[]): Buffer {
  return list.reduce((bytes, { kind, at, size, bytes: put }) => {
    const place = Math.floor(at * bytes.length);
    const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)];
    switch (kind) {
      case "set":
        return Buffer.concat([before, put, after.subarray(put.length)]).subarray(0, bytes.length);
      case "delete":
        return Buffer.concat([before, after.subarray(size)]);
      case "insert":
        return Buffer.concat([before, put, after]);
      case "truncate":
        return before;
      default:
        return Buffer.concat([before, after.subarray(0, size), after]);
    }
  }, original);
}

/** Reads bytes as a file. The answer's rows, or undefined after an error that names the file. */
async function read(reader: keyof typeof readers, path: string, bytes: Uint8Array, blocksize = 2 ** 20) {
  writeFileSync(path, bytes);
  try {
    const parts = await readers[reader](path, blocksize);
    for (const { length, names, columns } of parts) {
      assert.equal(columns.length, names.length);
      for (const column of columns) assert.equal(columnLength(column), length);
    }
    return parts.flatMap(rowsOf);
  } catch (error) {
    const isClear = [CSVParseError, JSONParseError, ReadError].some((type) => error instanceof type);
    const leavesOut = error instanceof TypeError && /To leave (it|them) out, pass columns: /.test(error.message);
    assert.ok(isClear || leavesOut, (error as Error).stack);
    assert.ok((error as Error).message.includes(path), (error as Error).message);
    return undefined;
  }
}

/** A seeded run, so that what fails once fails again; a hang is a failure. */
const fuzz = (title: string, numRuns: number, property: (folder: string) => fc.IAsyncProperty<never> | unknown) => {
  test(title, { timeout: 120_000 }, () =>
    inFolder((folder) => fc.assert(property(folder) as fc.IAsyncProperty<unknown>, { numRuns, seed: 20_240_229 })),
  );
};

for (const reader of ["csv", "json", "parquet"] as const) {
  fuzz(`read${reader.toUpperCase()} of random bytes gives rows or an error that names the file`, 300, (folder) =>
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      await read(reader, join(folder, "a"), bytes);
    }),
  );
}

for (const [reader, original] of [
  ["csv", csv],
  ["json", json],
] as const) {
  fuzz(`a damaged ${reader} file gives the same in blocks of any size: the rows, or an error`, 300, (folder) =>
    fc.asyncProperty(changes, fc.integer({ min: 1, max: 200 }), async (list, blocksize) => {
      const bytes = changed(original, list);
      const whole = await read(reader, join(folder, "a"), bytes);
      assert.deepEqual(await read(reader, join(folder, "a"), bytes, blocksize), whole);
    }),
  );
}

fuzz("a damaged Parquet file gives rows or an error that names the file", 600, (folder) =>
  fc.asyncProperty(fc.constantFrom(...parquet), changes, async (original, list) => {
    await read("parquet", join(folder, "a"), changed(original, list));
  }),
);

fuzz("a Parquet file whose footer is damaged gives rows or an error that names the file", 600, (folder) =>
  fc.asyncProperty(fc.constantFrom(...parquet), changes, async (original, list) => {
    const size = original.readUInt32LE(original.length - 8);
    const start = original.length - 8 - size;
    const footer = changed(original.subarray(start, start + size), list);
    const end = Buffer.alloc(8);
    end.writeUInt32LE(footer.length);
    end.write("PAR1", 4);
    await read("parquet", join(folder, "a"), Buffer.concat([original.subarray(0, start), footer, end]));
  }),
);

fuzz("a gzip file that is cut short or damaged is never taken for whole", 200, (folder) =>
  fc.asyncProperty(changes, fc.boolean(), async (list, lines) => {
    const [reader, original] = lines ? (["json", json] as const) : (["csv", csv] as const);
    const packed = gzipSync(original);
    const bytes = changed(packed, list);
    const path = join(folder, "a.gz");
    const rows = await read(reader, path, bytes);
    if (rows === undefined || bytes.subarray(0, packed.length - 1).equals(packed.subarray(0, packed.length - 1)))
      return;
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) assert.deepEqual(rows, await read(reader, path, packed));
  }),
);

test("a file that grows or is rewritten between its blocks is noticed", async () => {
  await inFolder(async (folder) => {
    for (const [reader, original] of Object.entries({ csv, json, parquet: parquet[0] })) {
      const path = join(folder, reader);
      writeFileSync(path, original);
      const options = { blocksize: 100 };
      const open = { csv: openCSV, json: openJSON };
      const source =
        reader === "parquet" ? await openParquet(path) : (await open[reader as "csv"](path, options)).source;
      const names = source.schema.map(({ name }) => name);
      await readBlock(source, source.blocks[0], names).catch((error) => assert.ok(error instanceof CSVParseError));
      appendFileSync(path, "x");
      const error = {
        name: "ReadError",
        message: `${path} has changed since it was opened. Open it again to read it as it is now.`,
      };
      await assert.rejects(readBlock(source, source.blocks[source.blocks.length - 1], names), error);
      writeFileSync(path, original.subarray(0, 50));
      await assert.rejects(readBlock(source, source.blocks[0], names), error);
    }
  });
});
