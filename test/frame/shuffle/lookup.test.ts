import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { castColumn } from "../../../src/frame/expression/cast.js";
import { lookupIn } from "../../../src/frame/shuffle/lookup.js";
import { matchRows } from "../../../src/frame/shuffle/match-rows.js";
import { columnFromValues } from "../../../src/partition/column-from-values.js";
import type { DType } from "../../../src/partition/partition.js";

const numbers = fc.array(fc.option(fc.constantFrom(0, -0, 1, 2, 3, 2.5, 1e300)), { maxLength: 8 });
const dtypes = fc.constantFrom<DType>("float64", "string", "datetime");

test("a lookup finds what matching by groups finds, and is there only where keys differ", () => {
  fc.assert(
    fc.property(numbers, numbers, dtypes, (keys, asked, dtype) => {
      const columnOf = (values: readonly (number | null)[]) =>
        castColumn(columnFromValues([...values, 0.5], "x"), "float64");
      const [right, left] = [keys, asked].map((values) => castColumn(columnOf(values), dtype));
      const lookup = lookupIn(right, keys.length + 1);
      const spelled = [...keys.map((key) => (key === null ? null : key + 0)), 0.5];
      assert.equal(lookup === undefined, new Set(spelled).size < spelled.length);
      if (lookup === undefined) return;
      const { right: expected } = matchRows([left], asked.length + 1, [right], keys.length + 1, true);
      assert.deepEqual(lookup(left), expected);
    }),
  );
});
