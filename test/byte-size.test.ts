import assert from "node:assert/strict";
import test from "node:test";
import { byteSize, bytesText } from "../src/byte-size.js";

test("byteSize() reads numbers and sizes with decimal and binary units", () => {
  assert.equal(byteSize(1024), 1024);
  assert.equal(byteSize(10.9), 10);
  assert.equal(byteSize("4GiB"), 4 * 2 ** 30);
  assert.equal(byteSize("4 GB"), 4e9);
  assert.equal(byteSize("1.5 kb"), 1500);
  assert.equal(byteSize("16m"), 16e6);
  assert.equal(byteSize("2e9"), 2e9);
  assert.equal(byteSize("512"), 512);
});

test("byteSize() takes nothing that says no size", () => {
  for (const size of [0, 0.5, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e300, null, {}, true]) {
    assert.equal(byteSize(size), undefined, String(size));
  }
  for (const size of ["", "much", "4 apples", "-4GiB", "0", "0.1B", "GiB", "1e999"]) {
    assert.equal(byteSize(size), undefined, size);
  }
});

test("bytesText() writes sizes as people read them", () => {
  assert.deepEqual([0, 512, 1536, 200 * 2 ** 20, 4 * 2 ** 30].map(bytesText), [
    "0 B",
    "512 B",
    "1.5 KiB",
    "200 MiB",
    "4.0 GiB",
  ]);
});
