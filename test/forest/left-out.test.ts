import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { drawLeftOut, LeftOut } from "../../src/forest/fit/left-out.js";
import type { GrowParams } from "../../src/forest/grow/binned-matrix.js";
import { treeSample } from "../../src/forest/grow/bootstrap.js";
import { matrixOf } from "./brute-force.js";

test("the rows that a tree left out are those that its sample counts 0 times, from any row to any other", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 200 }), fc.nat(1000), fc.nat(), fc.nat(), (rows, seed, a, b) => {
      const values = Array.from({ length: rows }, (_, row) => row % 2);
      const matrix = matrixOf(
        values.map((value) => [value]),
        values,
        { codeCounts: [2], classes: 2 },
      );
      const params = { seed, draws: rows, drawFraction: null, balancedSubsample: false } as GrowParams;
      const leftOut = new LeftOut(
        rows,
        drawLeftOut(rows, 0, 3, (tree) => treeSample(params, matrix, tree)),
      );
      const [from, to] = [a % rows, b % (rows + 1)].sort((x, y) => x - y);
      const places = new Int32Array(to - from + 1);
      for (let tree = 0; tree < 3; tree++) {
        const found = places.subarray(0, leftOut.find(tree, from, to - from, places));
        const counts = treeSample(params, matrix, tree).subarray(from, to);
        assert.deepEqual(
          [...found],
          [...counts.keys()].filter((place) => counts[place] === 0),
        );
      }
    }),
  );
});
