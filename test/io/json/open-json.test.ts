import assert from "node:assert/strict";
import { readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import test from "node:test";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { JSONParseError } from "../../../src/errors.js";
import { openJSON } from "../../../src/io/json/open-json.js";
import { readJsonBlock } from "../../../src/io/json/read-json-block.js";
import type { ReadJSONOptions } from "../../../src/io/json/read-json-options.js";
import { inFolder, rowsOf } from "../csv/read-all.js";

const root = resolve(__dirname, "../../../..");

async function readPath(path: string | string[], options?: ReadJSONOptions) {
  const { source, sample } = await openJSON(path, options);
  const { blocks, ...table } = structuredClone(source);
  const names = source.schema.map(({ name }) => name);
  const partitions = await Promise.all(blocks.map((block) => readJsonBlock(table, block, names)));
  const dtypes = Object.fromEntries(source.schema.map(({ name, dtype }) => [name, dtype]));
  return { names, dtypes, rows: partitions.flatMap(rowsOf), sample: rowsOf(sample), partitions };
}

/** Reads text as the file `data.jsonl`, and has its folder left out of messages. */
async function read(text: string | Uint8Array, options?: ReadJSONOptions) {
  return inFolder(async (folder) => {
    const path = join(folder, "data.jsonl");
    writeFileSync(path, text);
    try {
      return await readPath(path, options);
    } catch (error) {
      if (error instanceof Error) error.message = error.message.replaceAll(`${folder}/`, "");
      throw error;
    }
  });
}

const lines = (records: readonly unknown[]) => records.map((record) => `${JSON.stringify(record)}\n`).join("");

test("columns are all keys in the order they come, and dtypes are those of their values", async () => {
  const { dtypes, rows, sample } = await read(
    lines([
      { n: 1, x: 1, ok: true, when: "2024-02-29", s: "a" },
      { n: -2, x: 2.5, ok: null, when: "2024-02-29T12:00Z", s: "2024-02-29", late: 1 },
      { s: 7, mixed: true, none: null },
      { mixed: 1.5, s: "" },
    ]),
  );
  assert.deepEqual(dtypes, {
    ...{ n: "int32", x: "float64", ok: "boolean", when: "datetime", s: "string", late: "int32" },
    ...{ mixed: "string", none: "string" },
  });
  assert.deepEqual(rows, [
    [1, 1, true, new Date("2024-02-29"), "a", null, null, null],
    [-2, 2.5, null, new Date("2024-02-29T12:00Z"), "2024-02-29", 1, null, null],
    [null, null, null, null, "7", null, "true", null],
    [null, null, null, null, "", null, "1.5", null],
  ]);
  assert.deepEqual(sample, rows);
});

test("every block size gives the same rows, and an array the same as lines", async () => {
  const scalar = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.constantFrom("a\nb", '"', "\\", "],[", "}{", "\u2028", null),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
  );
  const keys = fc.constantFrom("a", "b", "__proto__", "constructor", "", "é\n");
  const record = fc.array(fc.tuple(keys, scalar), { maxLength: 5 }).map((entries) => {
    return `{${entries.map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(", ")}}`;
  });
  const space = fc.constantFrom("", " ", "\r", "\t");
  const property = fc.asyncProperty(
    fc.array(fc.tuple(record, space), { minLength: 1, maxLength: 8 }),
    fc.boolean(),
    fc.integer({ min: 1, max: 300 }),
    async (records, ends, blocksize) => {
      const text = `{"a": "first"}\n${records.map(([json, blank]) => json + blank).join("\n")}${ends ? "\n" : ""}`;
      const array = ` [{"a": "first"}, ${records.map(([json, blank]) => blank + json).join(`${ends ? "\n" : ""},`)}]\n`;
      const whole = await read(text);
      assert.deepEqual((await read(text, { blocksize })).rows, whole.rows);
      assert.deepEqual((await read(`\uFEFF${text}`, { blocksize })).rows, whole.rows);
      assert.deepEqual((await read(array, { blocksize })).rows, whole.rows);
      assert.deepEqual((await read(gzipSync(text), { blocksize })).rows, whole.rows);
      const parsed = [`{"a": "first"}`, ...records.map(([json]) => json)].map((json) => JSON.parse(json));
      const { names, dtypes, rows } = whole;
      assert.deepEqual(names, [...new Set(parsed.flatMap((value) => Object.keys(value)))]);
      for (const [i, row] of rows.entries()) {
        for (const [j, name] of names.entries()) {
          const value = Object.hasOwn(parsed[i], name) ? parsed[i][name] : null;
          if (dtypes[name] !== "datetime") {
            assert.deepEqual(row[j], dtypes[name] === "string" && value !== null ? String(value) : value || value);
          }
        }
      }
    },
  );
  await fc.assert(property, { numRuns: 60 });
});

test("real files, of lines and of one array, read as JSON.parse reads them", async () => {
  const path = join(root, "node_modules/vega-datasets/data/flights-5k.json");
  const records: Record<string, unknown>[] = JSON.parse(readFileSync(path, "utf8"));
  const array = await readPath(path, { dtypes: { date: "string" } });
  assert.deepEqual(
    array.rows,
    records.map((record) => array.names.map((name) => record[name])),
  );
  const asLines = await read(lines(records), { dtypes: { date: "string" }, blocksize: 10_000, sampleBytes: 2000 });
  assert.ok(asLines.partitions.length > 30);
  assert.deepEqual(asLines.rows, array.rows);
});

test("columns chooses columns, and what else records hold is not looked at", async () => {
  const text = lines([
    { a: 1, b: { x: 1 }, c: "x" },
    { c: "y", d: [1] },
  ]);
  assert.deepEqual((await read(text, { columns: ["c", "a"] })).rows, [
    ["x", 1],
    ["y", null],
  ]);
  assert.deepEqual((await read(text, { columns: ["a", "late"], dtypes: { late: "int32" } })).rows, [
    [1, null],
    [null, null],
  ]);
  await assert.rejects(read(text, { columns: ["aa"] }), {
    name: "ColumnError",
    message:
      'readJSON: a sample of data.jsonl shows no column "aa". Did you mean "a"? It has: "a", "b", "c", "d". For one that comes later, pass both its name in columns and dtypes: { aa: "string" }.',
  });
  await assert.rejects(read(text, { columns: ["a"], dtypes: { cc: "int32" } }), { name: "ColumnError" });
  await assert.rejects(read(text, { lines: true } as ReadJSONOptions), {
    name: "OptionError",
    message: 'readJSON has no option "lines". It takes: blocksize, columns, dtypes, sampleBytes.',
  });
});

test("dtypes overrules the sample", async () => {
  const text = lines([
    { id: 1, n: 2, t: 1709164800000, kind: "a" },
    { id: 2, n: null, t: "2024-02-29", kind: "b" },
  ]);
  const { rows, dtypes } = await read(text, {
    dtypes: { id: "string", n: "float64", t: "datetime", kind: "category" },
  });
  assert.deepEqual(dtypes, { id: "string", n: "float64", t: "datetime", kind: "category" });
  assert.deepEqual(rows, [
    ["1", 2, new Date("2024-02-29"), "a"],
    ["2", null, new Date("2024-02-29"), "b"],
  ]);
});

/** Lines of which a sample of 100 bytes does not show the one at 200. */
const withLine = (line: string) => {
  return Array.from({ length: 800 }, (_, i) => (i === 199 ? line : '{"n":1,"x":2.5,"ok":true,"t":"2024-01-01"}')).join(
    "\n",
  );
};

test("what the sample did not show is an error with its line, and what to pass", async () => {
  const cases: [line: string, column: string, message: string][] = [
    [
      '{"n":1.5}',
      "n",
      'column "n" holds 1.5, which is no int32, the dtype that a sample of the file suggested. Pass dtypes: { n: "float64" } to readJSON.',
    ],
    [
      '{"n":"1"}',
      "n",
      'column "n" holds "1", which is no int32, the dtype that a sample of the file suggested. Pass dtypes: { n: "string" } to readJSON.',
    ],
    [
      '{"x":true}',
      "x",
      'column "x" holds true, which is no float64, the dtype that a sample of the file suggested. Pass dtypes: { x: "string" } to readJSON.',
    ],
    [
      '{"t":"soon"}',
      "t",
      'column "t" holds "soon", which is no datetime, the dtype that a sample of the file suggested. Pass dtypes: { t: "string" } to readJSON.',
    ],
    [
      '{"ok":[]}',
      "ok",
      'column "ok" holds an array, which no column of a frame can. To leave it out, pass columns: ["n","x","t"] to readJSON.',
    ],
    [
      '{"new one":1}',
      "new one",
      'there is a column "new one" here, which a sample of the file did not show. Pass columns: ["n","x","ok","t","new one"] and dtypes: { "new one": "int32" } to readJSON; or without it, to leave it out.',
    ],
  ];
  for (const [line, column, message] of cases) {
    const error = await read(withLine(line), { sampleBytes: 100, blocksize: 900 }).catch((reason) => reason);
    assert.ok(error instanceof JSONParseError, String(error));
    assert.equal(error.message, `data.jsonl, line 200: ${message}`);
    assert.deepEqual([error.where.line, error.where.column], [200, column]);
  }
  for (const line of ["{", "nonsense", '{"n":1}}', "\0", '{"n":01}', '{"n":NaN}']) {
    await assert.rejects(read(withLine(line), { sampleBytes: 100, blocksize: 900 }), {
      name: "JSONParseError",
      message:
        /^data\.jsonl, line 200: this is no JSON \(.*\)\. readJSON takes one object a line, or one array of objects\.$/,
    });
  }
  await assert.rejects(read(withLine("[1]"), { sampleBytes: 100 }), {
    message: "data.jsonl, line 200: a record must be an object, but this is an array.",
  });
});

test("nested columns in the sample are named all at once, with the columns to pass", async () => {
  await assert.rejects(read(lines([{ a: 1, b: [1], c: { d: 1 } }])), {
    name: "TypeError",
    message:
      'data.jsonl: "b", "c" hold objects or arrays, which no column of a frame can. To leave them out, pass columns: ["a"] to readJSON.',
  });
  await assert.rejects(read('{"data": [{"a": 1}]}\n'), {
    message:
      'data.jsonl: "data" holds objects or arrays, which no column of a frame can. There is no other column. Records that are inside are read by JSON.parse and fromRecords(records).',
  });
});

test("files without records, arrays that are damaged, and changed files are named", async () => {
  for (const empty of ["", "\n \n", "[]", " [ ] \n", "{}\n"]) {
    await assert.rejects(read(empty), {
      name: "JSONParseError",
      message: "data.jsonl is empty: it has no records, which would tell its columns.",
    });
  }
  const cases: [string, RegExp][] = [
    ['[{"a":1}', /line 1: the array that begins the file is not closed/],
    ['[{"a":1},\n{"a":"]', /line 2: the array that begins the file is not closed/],
    ['[{"a":1}]\n[]', /line 2: something follows the array/],
    ['[{"a":1},]', /line 1: this is no JSON/],
    ['[{"a":1},\n2]', /line 2: a record must be an object, but this is 2\./],
    ['[{"a":1} {"a":2}]', /line 1: this is no JSON/],
    ['{\n  "a": 1\n}', /line 1: this is no JSON .* readJSON takes one object a line, or one array of objects/],
  ];
  for (const [text, message] of cases) await assert.rejects(read(text), { name: "JSONParseError", message });
  await inFolder(async (folder) => {
    const path = join(folder, "a.jsonl");
    writeFileSync(path, lines([{ a: 1 }]));
    const { source } = await openJSON(path);
    utimesSync(path, 1, 1);
    await assert.rejects(readJsonBlock(source, source.blocks[0], ["a"]), { name: "ReadError" });
  });
});

test("several files read as one, arrays and lines alike", async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, "a-1.json"), '[{"n": 1}, {"n": 2}]');
    writeFileSync(join(folder, "a-2.json"), "");
    writeFileSync(join(folder, "a-10.json"), '{"n": 3}\n{"n": 4}');
    const { rows, sample } = await readPath(join(folder, "a-*.json"), { blocksize: 5 });
    assert.deepEqual(rows, [[1], [2], [3], [4]]);
    assert.deepEqual(sample, [[1], [2]]);
  });
});
