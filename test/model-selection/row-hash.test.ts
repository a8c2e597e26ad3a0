import assert from "node:assert/strict";
import test from "node:test";
import { rowHash, threefry } from "../../src/model-selection/row-hash.js";

test("threefry() gives the known answers of its authors", () => {
  // The vectors "threefry2x32 20" of kat_vectors in the Random123 library.
  const upper53 = (first: number, second: number): number => first * 2 ** 21 + Math.floor(second / 2 ** 11);
  assert.equal(threefry(0, 0, 0, 0), upper53(0x6b200159, 0x99ba4efe));
  assert.equal(threefry(-1, -1, -1, -1), upper53(0x1cb996fc, 0xbb002be7));
  assert.equal(threefry(0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3), upper53(0xc4923a9c, 0x483df7a0));
});

test("rowHash() depends on every bit of seed and row", () => {
  const pairs = [0, 1, 2 ** 31, 2 ** 32, 2 ** 32 + 1, 2 ** 52].flatMap((seed) =>
    [0, 1, 2 ** 31, 2 ** 32, 2 ** 32 + 1, 2 ** 52].map((row) => rowHash(seed, row)),
  );
  assert.equal(new Set(pairs).size, pairs.length);
  assert.notEqual(rowHash(-1, 0), rowHash(1, 0));
});

test("hashes of successive rows are spread evenly, for successive seeds too", () => {
  for (const hash of [(i: number) => rowHash(42, i), (i: number) => rowHash(i, 42)]) {
    const bins = new Array(100).fill(0);
    for (let i = 0; i < 100_000; i++) bins[Math.floor((hash(i) / 2 ** 53) * 100)] += 1;
    const chiSquare = bins.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    // 99 degrees of freedom: between these lie 99.9 of 100 fair draws.
    assert.ok(chiSquare > 57 && chiSquare < 153, `chi-square ${chiSquare}`);
  }
});
