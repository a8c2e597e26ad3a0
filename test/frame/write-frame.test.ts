import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test, { after } from "node:test";
import { type DataFrame, fromRecords, getClient, readCSV, readJSON, readParquet } from "../../src/index.js";

const penguins = resolve(__dirname, "../../../notebooks/data/penguins.csv");
const folder = mkdtempSync(join(tmpdir(), "write-test-"));
const at = (name: string) => join(folder, name);

after(async () => {
  rmSync(folder, { recursive: true });
  await getClient().close();
});

/** All values, with null for what is missing. */
async function cells(frame: DataFrame): Promise<unknown[][]> {
  const { values } = await frame.compute();
  return (values as unknown[][]).map((row) => row.map((cell) => (Number.isNaN(cell) ? null : cell)));
}

async function assertSame(actual: DataFrame, expected: DataFrame): Promise<void> {
  assert.deepEqual(actual.dtypes, expected.dtypes);
  assert.deepEqual(await cells(actual), await cells(expected));
}

test("toCSV() and toParquet() write a file a partition, which read as the frame that was written", async () => {
  const frame = await readCSV(penguins, { blocksize: 4096 });
  const names = ["part-0000", "part-0001", "part-0002", "part-0003"];
  assert.deepEqual(
    await frame.toCSV(at("csv")),
    names.map((name) => join(at("csv"), `${name}.csv`)),
  );
  assert.deepEqual(
    await frame.toParquet(at("deep/parquet")),
    names.map((name) => join(at("deep/parquet"), `${name}.parquet`)),
  );
  assert.deepEqual(
    readdirSync(at("csv")),
    names.map((name) => `${name}.csv`),
  );
  await assertSame(await readCSV(at("csv/*.csv")), frame);
  const parquet = await readParquet(at("deep/parquet/*.parquet"));
  assert.equal(parquet.npartitions, 4);
  await assertSame(parquet, frame);
});

test("singleFile, or a path that ends like one, writes one file", async () => {
  const frame = await readCSV(penguins, { blocksize: 4096 });
  assert.deepEqual(await frame.toCSV(at("one.csv")), [at("one.csv")]);
  await assertSame(await readCSV(at("one.csv")), frame);
  assert.equal(readFileSync(at("one.csv"), "utf8").match(/species/g)?.length, 1);
  assert.deepEqual(await frame.toParquet(at("one"), { singleFile: true }), [at("one")]);
  const parquet = await readParquet(at("one"));
  assert.equal(parquet.npartitions, 4);
  await assertSame(parquet, frame);
  assert.deepEqual(await frame.toParquet(at("two.parquet"), { singleFile: false }), [
    ...["0", "1", "2", "3"].map((i) => join(at("two.parquet"), `part-000${i}.parquet`)),
  ]);
});

test("delimiter and header are those asked for", async () => {
  const frame = fromRecords(
    [
      { a: 1, b: "x;y" },
      { a: 2, b: null },
    ],
    { npartitions: 2 },
  );
  await frame.toCSV(at("semicolons.csv"), { delimiter: ";", header: false });
  assert.equal(readFileSync(at("semicolons.csv"), "utf8"), '1;"x;y"\n2;\n');
  await assert.rejects(frame.toCSV(at("x.csv"), { delimiter: '"' }), {
    name: "OptionError",
    message:
      'toCSV: option "delimiter" must be one ASCII character that is no newline, digit, dot or minus, nor a quote, but it is "\\"".',
  });
  await assert.rejects(frame.toParquet(at("x"), { header: true } as object), { name: "OptionError" });
});

const oddRows = [
  { n: 1, x: -0, s: "", ok: true, t: new Date("1969-12-31T23:59:59.999Z"), gone: null, ["__proto__"]: 'p"\n' },
  { n: null, x: 1.5, s: "é😀\u2028", ok: null, t: null, gone: null, ["__proto__"]: null },
  { n: -(2 ** 31), x: 2 ** 53 + 2, s: "\\", ok: false, t: new Date("2024-02-29"), gone: null, ["__proto__"]: "q" },
];

const oddLines = oddRows.map((row) => JSON.stringify(row).replace('"x":0', '"x":-0'));

test("toJSON() writes an array, lines, or a file a partition, which read as the frame that was written", async () => {
  for (const npartitions of [1, 2, 5]) {
    const frame = fromRecords(oddRows, { npartitions });
    for (const name of ["rows.json", "rows.jsonl", "rows.ndjson"]) {
      assert.deepEqual(await frame.toJSON(at(name)), [at(name)]);
      await assertSame(await readJSON(at(name), { dtypes: frame.dtypes }), frame);
    }
    assert.deepEqual(
      JSON.parse(readFileSync(at("rows.json"), "utf8")),
      oddLines.map((line) => JSON.parse(line)),
    );
    assert.deepEqual(readFileSync(at("rows.jsonl"), "utf8").trimEnd().split("\n"), oddLines);
    const parts = await frame.toJSON(at("rows"), { lines: false });
    assert.deepEqual(parts.length, npartitions);
    assert.deepEqual(
      parts.flatMap((path) => JSON.parse(readFileSync(path, "utf8"))),
      oddLines.map((line) => JSON.parse(line)),
    );
  }
  const ends = fromRecords([{ x: Infinity }, { x: 1 }]);
  await ends.query(ends.column("x").gt(2)).toJSON(at("one.json"));
  assert.equal(readFileSync(at("one.json"), "utf8"), '[{"x":null}]\n');
  await ends.query(ends.column("x").lt(0)).toJSON(at("none.json"));
  assert.equal(readFileSync(at("none.json"), "utf8"), "[]\n");
});

test("toJSON() without a path gives all rows as objects", async () => {
  const frame = fromRecords(oddRows, { npartitions: 2 });
  assert.deepEqual(await frame.toJSON(), oddRows);
});

test("JSON.stringify() of a lazy frame writes no file, and says what to give it", () => {
  const frame = fromRecords([{ a: 1 }]);
  const message =
    /^toJSON writes a file that ends in \.json or \.jsonl, .* but got "frame"\. JSON\.stringify takes rows/;
  assert.throws(() => JSON.stringify({ frame }), { name: "TypeError", message });
});

test("every dtype comes back from Parquet, categories too, with what is missing and empty partitions", async () => {
  const records = [
    { n: 1, x: -0, s: "", ok: true, t: new Date("1969-12-31T23:59:59.999Z"), gone: null, ["__proto__"]: "p" },
    { n: null, x: 1.5, s: "é😀", ok: null, t: null, gone: null },
    { n: -(2 ** 31), x: Infinity, s: null, ok: false, t: new Date("2024-02-29"), gone: null },
  ];
  const frame = fromRecords(records, { npartitions: 5 });
  await frame.toParquet(at("types.parquet"));
  const back = await readParquet(at("types.parquet"));
  assert.equal(back.npartitions, 3);
  await assertSame(back, frame);
  writeFileSync(at("kinds.csv"), "kind,n\na,1\nb,2\n,3\n");
  const kinds = await readCSV(at("kinds.csv"), { dtypes: { kind: "category" } });
  await kinds.toParquet(at("kinds.parquet"));
  await assertSame(await readParquet(at("kinds.parquet")), kinds);
});

test("a shorter write takes away the parts beyond it, and nothing else", async () => {
  const frame = fromRecords([{ a: 1 }, { a: 2 }, { a: 3 }], { npartitions: 3 });
  await frame.toCSV(at("again"));
  for (const name of ["notes.csv", "part-1.csv", "part-0009.txt"]) writeFileSync(join(at("again"), name), "");
  await fromRecords([{ a: 4 }]).toCSV(at("again"));
  assert.deepEqual(readdirSync(at("again")), ["notes.csv", "part-0000.csv", "part-0009.txt", "part-1.csv"]);
  assert.equal(readFileSync(join(at("again"), "part-0000.csv"), "utf8"), "a\n4\n");
});

test("a frame can be written over the files that it is read from", async () => {
  await (await readCSV(penguins, { blocksize: 4096 })).toCSV(at("over"));
  const frame = await readCSV(at("over/*.csv"));
  const before = await cells(frame.drop({ columns: ["sex"] }));
  await frame.drop({ columns: ["sex"] }).toCSV(at("over"));
  assert.deepEqual(await cells(await readCSV(at("over/*.csv"))), before);
  await assert.rejects(frame.compute(), { name: "ReadError", message: /has changed since it was opened/ });
});

test("an error leaves what was there, and nothing half written", async () => {
  const frame = fromRecords([{ a: 1 }]);
  await frame.toCSV(at("kept"));
  writeFileSync(at("bad.csv"), `a\n${"1\n".repeat(300)}x\n${"1\n".repeat(700)}`);
  const bad = await readCSV(at("bad.csv"), { blocksize: 100, sampleBytes: 50 });
  await assert.rejects(bad.toCSV(at("kept")), { name: "CSVParseError", message: /bad\.csv, line 302: column "a"/ });
  assert.deepEqual(readdirSync(at("kept")), ["part-0000.csv"]);
  assert.equal(readFileSync(join(at("kept"), "part-0000.csv"), "utf8"), "a\n1\n");
});

test("a place that cannot be written to is named", async () => {
  const frame = fromRecords([{ a: 1 }]);
  writeFileSync(at("file"), "");
  await assert.rejects(frame.toCSV(at("file")), { message: new RegExp(`^Cannot write ${at("file")}: EEXIST: .*\\.$`) });
  mkdirSync(at("folder.csv"));
  await assert.rejects(frame.toCSV(at("folder.csv")), {
    message: new RegExp(`^Cannot write ${at("folder.csv")}: EISDIR`),
  });
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.startsWith(".")),
    [],
  );
});

test("readJSON() gives a lazy frame, whose blocks the workers read", async () => {
  const lines = Array.from({ length: 1000 }, (_, i) => `{"n":${i},"s":"text ${i % 7}"}`);
  writeFileSync(at("a.jsonl"), lines.join("\n"));
  const frame = await readJSON(at("a.jsonl"), { blocksize: 1000 });
  assert.deepEqual(frame.dtypes, { n: "int32", s: "string" });
  assert.ok(frame.npartitions > 20);
  assert.match(frame.explain(), /read JSON .*a\.jsonl: n, s \(2 of 2 columns\)/);
  assert.deepEqual(
    await cells(frame),
    lines.map((line) => Object.values(JSON.parse(line))),
  );
});

test("what is written without a path, or with danfo's options in its place, is told where the path goes", async () => {
  const frame = fromRecords([{ a: 1 }]);
  const nothing = undefined as unknown as string;
  const message =
    /^toCSV takes the path to write to: toCSV\("rows\.csv"\) for one file, or toCSV\("rows"\) for a folder/;
  await assert.rejects(frame.toCSV(nothing), { name: "OptionError", message });
  await assert.rejects(frame.toParquet(nothing), { name: "OptionError", message: /^toParquet takes the path/ });
  const asInDanfo = { filePath: at("x.json") } as unknown as string;
  await assert.rejects(frame.toJSON(asInDanfo), {
    name: "OptionError",
    message: /^toJSON takes the path .*, or toJSON\("rows", \{ singleFile: false \}\) for a folder/,
  });
});
