import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { piecesOf } from "../../src/frame/slice-call.js";

const rows = fc.array(fc.nat(100_000), { minLength: 1, maxLength: 30 });

test("few large partitions are cut into pieces of about the same size, which no worker waits for long for", () => {
  assert.deepEqual(piecesOf([50_000, 16_666], 2, 4000), [5, 2]);
  assert.deepEqual(piecesOf([50_000, 50_000, 25_000], 2, 4000), [3, 3, 2]);
  fc.assert(
    fc.property(
      rows,
      fc.integer({ min: 2, max: 16 }),
      fc.integer({ min: 1, max: 10_000 }),
      (lengths, workers, fewest) => {
        const total = lengths.reduce((sum, length) => sum + length, 0);
        const size = Math.max(fewest, total / workers);
        piecesOf(lengths, workers, fewest).forEach((pieces, i) => {
          assert.ok(pieces >= 1);
          assert.ok(lengths[i] / pieces <= size);
        });
      },
    ),
  );
});

test("one worker, small partitions and many are left as they are", () => {
  assert.deepEqual(piecesOf([1_000_000], 1, 4000), [1]);
  assert.deepEqual(piecesOf([0, 10, 4000], 8, 4000), [1, 1, 1]);
  assert.deepEqual(piecesOf(new Array(40).fill(50_000), 4, 4000), new Array(40).fill(1));
});
