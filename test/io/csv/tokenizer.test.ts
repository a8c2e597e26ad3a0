import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import type { CsvColumn } from "../../../src/io/csv/csv-source.js";
import { parseBlock } from "../../../src/io/csv/parse-block.js";
import { parseBoolean } from "../../../src/io/csv/parse-boolean.js";
import { parseDatetime } from "../../../src/io/csv/parse-datetime.js";
import { NOT_INT32, parseFloat64, parseInt32 } from "../../../src/io/csv/parse-number.js";
import { ParseFault } from "../../../src/io/parse-fault.js";
import { bytesReader } from "../../../src/io/text-reader.js";
import { cellAt, type DType } from "../../../src/partition/partition.js";

const dialect = { delimiter: 44, quote: 34, comment: -1 };

/** The cells of one column, parsed as that dtype. */
function parsed(cells: readonly string[], dtype: DType) {
  const column: CsvColumn = { name: "a", dtype, field: 0, inferred: false };
  const bytes = Buffer.from(cells.join("\n"));
  const { length, columns } = parseBlock(bytesReader(bytes), { dialect, fields: 1, naValues: [""] }, [column]);
  return Array.from({ length }, (_, row) => cellAt(columns[0], row));
}

test("numbers read while cells are cut are the nearest doubles, at any length", () => {
  const digits = (min: number) =>
    fc.array(fc.constantFrom(..."0123456789"), { minLength: min, maxLength: 24 }).map((list) => list.join(""));
  const number = fc
    .record({ sign: fc.constantFrom("", "-"), whole: digits(1), fraction: fc.option(digits(0)) })
    .map(({ sign, whole, fraction }) => `${sign}${whole}${fraction === null ? "" : `.${fraction}`}`);
  const double = fc.double({ noNaN: true, noDefaultInfinity: true }).map(String);
  fc.assert(
    fc.property(fc.array(fc.oneof(number, double), { minLength: 1, maxLength: 40 }), (cells) => {
      assert.deepEqual(parsed(cells, "float64"), cells.map(Number));
    }),
    { numRuns: 300 },
  );
});

test("doubles in full, as other programs write them, are the nearest doubles", () => {
  const cells = ["0.29811153563320136", "-463.8419819844645", "123456789012345.6789", "999999999999999", "-0.5"];
  assert.deepEqual(parsed(cells, "float64"), cells.map(Number));
});

/** Changes a text here and there, by what numbers, dates and truth values are made of. */
const nearly = (texts: fc.Arbitrary<string>) =>
  fc
    .record({
      text: texts,
      at: fc.nat(30),
      cut: fc.nat(3),
      put: fc.string({ unit: fc.constantFrom(..."0159-+.:TZ eE,xué"), maxLength: 3 }),
      changes: fc.boolean(),
    })
    .map(({ text, at, cut, put, changes }) => (changes ? text.slice(0, at) + put + text.slice(at + cut) : text))
    .filter((cell) => !/^[ ]*$|,/.test(cell));

const date = fc.date({ min: new Date("0000-01-01"), max: new Date("9999-12-31T23:59:59.999Z"), noInvalidDate: true });
const spelledDates = fc
  .tuple(date, fc.constantFrom(10, 19, 20, 23, 24), fc.boolean())
  .map(([value, length, spaced]) => {
    const text = value.toISOString().slice(0, length === 20 ? 19 : length) + (length === 20 ? "Z" : "");
    return spaced ? text.replace("T", " ") : text;
  });

for (const [dtype, texts, parse] of [
  ["datetime", spelledDates, parseDatetime],
  ["boolean", fc.constantFrom("true", "True", "TRUE", "false", "False", "FALSE", "fALSE", "tRUE"), parseBoolean],
  [
    "int32",
    fc.oneof(fc.integer().map(String), fc.bigInt({ min: -(10n ** 11n), max: 10n ** 11n }).map(String)),
    parseInt32,
  ],
  ["float64", fc.double({ noNaN: true }).map(String), parseFloat64],
] as const) {
  test(`a column of dtype ${dtype} takes the cells that its parser takes, and reads the same`, () => {
    fc.assert(
      fc.property(nearly(texts), (cell) => {
        const bytes = Buffer.from(`${cell}\n`);
        const value = parse(bytes, 0, bytes.length - 1);
        const isNone = Number.isNaN(value) || (dtype === "boolean" && value < 0) || value === NOT_INT32;
        if (isNone) assert.throws(() => parsed([cell], dtype), ParseFault, cell);
        else assert.deepEqual(parsed([cell], dtype).map(Number), [value], cell);
      }),
      { numRuns: 2000 },
    );
  });
}

test("the ends of int32 are in it, and what is beyond is none", () => {
  assert.deepEqual(parsed(["2147483647", "-2147483648", "-0", "0"], "int32"), [2147483647, -2147483648, 0, 0]);
  for (const cell of ["2147483648", "-2147483649", "4294967296", "99999999999999999999"]) {
    assert.throws(() => parsed([cell], "int32"), /is no int32/);
  }
});

test("texts of any length and characters come out as they went in, equal ones once", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", " ", "é", "日", "🦀", "7"), minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 60 }), (texts) => {
      const cells = [...texts, ...texts, "x".repeat(70_000), `${"y".repeat(70_000)}é`].filter(
        (cell) => cell.trim() !== "",
      );
      assert.deepEqual(parsed(cells, "string"), cells);
    }),
    { numRuns: 100 },
  );
});

test("many different short texts keep their places", () => {
  const cells = Array.from({ length: 30_000 }, (_, i) => `code ${(i * 7919) % 15_000}`);
  assert.deepEqual(parsed(cells, "category"), cells);
});
