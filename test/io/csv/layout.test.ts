import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import Papa from "papaparse";
import type { CsvColumn, CsvDialect } from "../../../src/io/csv/csv-source.js";
import { composeLayout, layoutOf } from "../../../src/io/csv/layout.js";
import { parseBlock } from "../../../src/io/csv/parse-block.js";
import { ParseFault } from "../../../src/io/parse-fault.js";
import type { TextBlock } from "../../../src/io/source-file.js";
import { bytesReader, type TextReader } from "../../../src/io/text-reader.js";
import type { Cell } from "../../../src/partition/partition.js";
import { csvText } from "./random-csv.js";
import { rowsOf } from "./read-all.js";

const comma: CsvDialect = { delimiter: 44, quote: 34, comment: -1 };

/** What comes of reading the text in blocks of this size: rows, and where it stopped if it did. */
function readIn(
  blocksize: number,
  text: string,
  fields: number,
  dialect = comma,
  tail?: number,
): { rows: Cell[][]; fault?: string } {
  const bytes = Buffer.from(text);
  const count = Math.max(1, Math.ceil(bytes.length / blocksize));
  const blocks = Array.from(
    { length: count },
    (_, i): TextBlock => ({ file: 0, start: i * blocksize, end: Math.min(bytes.length, (i + 1) * blocksize) }),
  );
  const layouts = blocks.map((block) =>
    layoutOf(inSteps(bytes.subarray(block.start, block.end), 3), dialect, block, tail),
  );
  const columns = Array.from({ length: fields }, (_, field): CsvColumn => {
    return { name: `${field}`, dtype: "string", field, inferred: true };
  });
  const rows: Cell[][] = [];
  for (const { start, end } of composeLayout({ blocks }, layouts)) {
    try {
      const parsed = parseBlock(
        inSteps(bytes.subarray(start, end), blocksize),
        { dialect, fields, naValues: [""] },
        columns,
      );
      rows.push(...rowsOf({ names: [], ...parsed }));
    } catch (error) {
      if (!(error instanceof ParseFault)) throw error;
      return { rows: [], fault: `${error.message} at ${start + error.at}` };
    }
  }
  return { rows };
}

/** Text that comes so many bytes at a time. */
function inSteps(bytes: Uint8Array, step: number): TextReader {
  const reader = bytesReader(bytes);
  return { ...reader, fill: (target) => reader.fill(target.subarray(0, step)) };
}

test("any CSV text, in blocks of any size, gives papaparse's cells", () => {
  fc.assert(
    fc.property(csvText, ({ fields, newline, text }) => {
      const { data } = Papa.parse<string[]>(text, { delimiter: ",", newline: newline as "\n" | "\r\n" });
      if (text === "" || text.endsWith(newline)) data.pop();
      const expected = data.map((row) => row.map((cell) => (cell === "" ? null : cell)));
      for (let blocksize = 1; blocksize <= Buffer.byteLength(text) + 1; blocksize++) {
        assert.deepEqual(readIn(blocksize, text, fields), { rows: expected }, `blocks of ${blocksize}`);
      }
    }),
    { numRuns: 150 },
  );
});

test("text that is no good CSV gives the same rows, or the same fault, in blocks of any size", () => {
  const noise = fc.array(fc.constantFrom("a", '"', '"', ",", "\n", "\n", "\r\n", " ", "#", "1"), { maxLength: 40 });
  fc.assert(
    fc.property(
      noise,
      fc.integer({ min: 1, max: 3 }),
      fc.constantFrom(-1, 35),
      fc.nat(9),
      (parts, fields, comment, tail) => {
        const text = parts.join("");
        const dialect = { ...comma, comment };
        const whole = readIn(1000, text, fields, dialect);
        for (let blocksize = 1; blocksize < text.length; blocksize++) {
          assert.deepEqual(readIn(blocksize, text, fields, dialect, tail), whole, `blocks of ${blocksize}`);
        }
      },
    ),
    { numRuns: 500 },
  );
});

test("long blocks are laid out as short ones are, with quotes and comments anywhere", () => {
  const row = fc.constantFrom(
    'a,"b\nc"\n',
    "1,2\n",
    'x"y,"z"""\n',
    "# it's, \"\n",
    '"#",#"\n',
    `${"w".repeat(900)},1\n`,
  );
  const tails = fc.constantFrom(1, 100, 700, 5000);
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 30, maxLength: 60 }),
      fc.constantFrom(-1, 35),
      tails,
      (rows, comment, tail) => {
        const text = rows.join("");
        const dialect = { ...comma, comment };
        const whole = readIn(text.length, text, 2, dialect);
        for (const blocksize of [1000, 5000, 9973]) {
          assert.deepEqual(readIn(blocksize, text, 2, dialect, tail), whole);
        }
      },
    ),
    { numRuns: 100 },
  );
});

test("rows are cut many at a time as they are one by one, whatever is among them", () => {
  const cell = fc.constantFrom("", "", "7", "-1.5", "x\ry", "é", "as long as that", " ", '"b"', '"c,\n"', 'd"', "#");
  const plain = fc.constantFrom("", "1", "2.25", "-7", "abc");
  const line = (cells: fc.Arbitrary<string>) =>
    fc.array(cells, { minLength: 3, maxLength: 3 }).map((row) => row.join());
  const rows = fc.oneof(
    { weight: 40, arbitrary: line(plain) },
    { weight: 4, arbitrary: line(cell) },
    { weight: 2, arbitrary: fc.constantFrom("", "  ", "\t", "# a, b") },
    { weight: 1, arbitrary: fc.constantFrom("1,2", "1,2,3,4", ",".repeat(200), '"', "1") },
  );
  const newline = fc.constantFrom("\n", "\r\n");
  const lines = fc.array(fc.tuple(rows, newline), { minLength: 1, maxLength: 80 });
  fc.assert(
    fc.property(lines, fc.constantFrom(-1, 35), (parts, comment) => {
      const text = parts.flat().join("");
      const dialect = { ...comma, comment };
      assert.deepEqual(readIn(text.length * 2, text, 3, dialect), readIn(15, text, 3, dialect));
    }),
    { numRuns: 500 },
  );
});

test("a row belongs to the block that it starts in, and a block without a row start is empty", () => {
  const text = 'a,"long\nand longer"\nb,c\n';
  const blocks = [0, 6, 12, 18].map((start) => ({ file: 0, start, end: Math.min(start + 6, text.length) }));
  const layouts = blocks.map((block) =>
    layoutOf(bytesReader(Buffer.from(text).subarray(block.start, block.end)), comma, block),
  );
  assert.deepEqual(composeLayout({ blocks }, layouts), [
    { file: 0, start: 0, end: 20 },
    { file: 0, start: 20, end: 20 },
    { file: 0, start: 20, end: 20 },
    { file: 0, start: 20, end: 24 },
  ]);
});
