import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { orderBy } from "../../../src/frame/shuffle/sort-order.js";
import { columnFromValues } from "../../../src/partition/column-from-values.js";
import { compareText } from "../../../src/partition/compare-text.js";

type Value = number | string | boolean | null;

function compare(a: Value, b: Value, ascending: boolean): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const order =
    typeof a === "string"
      ? compareText(a, b as string)
      : Math.sign(Number(a) - Number(b)) || Number(a > b) - Number(a < b);
  return ascending ? order : -order;
}

const columns = [
  fc.double({ noNaN: true }),
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  fc.integer({ min: -3, max: 3 }),
  fc.string({ maxLength: 3, unit: "binary" }),
  fc.boolean(),
];

test("rows come in the order that comparing their values gives, stable, missing last", () => {
  const column = fc.oneof(
    ...columns.map((value) => fc.array(fc.option(value as fc.Arbitrary<Value>), { minLength: 40, maxLength: 40 })),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(column, fc.boolean()), { minLength: 1, maxLength: 3 }), (by) => {
      const ascending = by.map(([, up]) => up);
      const order = orderBy(
        by.map(([values]) => columnFromValues(values, "x")),
        ascending,
        40,
      );
      const expected = Array.from({ length: 40 }, (_, row) => row).sort((a, b) => {
        for (const [values, up] of by) {
          const found = compare(values[a], values[b], up);
          if (found !== 0) return found;
        }
        return a - b;
      });
      assert.deepEqual([...order], expected);
    }),
  );
});

test("texts are ordered by code point, as Python orders them", () => {
  const texts = ["", "a", "aa", "b", "\ud7ff", "\ue000", "\uffff", "𐀀", "𐀁a", "\u{10ffff}"];
  assert.deepEqual([...texts].reverse().sort(compareText), texts);
});
