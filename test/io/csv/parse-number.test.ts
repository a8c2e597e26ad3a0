import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { isCode, NOT_INT32, parseFloat64, parseInt32 } from "../../../src/io/csv/parse-number.js";

const asCell = <T>(parse: (bytes: Buffer, start: number, end: number) => T) => {
  return (text: string): T => {
    const bytes = Buffer.from(`9,${text},9`);
    return parse(bytes, 2, bytes.length - 2);
  };
};
const float = asCell(parseFloat64);
const integer = asCell(parseInt32);
const code = asCell(isCode);

test("parseFloat64() gives the nearest double for any digits, point and exponent", () => {
  const digits = (most: number) =>
    fc.array(fc.constantFrom(..."0123456789"), { maxLength: most }).map((list) => list.join(""));
  const text = fc
    .record({
      sign: fc.constantFrom("", "-", "+"),
      whole: digits(22),
      fraction: fc.option(digits(22)),
      exponent: fc.option(fc.integer({ min: -330, max: 330 })),
    })
    .filter(({ whole, fraction }) => whole !== "" || (fraction ?? "") !== "")
    .map(({ sign, whole, fraction, exponent }) => {
      return `${sign}${whole}${fraction === null ? "" : `.${fraction}`}${exponent === null ? "" : `e${exponent}`}`;
    });
  fc.assert(
    fc.property(text, (written) => {
      assert.ok(Object.is(float(written), Number(written)), written);
    }),
    { numRuns: 20_000 },
  );
});

test("parseFloat64() reads back every double, as the shortest text and as 17 digits", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      assert.equal(float(String(value)) + 0, value + 0);
      assert.equal(float(value.toExponential(16)) + 0, value + 0);
      const near = value % 1e6;
      assert.equal(float(near.toFixed(12)) + 0, Number(near.toFixed(12)) + 0);
    }),
    { numRuns: 20_000 },
  );
});

test("parseFloat64() rounds at the middle of two doubles as the digits say", () => {
  for (const text of ["9007199254740993", "9007199254740993.0000", "9007199254740992.999", "9007199254740993.001"]) {
    assert.equal(float(text), Number(text), text);
  }
  for (let k = 0; k < 2000; k++) {
    const middle = (2n ** 53n + 2n * BigInt(k * 7919) + 1n).toString();
    for (const text of [middle, `${middle}e-5`, `${middle}.5`, `${middle}000e-9`])
      assert.equal(float(text), Number(text));
  }
});

test("parseFloat64() takes pandas' spellings of infinity, and blanks around a number", () => {
  for (const text of ["inf", "Inf", "INF", "+inf", "infinity", "Infinity", " inf "])
    assert.equal(float(text), Infinity, text);
  for (const text of ["-inf", "-Infinity", "-INF"]) assert.equal(float(text), -Infinity, text);
  for (const text of [" 1.5", "1.5 ", "\t1.5 ", " 00001.50000 "]) assert.equal(float(text), 1.5, text);
  assert.equal(float("1e999"), Infinity);
});

test("parseFloat64() gives NaN for what is no number", () => {
  for (const text of [
    "",
    " ",
    "-",
    "+",
    ".",
    "-.",
    "e5",
    "1e",
    "1e+",
    "1.2.3",
    "1,5",
    "0x10",
    "1_000",
    "1 2",
    "12a",
    "infi",
    "--1",
    "1e5.0",
    "１",
  ]) {
    assert.ok(Number.isNaN(float(text)), text);
  }
});

test("parseInt32() takes the range of 32 bits and nothing else", () => {
  const good = {
    "0": 0,
    "-0": 0,
    "+5": 5,
    "123456789": 123456789,
    "2147483647": 2147483647,
    "-2147483648": -2147483648,
    " 7 ": 7,
    "007": 7,
    "0000000000012": 12,
  };
  for (const [text, value] of Object.entries(good)) assert.ok(Object.is(integer(text), value), text);
  for (const text of ["", "-", "2147483648", "-2147483649", "99999999999999999999", "1.0", "1e3", "a", "1-", " "]) {
    assert.equal(integer(text), NOT_INT32, text);
  }
});

test("isCode() tells digits with a needless zero in front", () => {
  for (const text of ["007", "00", " 01", "01 "]) assert.ok(code(text), text);
  for (const text of ["0", "7", "0.5", "10", "-01", "0a", "00.5", ""]) assert.ok(!code(text), text);
});
