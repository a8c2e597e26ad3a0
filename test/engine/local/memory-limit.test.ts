import assert from "node:assert/strict";
import { totalmem } from "node:os";
import test from "node:test";
import { defaultMemoryLimit, parseBytes } from "../../../src/engine/local/memory-limit.js";

test("parseBytes() reads numbers and sizes with decimal and binary units", () => {
  assert.equal(parseBytes(1024), 1024);
  assert.equal(parseBytes("4GiB"), 4 * 2 ** 30);
  assert.equal(parseBytes("4 GB"), 4e9);
  assert.equal(parseBytes("1.5 kb"), 1500);
  assert.equal(parseBytes("2e9"), 2e9);
  assert.equal(parseBytes("512"), 512);
});

test("parseBytes() takes nothing that says no size", () => {
  for (const size of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, "", "much", "4 apples", "-4GiB", "0", null, {}]) {
    assert.equal(parseBytes(size), undefined, String(size));
  }
});

test("by default a cluster may use 60 % of the machine, or of its container, at most", () => {
  const limit = defaultMemoryLimit();
  assert.ok(limit > 0 && limit <= 0.6 * totalmem());
});
