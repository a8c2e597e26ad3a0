import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import {
  type Bracket,
  bracketOf,
  countBracket,
  quantileOf,
  sampleValues,
} from "../../../src/frame/statistics/bracket.js";
import { quantile } from "../../../src/frame/statistics/describe.js";

const float64 = (values: number[]) => ({ dtype: "float64", values: Float64Array.from(values) }) as const;

test("a quantile found from a few samples and a second look is that of all values", () => {
  const part = fc.array(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ noNaN: true }), fc.constant(NaN)), {
    maxLength: 300,
  });
  fc.assert(
    fc.property(
      fc.array(part, { minLength: 1, maxLength: 4 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (parts, q) => {
        const columns = parts.map(float64);
        let found: number | Bracket = bracketOf(
          columns.map((column) => sampleValues(column, 10)),
          0,
          q,
        );
        for (let round = 0; typeof found !== "number"; round++) {
          assert.ok(round < 3, "a bracket is widened at most twice");
          const bracket: Bracket = found;
          found = quantileOf(
            bracket,
            columns.map((column) => countBracket(column, bracket)),
          );
        }
        const all = Float64Array.from(parts.flat().filter((value) => !Number.isNaN(value))).sort();
        assert.deepEqual(found + 0, quantile(all, q) + 0);
      },
    ),
  );
});
