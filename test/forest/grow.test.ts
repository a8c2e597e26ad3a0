import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import type { BinnedMatrix, GrowParams } from "../../src/forest/grow/binned-matrix.js";
import { bootstrapCounts } from "../../src/forest/grow/bootstrap.js";
import { growTree } from "../../src/forest/grow/grow.js";
import { kernelBytes } from "../../src/forest/kernel/compiled.js";
import { makeWorkspace } from "../../src/forest/kernel/workspace.js";
import { leafCount, NodeKind, type Tree, treeDepth } from "../../src/forest/tree.js";
import { memoryOf, type SharedMemory } from "../../src/shared-bytes.js";
import { allSplits, matrixOf, weightedImpurity } from "./brute-force.js";

const params: GrowParams = {
  seed: 1,
  criterion: "gini",
  draws: null,
  maxDepth: Infinity,
  minSamplesSplit: 2,
  minSamplesLeaf: 1,
  minImpurityDecrease: 0,
  maxFeatures: 99,
  maxLeafNodes: null,
  drawFraction: null,
  balancedSubsample: false,
  exact: false,
};

/** Grows a tree with the compiled kernels, or with those in JavaScript. */
const grow = (matrix: BinnedMatrix, more: Partial<GrowParams> = {}, tree = 0, compiled = true): Tree =>
  growTree(makeWorkspace(matrix, compiled ? undefined : null), { ...params, ...more }, tree);

/** Whether a node sends a code left. */
function goesLeft(tree: Tree, node: number, code: number): boolean {
  if (tree.kind[node] === NodeKind.categories) {
    return ((tree.categories[tree.split[node] + (code >> 5)] >>> (code & 31)) & 1) === 1;
  }
  return code <= tree.split[node] && (code > 0 || tree.kind[node] === NodeKind.missingLeft);
}

/** Rows of small random codes, by feature some categorical, with labels; `codes` bounds the codes. */
function matrices(codes: number, classes: number, categorical: readonly number[], most: number) {
  return fc.integer({ min: 2, max: most }).chain((rows) =>
    fc
      .record({
        cells: fc.array(fc.array(fc.nat(codes - 1), { minLength: categorical.length, maxLength: categorical.length }), {
          minLength: rows,
          maxLength: rows,
        }),
        labels: fc.array(fc.nat(classes - 1), { minLength: rows, maxLength: rows }),
      })
      .map(({ cells, labels }) =>
        matrixOf(cells, labels, { codeCounts: categorical.map(() => codes), categorical, classes }),
      ),
  );
}

function rootIsBest(matrix: BinnedMatrix, criterion: "gini" | "entropy", minSamplesLeaf = 1): void {
  const tree = grow(matrix, { criterion, maxDepth: 1, minSamplesLeaf });
  const labels = [...matrix.labels];
  let best = Infinity;
  for (let feature = 0; feature < matrix.features; feature++) {
    for (const left of allSplits(matrix, feature))
      best = Math.min(best, impurityOf(matrix, feature, left, minSamplesLeaf));
  }
  if (tree.kind[0] === NodeKind.leaf) {
    assert.ok(best === Infinity || new Set(labels).size === 1);
  } else {
    const found = impurityOf(matrix, tree.feature[0], (code) => goesLeft(tree, 0, code), minSamplesLeaf);
    assert.ok(Math.abs(found - best) < 1e-6, `found ${found}, best ${best}`);
  }

  function impurityOf(m: BinnedMatrix, feature: number, left: (code: number) => boolean, least: number): number {
    const isLeft = labels.map((_, row) => left(m.codes[feature * m.rows + row]));
    const sides = [true, false].map((side) => labels.filter((_, row) => isLeft[row] === side));
    if (sides.some((side) => side.length < least)) return Infinity;
    return weightedImpurity(sides[0], sides[1], criterion);
  }
}

for (const criterion of ["gini", "entropy"] as const) {
  test(`the root's split is the best of all splits by ${criterion}, with missing values on either side`, () => {
    fc.assert(fc.property(matrices(7, 3, [0, 0, 0], 12), (matrix) => rootIsBest(matrix, criterion)));
    fc.assert(
      fc.property(matrices(7, 3, [0, 0], 90), (matrix) => rootIsBest(matrix, criterion)),
      { numRuns: 40 },
    );
  });

  test(`with two classes the root's split is the best cut of the categories in the order of their shares by ${criterion}`, () => {
    fc.assert(fc.property(matrices(6, 2, [1, 0], 40), (matrix) => rootIsBest(matrix, criterion)));
  });
}

test("with many classes the root's split is the best of all splits", () => {
  fc.assert(
    fc.property(matrices(5, 40, [0, 0], 60), (matrix) => rootIsBest(matrix, "gini")),
    { numRuns: 60 },
  );
});

test("with 16-bit codes and many classes the root's split is the best of all splits", () => {
  fc.assert(
    fc.property(matrices(300, 40, [0], 120), (matrix) => rootIsBest(matrix, "gini")),
    { numRuns: 40 },
  );
});

test("leaves have at least minSamplesLeaf distinct rows, and the split is the best of those that allow it", () => {
  fc.assert(fc.property(matrices(7, 3, [0, 0], 60), (matrix) => rootIsBest(matrix, "gini", 4)));
});

test("a fully grown tree separates rows that differ", () => {
  fc.assert(
    fc.property(matrices(9, 3, [0, 1], 60), (matrix) => {
      const classOf = new Map<string, number>();
      for (let row = 0; row < matrix.rows; row++) {
        const key = `${matrix.codes[row]},${matrix.codes[matrix.rows + row]}`;
        classOf.set(key, classOf.has(key) && classOf.get(key) !== matrix.labels[row] ? -1 : matrix.labels[row]);
      }
      const tree = grow(matrix);
      for (let row = 0; row < matrix.rows; row++) {
        const codes = [matrix.codes[row], matrix.codes[matrix.rows + row]];
        const label = classOf.get(codes.join(",")) as number;
        const leaf = leafOf(tree, codes);
        const found = [...tree.leafClass.subarray(tree.leafStart[leaf], tree.leafStart[leaf + 1])];
        if (label >= 0) assert.deepEqual(found, [label]);
        else assert.ok(found.length > 1);
      }
    }),
  );
});

function leafOf(tree: Tree, codes: readonly number[]): number {
  let node = 0;
  while (tree.kind[node] !== NodeKind.leaf) {
    node = goesLeft(tree, node, codes[tree.feature[node]]) ? node + 1 : tree.right[node];
  }
  return tree.split[node];
}

test("maxDepth, minSamplesSplit and minImpurityDecrease stop a tree", () => {
  const cells = Array.from({ length: 64 }, (_, i) => [i + 1]);
  const labels = cells.map((_, i) => (i >> 2) & 1);
  const matrix = matrixOf(cells, labels, { codeCounts: [65], classes: 2 });
  assert.equal(leafCount(grow(matrix)), 16);
  assert.equal(treeDepth(grow(matrix, { maxDepth: 2 })), 2);
  assert.equal(leafCount(grow(matrix, { minSamplesSplit: 65 })), 1);
  assert.equal(leafCount(grow(matrix, { minImpurityDecrease: 0.2 })), 1);
});

test("the threshold lies in the middle of the empty codes", () => {
  const matrix = matrixOf([[2], [3], [10], [12]], [0, 0, 1, 1], { codeCounts: [20], classes: 2 });
  assert.equal(grow(matrix).split[0], 6);
});

test("missing values that no row of the node has go to the larger child", () => {
  const codeCounts = [9];
  const ordered = matrixOf([[1], [2], [3], [8]], [0, 0, 0, 1], { codeCounts, classes: 2 });
  assert.equal(grow(ordered).kind[0], NodeKind.missingLeft);
  const reversed = matrixOf([[1], [6], [7], [8]], [0, 1, 1, 1], { codeCounts, classes: 2 });
  assert.equal(grow(reversed).kind[0], NodeKind.missingRight);
});

test("categories that no row of a node has go where their shares in the whole sample place them", () => {
  // By category: rows on one side of the number, and how many of them are of the second class.
  const kinds = [
    { x: 1, rows: 30, ones: 0 },
    { x: 1, rows: 10, ones: 4 },
    { x: 9, rows: 10, ones: 6 },
    { x: 9, rows: 30, ones: 30 },
  ];
  const cells = kinds.flatMap(({ x, rows }, k) => Array.from({ length: rows }, () => [x, k + 1]));
  const labels = kinds.flatMap(({ rows, ones }) => Array.from({ length: rows }, (_, i) => (i < ones ? 1 : 0)));
  const matrix = matrixOf(cells, labels, { codeCounts: [11, 6], categorical: [0, 1], classes: 2 });
  for (const compiled of [true, false]) {
    const tree = grow(matrix, {}, 0, compiled);
    const [low, high] = [1, tree.right[0]];
    assert.deepEqual([tree.feature[low], tree.feature[high]], [1, 1]);
    // Missing, the four, and one that no row of the sample has.
    const codes = [0, 1, 2, 3, 4, 5];
    assert.deepEqual(
      codes.map((code) => goesLeft(tree, low, code)),
      [false, true, false, false, false, false],
    );
    assert.deepEqual(
      codes.map((code) => goesLeft(tree, high, code)),
      [true, true, true, true, false, true],
    );
  }
});

test("constant features are passed over until one that varies is found", () => {
  const cells = Array.from({ length: 20 }, (_, i) => [...new Array(30).fill(3), 1 + (i % 2)]);
  const matrix = matrixOf(
    cells,
    cells.map((_, i) => i % 2),
    { codeCounts: new Array(31).fill(5), classes: 2 },
  );
  for (let tree = 0; tree < 10; tree++) assert.equal(grow(matrix, { maxFeatures: 1 }, tree).feature[0], 30);
});

test("a tree is the same in a new workspace and in one that grew others before", () => {
  fc.assert(
    fc.property(matrices(20, 12, [0, 0, 1, 0], 200), fc.nat(1000), (matrix, seed) => {
      const more = { seed, draws: matrix.rows, maxFeatures: 2 };
      const used = makeWorkspace(matrix);
      growTree(used, { ...params, ...more }, 0);
      assert.deepEqual(growTree(used, { ...params, ...more }, 1), grow(matrix, more, 1));
    }),
    { numRuns: 30 },
  );
});

test("a bootstrap draws as many rows as asked, evenly, and differently for each tree", () => {
  const counts = bootstrapCounts(3, 0, 10_000, 10_000);
  assert.equal(
    counts.reduce((a, b) => a + b),
    10_000,
  );
  const out = counts.filter((count) => count === 0).length / 10_000;
  assert.ok(Math.abs(out - Math.exp(-1)) < 0.02, `${out} of the rows are out of the bag`);
  assert.deepEqual(counts, bootstrapCounts(3, 0, 10_000, 10_000));
  assert.notDeepEqual(counts, bootstrapCounts(3, 1, 10_000, 10_000));
  assert.notDeepEqual(counts, bootstrapCounts(3 + 2 ** 32, 0, 10_000, 10_000));
  assert.deepEqual([...bootstrapCounts(3, 0, 4, null)], [1, 1, 1, 1]);
});

for (const [codes, classes, categorical, rows] of [
  [9, 2, [0, 0, 1], 300],
  [200, 3, [0, 0, 0], 900],
  [60, 5, [0, 1, 0], 300],
  [120, 7, [0, 0, 0], 500],
  [30, 14, [0, 0, 1], 700],
  [256, 40, [0, 1, 0], 500],
  [3000, 4, [0, 0, 1], 400],
  // So many shares of categories are not kept.
  [60_000, 80, [0, 0, 1], 300],
] as const) {
  test(`compiled kernels and those in JavaScript grow the same trees, with ${codes} codes and ${classes} classes`, () => {
    fc.assert(
      fc.property(
        matrices(codes, classes, categorical, rows),
        fc.record({
          seed: fc.nat(),
          criterion: fc.constantFrom("gini", "entropy"),
          draws: fc.constantFrom(null, 100, 5000),
          minSamplesLeaf: fc.constantFrom(1, 1, 3),
          maxFeatures: fc.constantFrom(1, 2, 3),
        }),
        (matrix, more) => {
          const compiled = makeWorkspace(matrix);
          assert.notEqual(compiled.compiled, undefined);
          const plain = makeWorkspace(matrix, null);
          for (let tree = 0; tree < 2; tree++) {
            const own = { ...params, ...more } as GrowParams;
            assert.deepEqual(growTree(compiled, own, tree), growTree(plain, own, tree));
          }
        },
      ),
      { numRuns: 30 },
    );
  });
}

test("compiled kernels and those in JavaScript grow the same tree on many rows", () => {
  const cells = Array.from({ length: 20_000 }, (_, i) => [
    (i * 7919) % 254,
    (i * 104_729) % 91,
    Math.imul(i, 0x9e3779b9) >>> 24,
  ]);
  const labels = cells.map(([a, b, c], i) => (a + 2 * b + (c >> 3) + (i % 5)) % 3);
  const matrix = matrixOf(cells, labels, { codeCounts: [256, 100, 256], categorical: [0, 1, 0], classes: 3 });
  for (const criterion of ["gini", "entropy"] as const) {
    // Counts of the first nodes do not fit 16 bits, those of the others do.
    const own = { ...params, criterion, draws: 3 * matrix.rows, maxFeatures: 2 };
    const [compiled, plain] = [growTree(makeWorkspace(matrix), own, 0), growTree(makeWorkspace(matrix, null), own, 0)];
    assert.ok(leafCount(compiled) > 2000);
    assert.deepEqual(compiled, plain);
  }
});

test("workspaces of a matrix in a memory of kernels take its codes as they are, one beside the other, and copies once it is full", () => {
  const cells = Array.from({ length: 3000 }, (_, i) => [(i * 7919) % 254, (i * 104_729) % 91]);
  const labels = cells.map(([a, b], i) => (a + 2 * b + (i % 5)) % 3);
  const plain = matrixOf(cells, labels, { codeCounts: [256, 100], categorical: [0, 0], classes: 3 });
  const codes = kernelBytes(plain.codes.length);
  codes.set(plain.codes);
  const matrix = { ...plain, codes };
  const [first, second] = [makeWorkspace(matrix), makeWorkspace(matrix)];
  assert.equal(first.columns[0].buffer, codes.buffer);
  assert.equal(second.columns[0].buffer, codes.buffer);
  const memory = memoryOf(codes) as SharedMemory;
  memory.grow(2 ** 15 - memory.buffer.byteLength / 2 ** 16);
  const third = makeWorkspace(matrix);
  assert.notEqual(third.columns[0].buffer, codes.buffer);
  assert.notEqual(third.compiled, undefined);
  for (let tree = 0; tree < 3; tree++) {
    const wanted = grow(plain, { draws: 3000 }, tree, false);
    for (const workspace of [first, second, third]) {
      assert.deepEqual(growTree(workspace, { ...params, draws: 3000 }, tree), wanted);
    }
  }
});

test("compiled kernels and those in JavaScript grow the same tree where nodes put categories in an order of their own", () => {
  const cells = Array.from({ length: 20_000 }, (_, i) => [Math.imul(i, 0x9e3779b9) >>> 24, (i * 104_729) % 91]);
  for (const classes of [2, 3, 12]) {
    const labels = cells.map(([a, b], i) => (a < 128 ? b + (i % 2) : 7 * b + (i % 3)) % classes);
    const matrix = matrixOf(cells, labels, { codeCounts: [256, 100], categorical: [0, 1], classes });
    const [compiled, plain] = [
      growTree(makeWorkspace(matrix), params, 0),
      growTree(makeWorkspace(matrix, null), params, 0),
    ];
    assert.deepEqual(compiled, plain);
  }
});

for (const [rows, codes] of [
  [60_000, 250],
  [30_000, 300],
] as const) {
  test(`compiled kernels and those in JavaScript grow the same tree where small nodes are copied, of ${codes} codes`, () => {
    const features = 36;
    const cells = Array.from({ length: rows }, (_, i) =>
      Array.from({ length: features }, (_, f) => (f === 0 ? 7 : (Math.imul(i + 1, 0x9e3779b9 + 2 * f) >>> 8) % codes)),
    );
    const labels = cells.map(([, a, b, c], i) => ((a >> 5) + (b >> 6) + (c >> 7) + (i % 7 === 0 ? 1 : 0)) % 3);
    const own = { ...params, draws: rows, maxFeatures: 6, minSamplesLeaf: 2 };
    const codeCounts = Array.from({ length: features }, () => codes);
    const matrix = matrixOf(cells, labels, { codeCounts, categorical: codeCounts.map(() => 0), classes: 3 });
    const compiled = makeWorkspace(matrix);
    assert.ok(compiled.block.length > 0);
    const grown = growTree(compiled, own, 0);
    assert.ok(leafCount(grown) > 1000);
    assert.deepEqual(grown, growTree(makeWorkspace(matrix, null), own, 0));
  });
}
