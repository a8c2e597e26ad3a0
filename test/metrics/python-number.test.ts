import assert from "node:assert/strict";
import test from "node:test";
import { pairwiseSum } from "../../src/metrics/pairwise-sum.js";
import { formatFixed, formatFloat } from "../../src/metrics/python-number.js";
import { referenceCases } from "./reference.js";

test("formatFixed() rounds as Python's format(), ties to even", () => {
  assert.deepEqual(
    [0.125, 0.625, 0.5, 2.675, 1e-7, 1, Number.NaN].map((value) => formatFixed(value, 2)),
    ["0.12", "0.62", "0.50", "2.67", "0.00", "1.00", "nan"],
  );
  for (const { value, fixed } of referenceCases<{ value: number; fixed: string[] }>("fixed.json")) {
    fixed.forEach((text, digits) => {
      assert.equal(formatFixed(value, digits), text, `${value} with ${digits} decimals`);
    });
  }
});

test("formatFloat() writes floats as Python's str()", () => {
  for (const { value, text } of referenceCases<{ value: number; text: string }>("floats.json")) {
    assert.equal(formatFloat(value), text);
  }
});

test("pairwiseSum() gives numpy's sum to the last bit", () => {
  for (const { values, sum } of referenceCases<{ values: number[]; sum: number }>("sums.json")) {
    assert.equal(pairwiseSum(values), sum, `${values.length} values`);
  }
});
