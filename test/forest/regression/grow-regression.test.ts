import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { codeCount, type FeatureBins } from "../../../src/forest/bins/bins.js";
import { joinCodes } from "../../../src/forest/fit/training-parts.js";
import { kernelBytes } from "../../../src/forest/kernel/compiled.js";
import { pack, unpack } from "../../../src/forest/pack.js";
import { draw } from "../../../src/forest/random.js";
import { growRegressionTree } from "../../../src/forest/regression/grow-regression.js";
import type { RegressionMatrix, RegressionParams } from "../../../src/forest/regression/regression-forest.js";
import { makeRegressionWorkspace, type RegressionWorkspace } from "../../../src/forest/regression/workspace.js";
import { memoryOf, type SharedMemory } from "../../../src/shared-bytes.js";

const params: RegressionParams = {
  seed: 1,
  criterion: "squaredError",
  draws: null,
  drawFraction: null,
  maxDepth: Infinity,
  minSamplesSplit: 2,
  minSamplesLeaf: 1,
  minImpurityDecrease: 0,
  maxLeafNodes: null,
  maxFeatures: 4,
  exact: false,
};

/** Rows of a first feature in so many codes, a second of few codes with missing values, and a third of categories. */
function matrixOf(rows: number, codes: number, seed: number, weighted: boolean): RegressionMatrix {
  const random = (row: number, of: number, below: number): number =>
    Math.floor((draw(seed, of, row) / 2 ** 32) * below);
  const edges = (count: number): Float64Array => Float64Array.from({ length: count - 2 }, (_, i) => i + 0.5);
  const bins: FeatureBins[] = [
    { name: "a", kind: "numeric", sawMissing: false, edges: edges(codes) },
    { name: "b", kind: "numeric", sawMissing: true, edges: edges(7) },
    { name: "c", kind: "category", sawMissing: true, categories: [..."defghij"], others: false },
    { name: "d", kind: "numeric", sawMissing: false, edges: edges(codes) },
  ];
  const all = codes > 256 ? new Uint16Array(rows * bins.length) : new Uint8Array(rows * bins.length);
  for (let row = 0; row < rows; row++) {
    all[row] = 1 + random(row, 1, codes - 1);
    all[rows + row] = random(row, 2, 7);
    all[2 * rows + row] = random(row, 3, codeCount(bins[2]));
    all[3 * rows + row] = Math.min(codes - 1, 1 + Math.floor((all[row] + random(row, 4, 9)) / 2));
  }
  const targets = Float64Array.from({ length: rows }, (_, row) => {
    return (
      all[row] / codes + [3, 0, 1, 0, 2, 5, 1][all[rows + row]] + (all[2 * rows + row] % 3) + random(row, 5, 100) / 50
    );
  });
  const weights = weighted ? Float64Array.from({ length: rows }, (_, row) => random(row, 6, 5) / 2 + 0.25) : null;
  const part = { meta: { rows }, arrays: new Map([["codes", all]]) };
  return { rows, features: bins.length, targets, weights, ...joinCodes([part as never], bins, rows), codes: all };
}

test("compiled kernels grow the same trees as those in JavaScript, from one row to thousands, and on wide codes", () => {
  fc.assert(
    fc.property(
      fc.record({
        rows: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 400, max: 3000 })),
        codes: fc.constantFrom(3, 20, 255, 600, 20_000),
        seed: fc.nat(),
        weighted: fc.boolean(),
        bootstrap: fc.boolean(),
        maxFeatures: fc.integer({ min: 1, max: 4 }),
        minSamplesLeaf: fc.constantFrom(1, 1, 3),
        maxLeafNodes: fc.constantFrom(null, null, null, 12),
        maxDepth: fc.constantFrom(Infinity, Infinity, 6),
        minImpurityDecrease: fc.constantFrom(0, 0, 0.001),
        exact: fc.boolean(),
      }),
      ({ rows, codes, seed, weighted, bootstrap, ...rest }) => {
        const matrix = matrixOf(rows, codes, seed, weighted);
        const own: RegressionParams = {
          ...rest,
          seed,
          criterion: "squaredError",
          draws: bootstrap ? rows : null,
          drawFraction: null,
          minSamplesSplit: 2,
        };
        const compiled = makeRegressionWorkspace(matrix, "squaredError");
        const plain = makeRegressionWorkspace(matrix, "squaredError", null);
        assert.ok(compiled.compiled !== undefined && plain.compiled === undefined);
        for (const tree of [0, 1]) {
          assert.deepEqual(growRegressionTree(compiled, own, tree), growRegressionTree(plain, own, tree));
        }
      },
    ),
    { numRuns: 60 },
  );
});

test("workspaces of a matrix in a memory of kernels take it as it is, one beside the other, and copies once it is full", () => {
  const plain = matrixOf(2000, 255, 3, false);
  const { rows, codes, targets } = plain;
  const { arrays } = unpack(pack(null, { codes, targets }, kernelBytes));
  const matrix = { ...plain, ...Object.fromEntries(arrays) } as RegressionMatrix;
  const make = (): RegressionWorkspace => makeRegressionWorkspace(matrix, "squaredError");
  const [first, second] = [make(), make()];
  const memory = memoryOf(matrix.codes) as SharedMemory;
  memory.grow(2 ** 15 - memory.buffer.byteLength / 2 ** 16);
  const third = make();
  const places = [first, second, third].map(({ columns }) => columns[0].buffer === matrix.codes.buffer);
  assert.deepEqual(places, [true, true, false]);
  for (const maxLeafNodes of [null, 20]) {
    const own = { ...params, draws: rows, maxLeafNodes };
    for (let tree = 0; tree < 3; tree++) {
      const wanted = growRegressionTree(makeRegressionWorkspace(plain, "squaredError", null), own, tree);
      for (const workspace of [first, second, third]) {
        assert.deepEqual(growRegressionTree(workspace, own, tree), wanted);
      }
    }
  }
});

test("a tree that might have more categories than compiled kernels have room for is the same", () => {
  const rows = 2100;
  const { codes: _, ...rest } = matrixOf(rows, 600, 5, false);
  const codes = Uint16Array.from({ length: 4 * rows }, (_, i) => 1 + (Math.imul(i, 7919) % (i < rows ? 65_000 : 500)));
  const codeCounts = Int32Array.from(rest.codeCounts, (count, f) => (f === 0 ? 65_536 : Math.max(count, 600)));
  const matrix = { ...rest, codes, codeCounts, categorical: Uint8Array.from([1, 0, 0, 0]) };
  const compiled = makeRegressionWorkspace(matrix, "squaredError");
  assert.ok(compiled.compiled !== undefined && !compiled.growsAtOnce);
  const wanted = growRegressionTree(makeRegressionWorkspace(matrix, "squaredError", null), params, 0);
  assert.ok(wanted.categories.length > 0);
  assert.deepEqual(growRegressionTree(compiled, params, 0), wanted);
});

test("a fully grown tree parts nearly all rows that differ, and its leaves hold all rows and their mean", () => {
  for (const rows of [30, 2000]) {
    const matrix = matrixOf(rows, 255, 7, false);
    const tree = growRegressionTree(makeRegressionWorkspace(matrix, "squaredError"), params, 0);
    const groups = new Map<string, number[]>();
    for (let row = 0; row < rows; row++) {
      const key = [0, 1, 2, 3].map((f) => matrix.codes[f * rows + row]).join(" ");
      groups.set(key, [...(groups.get(key) ?? []), matrix.targets[row]]);
    }
    const total = tree.leafWeight.reduce((a, b) => a + b, 0);
    assert.equal(total, rows);
    assert.ok(tree.leafValue.length <= groups.size && tree.leafValue.length > groups.size / 2);
    const mean = matrix.targets.reduce((a, b) => a + b, 0) / rows;
    const ofLeaves = tree.leafValue.reduce((sum, value, leaf) => sum + value * tree.leafWeight[leaf], 0) / total;
    assert.ok(Math.abs(mean - ofLeaves) < 1e-9);
  }
});
