import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import type { FeatureBins } from "../../src/forest/bins/bins.js";
import { decodeForest, encodeForest, type Forest } from "../../src/forest/forest.js";
import type { BinnedMatrix } from "../../src/forest/grow/binned-matrix.js";
import { growTree } from "../../src/forest/grow/grow.js";
import { makeWorkspace } from "../../src/forest/kernel/workspace.js";
import { softVotes } from "../../src/forest/predict/leaf-votes.js";
import { hardVote, predictClasses, predictProbabilities } from "../../src/forest/predict/vote.js";
import { layOut, walkRows } from "../../src/forest/predict/walk-forest.js";
import { NodeKind, type Tree } from "../../src/forest/tree.js";
import { matrixOf } from "./brute-force.js";

/** Bins that make the codes of a matrix; only their number of codes counts. */
function binsOf({ codeCounts, categorical }: BinnedMatrix): FeatureBins[] {
  return Array.from(codeCounts, (count, f): FeatureBins => {
    const name = String(f);
    return categorical[f] === 1
      ? {
          name,
          kind: "category",
          sawMissing: true,
          others: false,
          categories: Array.from({ length: count - 1 }, (_, i) => `c${i}`),
        }
      : { name, kind: "numeric", sawMissing: true, edges: Float64Array.from({ length: count - 2 }, (_, i) => i) };
  });
}

/** The leaf of one row, node after node. */
function leafOf(tree: Tree, codeOf: (feature: number) => number): number {
  let node = 0;
  while (tree.kind[node] !== NodeKind.leaf) {
    const code = codeOf(tree.feature[node]);
    const at = tree.split[node];
    const left =
      tree.kind[node] === NodeKind.categories
        ? ((tree.categories[at + (code >> 5)] >>> (code & 31)) & 1) === 1
        : code <= at && (code !== 0 || tree.kind[node] === NodeKind.missingLeft);
    node = left ? node + 1 : tree.right[node];
  }
  return tree.split[node];
}

/** The mean of the leaves' fractions, added up in the order of the trees. */
function plainProbabilities(forest: Forest, codes: Uint8Array | Uint16Array, rows: number): Float64Array {
  const classes = forest.classes.length;
  const votes = new Float64Array(rows * classes);
  for (const tree of forest.trees) {
    for (let row = 0; row < rows; row++) {
      const leaf = leafOf(tree, (feature) => codes[feature * rows + row]);
      const weights = [...tree.leafWeight.subarray(tree.leafStart[leaf], tree.leafStart[leaf + 1])];
      const sum = weights.reduce((a, b) => a + b, 0);
      weights.forEach((weight, i) => {
        votes[row * classes + tree.leafClass[tree.leafStart[leaf] + i]] += weight / sum;
      });
    }
  }
  return votes.map((vote) => vote / forest.trees.length);
}

function forestOn(matrix: BinnedMatrix, trees: number, minSamplesLeaf: number): Forest {
  const params = {
    seed: 5,
    criterion: "gini",
    draws: matrix.rows,
    maxDepth: Infinity,
    minSamplesSplit: 2,
    minSamplesLeaf,
    minImpurityDecrease: 0,
    maxFeatures: 2,
    maxLeafNodes: null,
    drawFraction: null,
    balancedSubsample: false,
    exact: false,
  } as const;
  const workspace = makeWorkspace(matrix);
  return {
    bins: binsOf(matrix),
    classes: Array.from({ length: matrix.classes }, (_, k) => `k${k}`),
    criterion: "gini",
    voting: "soft",
    trees: Array.from({ length: trees }, (_, t) => growTree(workspace, params, t)),
  };
}

function randomMatrix(rows: number, codeCounts: number[], categorical: number[], seed: number): BinnedMatrix {
  let state = seed + 1;
  const next = (bound: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
  const cells = Array.from({ length: rows }, () => codeCounts.map((count) => (next(6) === 0 ? 0 : next(count))));
  const labels = cells.map((row) => (row[0] + row[codeCounts.length - 1] + next(2)) % 3);
  return matrixOf(cells, labels, { codeCounts, categorical, classes: 3 });
}

for (const [codeCounts, categorical, said] of [
  [[20, 9, 256], [0, 0, 0], "ordered columns"],
  [[20, 70, 33, 256], [0, 1, 1, 1], "categories"],
  [[65_536, 4000], [0, 1], "16-bit codes"],
] as const) {
  test(`with ${said}, rows get to the bit the mean of the fractions of the leaves they fall into`, () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 700 }), fc.nat(99), fc.integer({ min: 1, max: 4 }), (rows, seed, least) => {
        const forest = forestOn(randomMatrix(rows, [...codeCounts], [...categorical], seed), 3, least);
        const unseen = randomMatrix(rows + 3, [...codeCounts], [...categorical], seed + 1);
        const found = predictProbabilities(forest, unseen.codes, unseen.rows);
        assert.deepEqual(found, plainProbabilities(forest, unseen.codes, unseen.rows));
      }),
      { numRuns: 25 },
    );
  });
}

test("a few rows get the same before a forest is laid out and afterwards, whether its trees are wide or narrow", () => {
  for (const [codeCounts, categorical] of [
    [
      [20, 9, 256],
      [0, 0, 0],
    ],
    [
      [20, 70, 33, 256],
      [0, 1, 1, 1],
    ],
    [
      [65_536, 4000],
      [0, 1],
    ],
  ]) {
    for (const least of [1, 5]) {
      const wide = forestOn(randomMatrix(900, codeCounts, categorical, 4), 3, least);
      const unseen = randomMatrix(200, codeCounts, categorical, 5);
      const all = plainProbabilities(wide, unseen.codes, unseen.rows);
      for (const [first, last] of [
        [0, 64],
        [17, 18],
        [190, 200],
        [5, 5],
      ]) {
        for (const forest of [{ ...wide }, decodeForest<Forest>(encodeForest(wide))]) {
          for (let time = 0; time < 7; time++) {
            const found = predictProbabilities(forest, unseen.codes, unseen.rows, first, last);
            assert.deepEqual(found, all.slice(3 * first, 3 * last));
          }
        }
      }
    }
  }
});

test("compiled kernels and those in JavaScript find the same leaves", () => {
  for (const categorical of [
    [0, 0, 0],
    [0, 1, 1],
  ]) {
    const matrix = randomMatrix(2500, [90, 40, 256], categorical, 8);
    const forest = forestOn(matrix, 3, 1);
    const [plain, compiled] = [layOut(forest, null), layOut(forest)];
    assert.equal(plain.compiled, undefined);
    assert.notEqual(compiled.compiled, undefined);
    const leaves = [plain, compiled].map((walkable) => {
      const found: number[] = [];
      walkRows(walkable, matrix.codes, matrix.rows, (_, of, __, length) => found.push(...of.subarray(0, length)));
      return found;
    });
    assert.equal(leaves[0].length, 3 * matrix.rows);
    assert.deepEqual(leaves[0], leaves[1]);
    assert.deepEqual(plain.trees, compiled.trees);
  }
});

test("compiled kernels and those in JavaScript find the same shares of the leaves", () => {
  for (const least of [1, 5]) {
    const forest = forestOn(randomMatrix(2500, [90, 40], [0, 1], 8), 3, least);
    const { said } = layOut(forest);
    assert.equal(said.length, 3);
    for (const [t, found] of said.entries()) {
      const { places, shares } = softVotes(forest.trees[t], 3);
      assert.deepEqual(found, { places, shares });
    }
  }
});

test("a row is predicted the same alone and among others, in any number of blocks", () => {
  const matrix = randomMatrix(3000, [50, 20], [0, 1], 3);
  const forest = forestOn(matrix, 4, 1);
  const all = predictClasses(forest, matrix.codes, matrix.rows);
  const votes = hardVote(forest, matrix.codes, matrix.rows);
  for (let row = 0; row < matrix.rows; row += 97) {
    const alone = Uint8Array.of(matrix.codes[row], matrix.codes[matrix.rows + row]);
    assert.equal(predictClasses(forest, alone, 1)[0], all[row]);
    assert.equal(hardVote(forest, alone, 1)[0], votes[row]);
  }
  assert.equal(predictClasses(forest, new Uint8Array(0), 0).length, 0);
});
