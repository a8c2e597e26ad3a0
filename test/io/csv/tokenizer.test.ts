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

test("decimals of all lengths, with a point anywhere, are read the same beside each other and alone", () => {
  const digits = "9071993254740993000125478";
  const forms = Array.from({ length: 26 }, (_, length) => {
    const whole = digits.slice(25 - length);
    return Array.from({ length: length + 1 }, (_, at) => `${whole.slice(0, at)}.${whole.slice(at)}`).concat(whole);
  });
  const decimals = forms.slice(1).flat();
  const cells = decimals.flatMap((one, i) => [one, `-${decimals[(i * 37) % decimals.length]}`, one, decimals[i >> 1]]);
  assert.deepEqual(parsed(cells, "float64"), cells.map(Number));
  for (const cell of decimals) assert.deepEqual(parsed([cell], "float64"), [Number(cell)]);
});

test("a decimal with two points, or another byte among its digits, is none, at any length and place", () => {
  for (let length = 2; length < 26; length++) {
    const text = "1234567890123456789012345.".slice(26 - length);
    for (let at = 0; at < length; at++) {
      for (const other of [".", "-", "/", ":", " 1"]) {
        const cell = `${text.slice(0, at)}${other}${text.slice(at)}`;
        if (!Number.isNaN(Number(cell)) || cell === ".") continue;
        for (const cells of [[cell, "1.5"], ["123456789.0123456789", cell], [cell]]) {
          assert.throws(() => parsed(cells, "float64"), ParseFault, cell);
        }
      }
    }
  }
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

const shortDecimals = fc
  .tuple(fc.constantFrom("", "-"), fc.integer({ min: 0, max: 99_999 }), fc.stringMatching(/^\d{0,5}$/))
  .map(([sign, whole, fraction]) => `${sign}${whole}.${fraction}`);

for (const [dtype, texts, parse] of [
  ["datetime", spelledDates, parseDatetime],
  ["boolean", fc.constantFrom("true", "True", "TRUE", "false", "False", "FALSE", "fALSE", "tRUE"), parseBoolean],
  [
    "int32",
    fc.oneof(fc.integer().map(String), fc.bigInt({ min: -(10n ** 11n), max: 10n ** 11n }).map(String)),
    parseInt32,
  ],
  ["float64", fc.oneof(fc.double({ noNaN: true }).map(String), shortDecimals), parseFloat64],
] as const) {
  test(`a column of dtype ${dtype} takes the cells that its parser takes, and reads the same`, () => {
    fc.assert(
      fc.property(nearly(texts), texts, (cell, other) => {
        const numberOf = (text: string) => parse(Buffer.from(`${text}\n`), 0, Buffer.byteLength(text));
        const isNone = (value: number) =>
          Number.isNaN(value) || (dtype === "boolean" && value < 0) || value === NOT_INT32;
        for (const cells of [[cell], [cell, other], [other, cell], [cell, cell, cell]]) {
          const values = cells.map(numberOf);
          if (values.some(isNone)) assert.throws(() => parsed(cells, dtype), ParseFault, cell);
          else assert.deepEqual(parsed(cells, dtype).map(Number), values, cell);
        }
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

test("a column of texts that are nearly all different keeps them, the short and the long", () => {
  const cells = Array.from({ length: 30_000 }, (_, i) => {
    const text = `${(i * 7919) % 29_000}`;
    return i % 3 === 0
      ? text.padStart(16, "é")
      : i % 3 === 1
        ? text.padEnd(8 + (i % 12), "-")
        : `${text}${"🦀".repeat(9)}`;
  });
  assert.deepEqual(parsed(cells, "string"), cells);
});

test("many rows that are shorter than the first ones find room, with what is missing among them", () => {
  const rows = Array.from({ length: 60_000 }, (_, i) =>
    i < 5000 ? `${i}.${"0".repeat(60)}` : i % 7 === 0 ? "" : `${i}`,
  );
  const cells = rows.map((row) => (row === "" ? '""' : row));
  assert.deepEqual(
    parsed(cells, "float64"),
    rows.map((row) => (row === "" ? null : Number(row))),
  );
  assert.deepEqual(
    parsed(cells, "string"),
    rows.map((row) => (row === "" ? null : row)),
  );
  const whole = cells.map((cell) => (cell === '""' ? cell : cell.replace(/\.0+/, " ".repeat(60))));
  assert.deepEqual(
    parsed(whole, "int32"),
    rows.map((row) => (row === "" ? null : Number(row))),
  );
});
