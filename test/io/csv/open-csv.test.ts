import assert from "node:assert/strict";
import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { gzipSync } from "node:zlib";
import { openCSV } from "../../../src/io/csv/open-csv.js";
import { readBlock } from "../../../src/io/csv/read-block.js";
import { inFolder, readPartitions, readPath, readText, rowsOf } from "./read-all.js";

const penguins = "species,mass\nAdelie,3750\nGentoo,5000\nChinstrap,\n";

test("openCSV() gives dtypes and the first rows, as plain data that a worker can be sent", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "penguins.csv");
    writeFileSync(path, penguins);
    const { source, sample } = await openCSV(path);
    assert.deepEqual(structuredClone(source), source);
    assert.deepEqual(
      source.schema.map(({ name, dtype }) => [name, dtype]),
      [
        ["species", "string"],
        ["mass", "int32"],
      ],
    );
    assert.deepEqual(sample.names, ["species", "mass"]);
    assert.deepEqual(rowsOf(sample), [
      ["Adelie", 3750],
      ["Gentoo", 5000],
      ["Chinstrap", null],
    ]);
  });
});

test("blocksize cuts a file into partitions, and changes no row", async () => {
  const text = `n,text\n${Array.from({ length: 200 }, (_, i) => `${i},"line\n${i}, ""quoted"""\r\n`).join("")}`;
  const whole = await readText(text);
  assert.equal(whole.rows.length, 200);
  assert.deepEqual(whole.rows[17], [17, 'line\n17, "quoted"']);
  for (const blocksize of [1, 7, 100, 1000, "1KB", "2KiB"]) {
    assert.deepEqual(await readText(text, { blocksize }), whole);
  }
  await inFolder(async (folder) => {
    const path = join(folder, "a.csv");
    writeFileSync(path, text);
    const { source } = await openCSV(path, { blocksize: 1000 });
    assert.equal(source.blocks.length, Math.ceil((text.length - 7) / 1000));
    assert.equal((await readPartitions(source)).length, source.blocks.length);
  });
});

test("readBlock() parses the named columns in their order, and counts rows when there are none", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "penguins.csv");
    writeFileSync(path, penguins);
    const { source } = await openCSV(path);
    const partition = await readBlock(source, source.blocks[0], ["mass", "species"]);
    assert.deepEqual(partition.names, ["mass", "species"]);
    assert.deepEqual(rowsOf(partition)[1], [5000, "Gentoo"]);
    assert.deepEqual(await readBlock(source, source.blocks[0], []), { length: 3, names: [], columns: [] });
    assert.equal((await readBlock(source, { file: 0, start: 20, end: 20 }, ["mass"])).length, 0);
  });
});

test("a header alone gives no rows, and columns of strings", async () => {
  for (const text of ["a,b\n", "a,b", "\uFEFFa,b\r\n\r\n"]) {
    assert.deepEqual(await readText(text), { names: ["a", "b"], dtypes: ["string", "string"], rows: [], sample: [] });
  }
});

test("column names are pandas' where the header has empty or equal ones", async () => {
  assert.deepEqual((await readText("a,,a,a.1,a,,Unnamed: 1\n")).names, [
    ...["a", "Unnamed: 1.1", "a.2", "a.1", "a.3", "Unnamed: 5", "Unnamed: 1"],
  ]);
  assert.deepEqual((await readText("__proto__,constructor,__proto__,shape\n1,2,3,4\n")).rows, [[1, 2, 3, 4]]);
});

test("header: false numbers the columns, and an array names them", async () => {
  const numbered = await readText("1,a\n2,b\n", { header: false });
  assert.deepEqual([numbered.names, numbered.rows.length], [["0", "1"], 2]);
  const named = await readText("\uFEFF1,a\n2,b\n", { header: ["n", "s"] });
  assert.deepEqual(
    [named.names, named.rows[0]],
    [
      ["n", "s"],
      [1, "a"],
    ],
  );
  await assert.rejects(readText("1,a\n", { header: ["n"] }), {
    name: "OptionError",
    message: 'readCSV: option "header" names 1 columns, but the first row of data.csv has 2 fields.',
  });
});

test("columns chooses columns in the order asked for", async () => {
  const read = await readText("a,b,c\n1,x,2\n", { columns: ["c", "a"] });
  assert.deepEqual([read.names, read.rows, read.sample], [["c", "a"], [[2, 1]], [[2, 1]]]);
});

test("dtypes overrules the sample", async () => {
  const read = await readText("code,n,kind,flag\n007,1,x,\n008,,y,true\n", {
    dtypes: { code: "int32", n: "float64", kind: "category" },
  });
  assert.deepEqual(read.dtypes, ["int32", "float64", "category", "boolean"]);
  assert.deepEqual(read.rows, [
    [7, 1, "x", null],
    [8, null, "y", true],
  ]);
});

test("naValues adds to pandas' missing values, by value where a column has numbers", async () => {
  const read = await readText("a,b,c,d\n1,-999.0,?,-999\n-999,2.5,x,true\nNA,-999,NA,\n", { naValues: ["-999", "?"] });
  assert.deepEqual(read.dtypes, ["int32", "float64", "string", "boolean"]);
  assert.deepEqual(read.rows, [
    [1, null, null, null],
    [null, 2.5, "x", true],
    [null, null, null, null],
  ]);
});

test("delimiter, quote and comment are those asked for", async () => {
  const read = await readText("# a table\na\tb # of two\n'x\t''y'''\t1\n  # nothing\n#\t'\nz\t2# two\n", {
    delimiter: "\t",
    quote: "'",
    comment: "#",
    blocksize: 3,
  });
  assert.deepEqual(read.names, ["a", "b "]);
  assert.deepEqual(read.rows, [
    ["x\t'y'", 1],
    ["z", 2],
  ]);
});

test("nRows reads the first rows only, over files and blocks, and never looks at later ones", async () => {
  const text = 'a,b\n1,"x\ny"\n\n2,z\n3,w,ragged\n';
  for (const blocksize of [1, 5, 1000]) {
    assert.deepEqual((await readText(text, { nRows: 2, blocksize })).rows, [
      [1, "x\ny"],
      [2, "z"],
    ]);
  }
  assert.deepEqual((await readText(text, { nRows: 0 })).rows, []);
  assert.equal((await readText("a\n1\n2\n", { nRows: 9 })).rows.length, 2);
  await inFolder(async (folder) => {
    for (const name of ["1.csv", "2.csv", "3.csv"]) writeFileSync(join(folder, name), `a\n${name[0]}\n${name[0]}\n`);
    const read = await readPath(join(folder, "*.csv"), { nRows: 3 });
    assert.deepEqual(read.rows, [[1], [1], [2]]);
    writeFileSync(join(folder, "z.gz"), gzipSync("a\n1\n2\n3\n"));
    assert.deepEqual((await readPath(join(folder, "z.gz"), { nRows: 2 })).rows, [[1], [2]]);
  });
});

test("several files, a pattern and gzip read as one, with the path of each row if wanted", async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, "part-10.csv"), "n,s\n3,c\n");
    writeFileSync(join(folder, "part-2.csv"), "\uFEFFn,s\r\n1,a\r\n2,b");
    writeFileSync(join(folder, "part-3.csv"), "n,s\n");
    writeFileSync(join(folder, "other.csv.gz"), gzipSync("n,s\n4,d\n"));
    const [two, three, ten, packed] = ["part-2.csv", "part-3.csv", "part-10.csv", "other.csv.gz"].map((name) =>
      join(folder, name),
    );
    const read = await readPath([join(folder, "part-*.csv"), packed], { includePath: true, blocksize: 3 });
    assert.deepEqual(read.names, ["n", "s", "path"]);
    assert.deepEqual(read.dtypes, ["int32", "string", "category"]);
    assert.deepEqual(read.rows, [
      [1, "a", two],
      [2, "b", two],
      [3, "c", ten],
      [4, "d", packed],
    ]);
    assert.deepEqual(read.sample, [
      [1, "a", two],
      [2, "b", two],
    ]);
    assert.deepEqual((await readPath([three, ten], { includePath: "from" })).rows, [[3, "c", ten]]);
    assert.equal((await readPath(join(folder, "part-?.csv"))).rows.length, 2);
  });
});

test("a gzip file larger than its sample reads whole", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "a.csv.gz");
    const lines = Array.from({ length: 50_000 }, (_, i) => `${i},${Math.imul(i, 2654435761) >>> 0}\n`);
    writeFileSync(path, gzipSync(`a,b\n${lines.join("")}`));
    const read = await readPath(path, { sampleBytes: 1000, dtypes: { b: "float64" } });
    assert.equal(read.rows.length, 50_000);
    assert.deepEqual(read.rows[49_999], [49_999, Math.imul(49_999, 2654435761) >>> 0]);
    assert.equal(read.sample.length, 100);
  });
});

test("a row longer than the sample is read", async () => {
  const long = "x".repeat(100_000);
  const read = await readText(`a,b${long}\n"${long}",1\n"${long}\n",2\n`, { sampleBytes: 10, blocksize: 1000 });
  assert.deepEqual(read.dtypes, ["string", "int32"]);
  assert.deepEqual(read.rows, [
    [long, 1],
    [`${long}\n`, 2],
  ]);
});

test("invalid UTF-8 reads as TextDecoder does, and equal text has one dictionary entry", async () => {
  const cells = [
    [0xff],
    [0xfe],
    [0xe2, 0x82],
    [0xf0, 0x9f, 0x98, 0x41],
    [0xed, 0xa0, 0x80],
    [0xc3, 0xa9],
    [0xc0, 0xaf, 0xff],
  ];
  const bytes = Buffer.concat([Buffer.from("a\n"), ...cells.map((cell) => Buffer.from([...cell, 10]))]);
  await inFolder(async (folder) => {
    const path = join(folder, "a.csv");
    writeFileSync(path, bytes);
    const { source } = await openCSV(path);
    const [partition] = await readPartitions(source);
    const expected = cells.map((cell) => new TextDecoder().decode(Uint8Array.from(cell)));
    assert.deepEqual(rowsOf(partition).flat(), expected);
    const [column] = partition.columns;
    assert.ok("dictionary" in column);
    assert.equal(new Set(column.dictionary).size, column.dictionary.length);
  });
});

test("100,000 columns, and 100,000 different texts, are read", async () => {
  const wide = Array.from({ length: 100_000 }, (_, i) => `c${i}`);
  const read = await readText(`${wide.join(",")}\n${wide.map((_, i) => i).join(",")}\n`);
  assert.equal(read.names.length, 100_000);
  assert.equal(read.rows[0][99_999], 99_999);
  const tall = await readText(`id\n${wide.join("\n")}\n`);
  assert.deepEqual(
    tall.rows.map(([id]) => id),
    wide,
  );
});

test("a file that changed after it was opened is not read", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "a.csv");
    writeFileSync(path, "a\n1\n2\n");
    const { source } = await openCSV(path);
    utimesSync(path, 1, 1);
    const message = `${path} has changed since it was opened. Open it again to read it as it is now.`;
    await assert.rejects(readBlock(source, source.blocks[0], ["a"]), { name: "ReadError", message });
    const again = await openCSV(path);
    writeFileSync(path, "a\n1\n");
    utimesSync(path, 1, 1);
    await assert.rejects(readBlock(again.source, again.source.blocks[0], ["a"]), { name: "ReadError", message });
  });
});

test("files that cannot be read are named, with what to do", async () => {
  await inFolder(async (folder) => {
    const at = (name: string) => join(folder, name);
    mkdirSync(at("data"));
    writeFileSync(at("penguins.csv"), penguins);
    writeFileSync(at("empty.csv"), "");
    writeFileSync(at("blank.csv"), "\n\n  \n");
    writeFileSync(at("utf16.csv"), Buffer.from("\uFEFFa,b\n", "utf16le"));
    writeFileSync(at("mac.csv"), "a,b\r1,2\r");
    writeFileSync(at("cut.csv.gz"), gzipSync(penguins).subarray(0, 30));
    const cases: [string | string[], RegExp | string][] = [
      [
        at("penguin.csv"),
        `Cannot read ${at("penguin.csv")}: there is no file ${at("penguin.csv")}. Did you mean ${at("penguins.csv")}?`,
      ],
      [at("data"), `Cannot read ${at("data")}: it is a directory. Name its files, as in "${at("data/*.csv")}".`],
      [at("*.parquet"), `Cannot read ${at("*.parquet")}: no file in ${folder} matches it.`],
      [at("none/*.csv"), /^Cannot read .*ENOENT/],
      [at("empty.csv"), `${at("empty.csv")} is empty: it has no header row.`],
      [at("blank.csv"), `${at("blank.csv")} is empty: it has no header row.`],
      [at("utf16.csv"), `${at("utf16.csv")} is UTF-16. Save it as UTF-8 to read it.`],
      [at("mac.csv"), `${at("mac.csv")} ends its lines with CR alone. Save it with LF or CRLF to read it.`],
      [at("cut.csv.gz"), `${at("cut.csv.gz")} cannot be unpacked as gzip: unexpected end of file.`],
      [[], "readCSV takes a path or a list of paths, at least one."],
    ];
    for (const [source, message] of cases) await assert.rejects(openCSV(source), { message });
    await assert.rejects(openCSV(at("empty.csv")), { name: "CSVParseError" });
    await assert.rejects(openCSV(at("empty.csv"), { header: false }), {
      message: `${at("empty.csv")} is empty: it has no rows.`,
    });
  });
});

test("files with different headers are not read together", async () => {
  await inFolder(async (folder) => {
    const [a, b] = [join(folder, "a.csv"), join(folder, "b.csv")];
    writeFileSync(a, "x,y\n1,2\n");
    writeFileSync(b, "x,z\n1,2\n");
    await assert.rejects(openCSV([a, b]), {
      name: "CSVParseError",
      message: `${b} has another header than ${a}: column 2 is "z" there, not "y". Files read together need the same columns in the same order.`,
    });
  });
});

test("columns that are not there are named, with the likely one", async () => {
  for (const options of [{ columns: ["mas"] }, { dtypes: { mas: "float64" as const } }]) {
    await assert.rejects(readText(penguins, options), {
      name: "ColumnError",
      message: 'readCSV: data.csv has no column "mas". Did you mean "mass"? It has: "species", "mass".',
    });
  }
});

test("options are checked in one sentence", async () => {
  const rejects = async (options: object, message: string) =>
    assert.rejects(openCSV("nowhere.csv", options), { name: "OptionError", message });
  await rejects(
    { blockSize: 1 },
    'readCSV has no option "blockSize". Did you mean "blocksize"? It takes: blocksize, delimiter, header, columns, dtypes, naValues, quote, comment, sampleBytes, nRows, includePath.',
  );
  await rejects(
    { blocksize: "64 cats" },
    'readCSV: option "blocksize" must be a number of bytes from 1 to 1 GiB, or a text such as "64MB" or "16MiB", but it is "64 cats".',
  );
  await rejects(
    { delimiter: "||" },
    'readCSV: option "delimiter" must be one ASCII character that is no newline, digit, dot or minus, but it is "||".',
  );
  await rejects({ quote: "," }, 'readCSV: option "quote" must differ from the delimiter, but both are ",".');
  await rejects(
    { columns: ["a", "a"] },
    'readCSV: option "columns" must be an array of different strings, at least one, but it is an array of 2.',
  );
  await rejects(
    { dtypes: { a: "int64" } },
    'readCSV: option "dtypes" must be an object of "int32", "float64", "string", "boolean", "datetime", "category" by column name, but it is an object.',
  );
  await assert.rejects(readText("path\n1\n", { includePath: true }), {
    message:
      'readCSV: option "includePath" would add a column "path", but data.csv has one of that name. Give another: includePath: "file".',
  });
});
