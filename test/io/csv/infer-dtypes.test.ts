import assert from "node:assert/strict";
import test from "node:test";
import type { Cell } from "../../../src/partition/partition.js";
import { readText } from "./read-all.js";

/** A column written one cell a line, its dtype and its values. */
const table: readonly [cells: string[], dtype: string, values: Cell[]][] = [
  [["1", "-2", "+3", "0", "-0"], "int32", [1, -2, 3, 0, 0]],
  [["1", "", "NA", "4"], "int32", [1, null, null, 4]],
  [["2147483647", "-2147483648"], "int32", [2147483647, -2147483648]],
  [[" 1", "2 "], "int32", [1, 2]],
  [["2147483648", "1"], "float64", [2147483648, 1]],
  [["9007199254740993", "1"], "string", ["9007199254740993", "1"]],
  [["1.5", "-18446744073709551615"], "string", ["1.5", "-18446744073709551615"]],
  [["9".repeat(400), "1"], "string", ["9".repeat(400), "1"]],
  [["9007199254740992", "18446744073709552000"], "float64", [9007199254740992, 18446744073709552000]],
  [["9007199254740993.5", "1e22"], "float64", [9007199254740994, 1e22]],
  [["1", "2.5", ".5", "5.", "1e3", "-1.5E-3"], "float64", [1, 2.5, 0.5, 5, 1000, -0.0015]],
  [["1.0", "2.0"], "float64", [1, 2]],
  [["inf", "-inf", "Infinity", "nan", "1"], "float64", [Infinity, -Infinity, Infinity, null, 1]],
  [["0.1", "n/a", "#N/A", "NULL", "None", "<NA>"], "float64", [0.1, null, null, null, null, null]],
  [["007", "042"], "string", ["007", "042"]],
  [["10001", "00501"], "string", ["10001", "00501"]],
  [["1.5", "00501"], "string", ["1.5", "00501"]],
  [["true", "False", "TRUE", ""], "boolean", [true, false, true, null]],
  [["true", "1"], "string", ["true", "1"]],
  [["tRUE", "false"], "string", ["tRUE", "false"]],
  [
    ["2024-02-29", "2024-02-29T12:00Z", "NaN"],
    "datetime",
    [new Date("2024-02-29T00:00Z"), new Date("2024-02-29T12:00Z"), null],
  ],
  [["2024-02-30"], "string", ["2024-02-30"]],
  [["02/03/2024"], "string", ["02/03/2024"]],
  [["a", "NA", "null", " NA", "x y"], "string", ["a", null, null, " NA", "x y"]],
  [["", "NA"], "string", [null, null]],
  [["1", "  ", "2"], "string", ["1", "  ", "2"]],
  [["1,5"], "string", ["1,5"]],
  [["__proto__", "constructor"], "string", ["__proto__", "constructor"]],
];

for (const [cells, dtype, values] of table) {
  test(`readCSV takes ${JSON.stringify(cells)} for ${dtype}`, async () => {
    const read = await readText(`x,y\n${cells.map((cell) => `"${cell}",.\n`).join("")}`);
    assert.deepEqual(read.dtypes, [dtype, "string"]);
    assert.deepEqual(
      read.rows.map(([value]) => value),
      values,
    );
  });
}

test("dtypes are inferred from the start, the middle and the end of a file", async () => {
  const lines = (count: number, text: string) => Array.from({ length: count }, () => text).join("");
  const rows = (middle: string, end: string) =>
    `a,b\n${lines(500, "1,1\n")}${lines(500, `${middle},1\n`)}${lines(500, `1,${end}\n`)}`;
  assert.deepEqual((await readText(rows("1.5", "x"), { sampleBytes: 200 })).dtypes, ["float64", "string"]);
  assert.deepEqual((await readText(rows('"a\n,b"', "2024-01-01"), { sampleBytes: 200 })).dtypes, ["string", "string"]);
});

test("a sample that begins inside quotes is read as such", async () => {
  const row = `7,"${"one, two, three\n".repeat(20)}"\n`;
  const read = await readText(`a,b\n${row.repeat(30)}`, { sampleBytes: 400 });
  assert.deepEqual(read.dtypes, ["int32", "string"]);
});
