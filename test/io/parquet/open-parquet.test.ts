import assert from "node:assert/strict";
import { copyFileSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import test from "node:test";
import { openParquet } from "../../../src/io/parquet/open-parquet.js";
import { readRowGroup, readRowGroupBytes } from "../../../src/io/parquet/read-row-group.js";
import { fromArrowBytes } from "../../../src/partition/arrow.js";
import { cellAt, type Partition } from "../../../src/partition/partition.js";
import { inFolder } from "../csv/read-all.js";

const root = resolve(__dirname, "../../../..");
const fixtures = join(root, "test/fixtures/parquet");
const json = (name: string) => JSON.parse(readFileSync(join(fixtures, name), "utf8"));
const reference: Record<string, Record<string, unknown[]>> = json("pyarrow-reference.json");

async function read(path: string | string[], columns?: string[]) {
  const source = await openParquet(path, columns === undefined ? undefined : { columns });
  const { blocks, ...table } = structuredClone(source);
  const names = source.schema.map(({ name }) => name);
  const partitions = await Promise.all(blocks.map((block) => readRowGroup(table, block, names)));
  return { source, partitions, names, dtypes: source.schema.map(({ dtype }) => dtype) };
}

/** A column's values as the reference holds them. */
function values(partitions: readonly Partition[], place: number): unknown[] {
  return partitions.flatMap(({ columns, length }) => {
    return Array.from({ length }, (_, row) => {
      const cell = cellAt(columns[place], row);
      if (cell instanceof Date) return cell.getTime();
      if (cell === Number.POSITIVE_INFINITY) return "inf";
      if (cell === Number.NEGATIVE_INFINITY) return "-inf";
      return Object.is(cell, -0) ? "-0" : cell;
    });
  });
}

for (const [file, columns] of Object.entries(reference)) {
  test(`readParquet gives pyarrow's values for ${file}`, async () => {
    const { names, partitions } = await read(join(fixtures, file));
    assert.deepEqual(names, Object.keys(columns));
    for (const [place, name] of names.entries()) assert.deepEqual(values(partitions, place), columns[name], name);
  });
}

test("row groups that are read as bytes, one after the other or at once, hold what each of them holds", async () => {
  for (const file of Object.keys(reference)) {
    const { source, partitions, names } = await read(join(fixtures, file));
    const { blocks, ...table } = source;
    const inTurn: Uint8Array[] = [];
    for (const block of blocks) inTurn.push(await readRowGroupBytes(table, block, names));
    const atOnce = await Promise.all(blocks.map((block) => readRowGroupBytes(table, block, names)));
    for (const found of [inTurn, atOnce].map((each) => each.map(fromArrowBytes))) {
      for (const place of names.keys()) assert.deepEqual(values(found, place), values(partitions, place));
    }
  }
});

test("dtypes come from the schema, and from the statistics where integers may be large", async () => {
  const { names, dtypes, partitions } = await read(join(fixtures, "types.parquet"));
  assert.deepEqual(Object.fromEntries(names.map((name, i) => [name, dtypes[i]])), {
    int8: "int32",
    uint16: "int32",
    int32: "int32",
    "uint32 small": "int32",
    "uint32 large": "float64",
    "int64 small": "int32",
    "int64 large": "float64",
    "int64 huge": "float64",
    uint64: "float64",
    "int64 late": "int32",
    float16: "float64",
    float: "float64",
    double: "float64",
    special: "float64",
    boolean: "boolean",
    string: "string",
    "large string": "string",
    dictionary: "string",
    unique: "string",
    date: "datetime",
    seconds: "datetime",
    milliseconds: "datetime",
    microseconds: "datetime",
    nanoseconds: "datetime",
    "decimal 5": "float64",
    "decimal 15": "float64",
    "decimal 38": "float64",
    uuid: "string",
    missing: "string",
    nothing: "float64",
    "": "int32",
    ["__proto__"]: "string",
  });
  assert.deepEqual(
    partitions.map(({ length, columns }) => [length, columns.map(({ dtype }) => dtype)]),
    [50, 50, 30].map((length) => [length, dtypes]),
  );
  assert.deepEqual((await read(join(fixtures, "no-statistics.parquet"))).dtypes, ["int32", "float64"]);
});

test("each row group is a partition, whose statistics bound its values", async () => {
  const { source, partitions } = await read(join(fixtures, "types.parquet"));
  assert.deepEqual(source.lengths, [50, 50, 30]);
  let bounded = 0;
  for (const [i, { statistics }] of source.blocks.entries()) {
    for (const [place, known] of statistics.entries()) {
      if (known === undefined) continue;
      bounded += 1;
      const column = values([partitions[i]], place);
      if (source.schema[place].name !== "special") assert.equal(known.nulls, column.filter((v) => v === null).length);
      const numbers = column.filter((value) => value !== null).map((value) => Number(value === "-0" ? -0 : value));
      for (const value of numbers) assert.ok(Number.isNaN(value) || (known.min <= value && value <= known.max));
    }
  }
  assert.ok(bounded > 50, String(bounded));
});

test("columns chooses columns in the order asked for, and no columns give the number of rows", async () => {
  const { names, partitions, source } = await read(join(fixtures, "snappy.parquet"), ["string", "int32"]);
  assert.deepEqual(names, ["string", "int32"]);
  assert.deepEqual(values(partitions, 1), reference["snappy.parquet"].int32);
  const { blocks, ...table } = source;
  assert.deepEqual(await readRowGroup(table, blocks[1], []), { length: 30, names: [], columns: [] });
  await assert.rejects(openParquet(join(fixtures, "snappy.parquet"), { columns: ["sting"] }), {
    name: "ColumnError",
    message: `readParquet: ${join(fixtures, "snappy.parquet")} has no column "sting". Did you mean "string"? It has: "int32", "int64 small", "double", "boolean", "string", "unique", "microseconds".`,
  });
  await assert.rejects(openParquet("nowhere", { columns: [] }), { name: "OptionError" });
});

test("columns that a frame cannot hold are named, with the columns to pass instead", async () => {
  const path = join(fixtures, "nested.parquet");
  await assert.rejects(openParquet(path), {
    name: "TypeError",
    message: `${path}: "tags" holds nested values (list), "at" holds nested values, "time" holds values of type time, "raw" holds raw bytes, which no column of a frame can. To leave them out, pass columns: ["id","name"] to readParquet.`,
  });
  const { partitions } = await read(path, ["id", "name"]);
  assert.deepEqual(values(partitions, 1), ["x", "y"]);
});

test("bytes without a type are text if they are UTF-8, and named if they are not", async () => {
  const path = join(fixtures, "bytes.parquet");
  assert.deepEqual(values((await read(path, ["text"])).partitions, 0), ["plain"]);
  await assert.rejects(read(path), {
    name: "ReadError",
    message: `${path}: column "bytes" cannot be read: it holds bytes that are no text in UTF-8.`,
  });
});

test("opening reads the footer alone, and a column its own bytes alone", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "a.parquet");
    const bytes = readFileSync(join(fixtures, "none.parquet"));
    const { source } = await read(join(fixtures, "none.parquet"));
    const { start, size } = source.blocks[0].chunks[4];
    bytes.fill(0xee, 0, start);
    bytes.fill(0xee, start + size, bytes.length - 4000);
    writeFileSync(path, bytes);
    const opened = await openParquet(path);
    const { blocks, ...table } = opened;
    const partition = await readRowGroup(table, blocks[0], ["string"]);
    assert.deepEqual(values([partition], 0), reference["none.parquet"].string.slice(0, 100));
  });
});

test("a page whose checksum differs is not read", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "a.parquet");
    const bytes = readFileSync(join(fixtures, "checksums.parquet"));
    const { blocks } = await openParquet(join(fixtures, "checksums.parquet"));
    const { start, size } = blocks[0].chunks[2];
    bytes[start + size - 1] ^= 1;
    writeFileSync(path, bytes);
    await assert.rejects(read(path), {
      name: "ReadError",
      message: `${path}: column "double" cannot be read: a page is damaged: its checksum differs.`,
    });
  });
});

test("a footer that is changed anywhere gives columns, or a sentence about the file", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "a.parquet");
    const bytes = readFileSync(join(fixtures, "int96.parquet"));
    const footer = bytes.length - 8 - bytes.readUInt32LE(bytes.length - 8);
    for (let place = footer; place < bytes.length; place += 3) {
      const changed = Buffer.from(bytes);
      changed[place] ^= 0x55;
      writeFileSync(path, changed);
      await openParquet(path).catch(({ name, message }: Error) => {
        assert.match(name, /^(ReadError|TypeError)$/);
        assert.ok(message.startsWith(path), message);
        assert.doesNotMatch(message, /undefined|function|argument/);
      });
    }
  });
});

test("several files and patterns read as one, if they have the same columns", async () => {
  const [a, b] = ["gzip.parquet", "zstd.parquet"].map((name) => join(fixtures, name));
  const { partitions } = await read([a, b]);
  const { int32 } = reference["gzip.parquet"];
  assert.deepEqual(values(partitions, 0), [...int32, ...int32]);
  const [types, int96] = ["types.parquet", "int96.parquet"].map((name) => join(fixtures, name));
  await assert.rejects(openParquet([a, types]), {
    message: `${types} has other columns than ${a}: it has "int8" besides. Files read together need the same columns.`,
  });
  await assert.rejects(openParquet([a, int96]), {
    message: `${int96} has other columns than ${a}: it has no "int32". Files read together need the same columns.`,
  });
  assert.equal((await read([a, types, int96], ["microseconds"])).source.lengths.length, 6);
});

test("a file that is not Parquet, is cut short, or changed is named", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "a.parquet");
    const bytes = readFileSync(join(fixtures, "snappy.parquet"));
    for (const wrong of [
      "",
      "a,b\n1,2\n",
      "x".repeat(1000),
      bytes.subarray(0, bytes.length - 1),
      bytes.subarray(0, 20),
    ]) {
      writeFileSync(path, wrong);
      await assert.rejects(openParquet(path), {
        name: "ReadError",
        message: new RegExp(`^${path} cannot be read as Parquet: .*\\.$`),
      });
    }
    await assert.rejects(openParquet(join(folder, "b.parquet")), { message: /Did you mean .*a\.parquet\?/ });
    copyFileSync(join(fixtures, "snappy.parquet"), path);
    const { blocks, ...table } = await openParquet(path);
    utimesSync(path, 1, 1);
    await assert.rejects(readRowGroup(table, blocks[0], ["int32"]), {
      name: "ReadError",
      message: `${path} has changed since it was opened. Open it again to read it as it is now.`,
    });
  });
});

test("the 3 million flights are pyarrow's", async () => {
  const path = join(root, "node_modules/vega-datasets/data/flights-3m.parquet");
  const expected = json("flights-reference.json");
  const source = await openParquet(path);
  const { blocks, ...table } = source;
  assert.equal(
    source.lengths.reduce((sum, length) => sum + length, 0),
    expected.rows,
  );
  assert.deepEqual(source.schema, [
    { name: "date", dtype: "datetime" },
    { name: "delay", dtype: "int32" },
    { name: "distance", dtype: "int32" },
    { name: "origin", dtype: "string" },
    { name: "destination", dtype: "string" },
  ]);
  const sums = { delay: 0, distance: 0, date: 0 };
  const counts = { origin: new Map<string, number>(), destination: new Map<string, number>() };
  for (const block of blocks) {
    const { columns, names } = await readRowGroup(table, block, Object.keys(expected).slice(1));
    for (const [i, column] of columns.entries()) {
      if ("dictionary" in column) {
        const count = counts[names[i] as keyof typeof counts];
        for (const code of column.codes)
          count.set(column.dictionary[code], (count.get(column.dictionary[code]) ?? 0) + 1);
      } else if (column.dtype === "datetime") {
        for (const value of column.values) sums.date += value - 978307200000;
      } else for (const value of column.values) sums[names[i] as keyof typeof sums] += value;
    }
  }
  assert.deepEqual(sums, { delay: expected.delay, distance: expected.distance, date: expected.date.sum });
  assert.deepEqual(Object.fromEntries(counts.origin), expected.origin);
  assert.deepEqual(Object.fromEntries(counts.destination), expected.destination);
});
