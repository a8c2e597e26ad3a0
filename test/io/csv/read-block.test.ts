import assert from "node:assert/strict";
import { closeSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { gzipSync } from "node:zlib";
import type { TaskContext } from "../../../src/engine/engine.js";
import { CSVParseError } from "../../../src/errors.js";
import { composeLayout, csvLayout, layoutArgs } from "../../../src/io/csv/layout.js";
import { openCSV } from "../../../src/io/csv/open-csv.js";
import { readBlock, readBlockBytes } from "../../../src/io/csv/read-block.js";
import { fromArrowBytes } from "../../../src/partition/arrow.js";
import { inFolder, readPartitions, readText, rowsOf } from "./read-all.js";

/** Rows enough that a sample of 100 bytes at the start, in the middle and at the end misses the one at 200. */
function withRow(row: string): string {
  const rows = Array.from({ length: 800 }, (_, i) => (i === 198 ? row : "1,2.5,true,2024-01-01"));
  return `n,x,ok,when\n${rows.join("\n")}\n`;
}

/** The error of reading a file whose line 200 is this row, from a sample that has not seen it. */
async function fault(row: string, options = {}): Promise<CSVParseError> {
  const error = await readText(withRow(row), { sampleBytes: 100, blocksize: 900, ...options }).then(
    () => assert.fail("it was read"),
    (reason) => reason,
  );
  assert.ok(error instanceof CSVParseError, String(error));
  return error;
}

test("a value that is not of the dtype is named with its line, and the dtypes to pass", async () => {
  const cases: [row: string, column: string, value: string, dtype: string, wider: string][] = [
    ["1.5,2.5,true,2024-01-01", "n", "1.5", "int32", "float64"],
    ["3000000000,2.5,true,2024-01-01", "n", "3000000000", "int32", "float64"],
    ["many,2.5,true,2024-01-01", "n", "many", "int32", "string"],
    ["007,2.5,true,2024-01-01", "n", "007", "int32", "string"],
    ["1,007,true,2024-01-01", "x", "007", "float64", "string"],
    ["1, ,true,2024-01-01", "x", " ", "float64", "string"],
    ["1,2.5,yes,2024-01-01", "ok", "yes", "boolean", "string"],
    ["1,2.5,true,2024-02-30", "when", "2024-02-30", "datetime", "string"],
  ];
  for (const [row, column, value, dtype, wider] of cases) {
    const error = await fault(row);
    assert.equal(
      error.message,
      `data.csv, line 200: column "${column}" holds "${value}", which is no ${dtype}, the dtype that a sample of the file suggested. Pass dtypes: { ${column}: "${wider}" } to readCSV.`,
    );
    assert.deepEqual({ ...error.where, file: "" }, { file: "", line: 200, column, value });
  }
});

test("a value that is not of the dtype asked for says so, and quotes a name that is no identifier", async () => {
  await assert.rejects(readText("my n\na\n", { dtypes: { "my n": "int32" } }), {
    message:
      'data.csv, line 2: column "my n" holds "a", which is no int32, the dtype that was asked for. Pass dtypes: { "my n": "string" } to readCSV.',
  });
});

test("a dtype that was passed reads what the sample did not show", async () => {
  const read = await readText(withRow("1.5,2.5,yes,2024-01-01"), {
    sampleBytes: 100,
    blocksize: 900,
    dtypes: { n: "float64", ok: "string" },
  });
  assert.deepEqual(read.rows[198].slice(0, 3), [1.5, 2.5, "yes"]);
});

test("a ragged row is named with its line, the fields found and the fields expected", async () => {
  assert.equal((await fault("1,2.5,true")).message, "data.csv, line 200: the row has 3 fields, but 4 are expected.");
  assert.equal((await fault("1")).message, "data.csv, line 200: the row has 1 field, but 4 are expected.");
  assert.equal((await fault("1,2,3,4,5")).message, "data.csv, line 200: the row has 5 fields, but 4 are expected.");
  await assert.rejects(readText('a,b\n"x\ny",1\n\n2\n'), {
    message: "data.csv, line 5: the row has 1 field, but 2 are expected.",
  });
});

test("a row of very many fields is named as any other, and rows before it are left as they are", async () => {
  await assert.rejects(readText(`a,b,c\n${"1,2,3\n".repeat(2000)}${",".repeat(200_000)}\n4,5,6\n`), {
    message: "data.csv, line 2002: the row has 200001 fields, but 3 are expected.",
  });
});

test("a quote that is never closed is named with the line where it opens", async () => {
  assert.equal((await fault('1,2.5,true,"2024')).message, "data.csv, line 200: a quote is opened and never closed.");
  await assert.rejects(readText('a,b\n1,"x'), { message: "data.csv, line 2: a quote is opened and never closed." });
  await assert.rejects(readText('a,"b\n1,x'), { message: "data.csv, line 1: a quote is opened and never closed." });
});

test("the line is counted in unpacked text", async () => {
  await assert.rejects(readText(gzipSync(withRow("1,2.5,yes,2024-01-01")), { dtypes: { ok: "boolean" } }), {
    message: /^data\.csv, line 200: column "ok" holds "yes"/,
  });
});

const cases: readonly [title: string, text: string, rows: (string | null)[][]][] = [
  ["a comma in quotes", 'a,b\n"x, y",z\n', [["x, y", "z"]]],
  [
    "empty cells",
    'a,b,c\nx,"",\n,,y\n',
    [
      ["x", null, null],
      [null, null, "y"],
    ],
  ],
  [
    "doubled quotes",
    'a,b\nx,"ha ""ha"" ha"\n"""",""""""\n',
    [
      ["x", 'ha "ha" ha'],
      ['"', '""'],
    ],
  ],
  ["JSON in a cell", 'a,b\nx,"{""type"": ""Point"", ""at"": [1, 2]}"\n', [["x", '{"type": "Point", "at": [1, 2]}']]],
  [
    "newlines in quotes",
    'a,b\n"one\ntwo\n","\n"\nz,w\n',
    [
      ["one\ntwo\n", "\n"],
      ["z", "w"],
    ],
  ],
  [
    "CRLF, and CRLF in quotes",
    'a,b\r\n"one\r\ntwo",x\r\ny,z\r\n',
    [
      ["one\r\ntwo", "x"],
      ["y", "z"],
    ],
  ],
  ["newlines and doubled quotes together", 'a,b\n"one ""two""\n""",x\n', [['one "two"\n"', "x"]]],
  ["UTF-8", "a,b\nʤ,Ünïcödé 😀\n", [["ʤ", "Ünïcödé 😀"]]],
  ["a byte order mark, before a quoted header", '\uFEFF"a",b\nx,y', [["x", "y"]]],
  ["no newline at the end", "a,b\nx,y", [["x", "y"]]],
  ["blank lines, and lines of blanks", "\na,b\n\n  \nx,y\r\n\r\n\t\n", [["x", "y"]]],
  ["a quote inside a plain cell", 'a,b\nx"y,6" wide\n', [['x"y', '6" wide']]],
  ["text behind a closing quote", 'a,b\n"x"y,"z" "w"\n', [["xy", 'z "w"']]],
  ["CR alone is text", 'a,b\nx\ry,"z\r"\r\n', [["x\ry", "z\r"]]],
  ["blanks around cells are kept", 'a,b\n x , "y"\n', [[" x ", ' "y"']]],
  ["one column, with an empty cell in quotes", 'a\n""\nx\n', [[null], ["x"]]],
  ["NUL bytes", "a,b\n\0,x\0y\n", [["\0", "x\0y"]]],
];

for (const [title, text, rows] of cases) {
  test(`readCSV reads ${title}`, async () => {
    for (const blocksize of [1, 2, 3, 5, 1000]) assert.deepEqual((await readText(text, { blocksize })).rows, rows);
  });
}

test("rows beyond 4 GiB are read from their places", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "long.csv");
    const place = 5 * 2 ** 30;
    writeFileSync(path, "n\n1\n");
    const handle = openSync(path, "r+");
    writeSync(handle, "\n7\n8.5\n", place);
    closeSync(handle);
    const { source } = await openCSV(path);
    assert.deepEqual(
      source.schema.map(({ dtype }) => dtype),
      ["float64"],
    );
    const block = { file: 0, start: place + 1, end: source.files[0].size };
    assert.deepEqual((await readBlock(source, block, ["n"])).columns, [
      { dtype: "float64", values: Float64Array.of(7, 8.5) },
    ]);
    assert.deepEqual(
      (await csvLayout({} as TaskContext, source.files[0], source.dialect, { ...block, start: place - 9 })).rows.slice(
        0,
        3,
      ),
      [place + 1, place + 1, place + 1],
    );
  });
});

test("a field of megabytes, with quotes and newlines in it, is read in blocks smaller than itself", async () => {
  const long = 'one "two",\nthree '.repeat(200_000);
  const text = `a,b\nx,1\n"${long.replaceAll('"', '""')}",2\ny,3\n`;
  for (const blocksize of ["100kB", "1MB", "1GB"]) {
    assert.deepEqual((await readText(text, { blocksize })).rows, [
      ["x", 1],
      [long, 2],
      ["y", 3],
    ]);
  }
});

test("a partition that was read stays as it is when the next one is read, as Arrow bytes too", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "data.csv");
    const lines = Array.from({ length: 400 }, (_, i) => `${i},${i}.5,text ${i},${i % 2 === 0},2024-01-0${1 + (i % 9)}`);
    writeFileSync(path, `n,x,t,ok,when\n${lines.join("\n")}\n1,,,,\n`);
    const { source, sample } = await openCSV(path, { blocksize: 4000 });
    const before = rowsOf(sample);
    const names = source.schema.map(({ name }) => name);
    const layouts = layoutArgs(source).map((args) => csvLayout({} as TaskContext, ...args));
    const blocks = composeLayout(source, await Promise.all(layouts));
    const first = await readBlock(source, blocks[0], names);
    const rows = rowsOf(first);
    const bytes: Uint8Array[] = [];
    for (const block of blocks) bytes.push(await readBlockBytes(source, block, names));
    assert.deepEqual(rowsOf(sample), before);
    assert.deepEqual(rowsOf(first), rows);
    const all = (await readPartitions(source)).flatMap(rowsOf);
    assert.deepEqual(
      bytes.flatMap((each) => rowsOf(fromArrowBytes(each))),
      all,
    );
    assert.deepEqual([all.length, all[400]], [401, [1, null, null, null, null]]);
  });
});
