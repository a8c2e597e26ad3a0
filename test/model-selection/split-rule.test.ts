import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { type EncodedLabels, encodeLabels } from "../../src/metrics/labels.js";
import { rowHash } from "../../src/model-selection/row-hash.js";
import { mergeHistograms } from "../../src/model-selection/row-order.js";
import {
  classCandidates,
  classesOf,
  classHistogram,
  orderedRule,
  partOf,
  planStratified,
  randomRule,
  rowsOfPart,
  type SplitRule,
  stratifiedRule,
} from "../../src/model-selection/split-rule.js";
import { type SplitSizes, splitSizes, stratifiedSizes } from "../../src/model-selection/split-sizes.js";

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });

/** A number of rows and the sizes of a split of them, which may leave rows out. */
const splits = fc.integer({ min: 2, max: 3000 }).chain((n) =>
  fc.record({
    n: fc.constant(n),
    sizes: fc
      .tuple(fc.integer({ min: 1, max: n - 1 }), fc.nat(n))
      .map(([nTest, nTrain]): SplitSizes => ({ nTest, nTrain: Math.max(1, Math.min(nTrain, n - nTest)) })),
  }),
);

test("a shuffled split has exactly the sizes asked for, and no row twice", () => {
  fc.assert(
    fc.property(splits, seeds, ({ n, sizes }, seed) => {
      const rule = randomRule(n, sizes, seed);
      const count = { train: 0, test: 0, none: 0 };
      for (let row = 0; row < n; row++) count[partOf(rule, row)] += 1;
      assert.deepEqual(count, { train: sizes.nTrain, test: sizes.nTest, none: n - sizes.nTrain - sizes.nTest });
    }),
  );
});

test("the test rows are those with the smallest hashes", () => {
  const rule = randomRule(5000, { nTest: 1234, nTrain: 3766 }, 42);
  const byHash = [...Array(5000).keys()].sort((a, b) => rowHash(42, a) - rowHash(42, b));
  assert.deepEqual(
    [...rowsOfPart(rule, { firstRow: 0, length: 5000 }, "test")],
    byHash.slice(0, 1234).sort((a, b) => a - b),
  );
});

test("a split of a million rows is exact, and its halves are alike", () => {
  const n = 1_000_000;
  const rows = rowsOfPart(randomRule(n, splitSizes(n, { testSize: 0.3 }), 7), { firstRow: 0, length: n }, "test");
  assert.equal(rows.length, 300_000);
  const firstHalf = rows.filter((row) => row < n / 2).length;
  // Within five standard deviations of the hypergeometric distribution.
  assert.ok(Math.abs(firstHalf - 150_000) < 5 * 229, `${firstHalf} in the first half`);
});

test("every row is as likely as any other to be tested", () => {
  const times = new Array(50).fill(0);
  for (let seed = 0; seed < 2000; seed++) {
    const rule = randomRule(50, { nTest: 10, nTrain: 40 }, seed);
    for (const row of rowsOfPart(rule, { firstRow: 0, length: 50 }, "test")) times[row] += 1;
  }
  for (const [row, count] of times.entries()) {
    assert.ok(Math.abs(count - 400) < 5 * 17.9, `row ${row} was tested ${count} times of 2000`);
  }
});

test("without shuffling the last rows are tested", () => {
  const rule = orderedRule(splitSizes(10, { testSize: 0.25 }));
  const block = { firstRow: 5, length: 5 };
  assert.deepEqual([...rowsOfPart(rule, block, "train")], [0, 1]);
  assert.deepEqual([...rowsOfPart(rule, block, "test")], [2, 3, 4]);
});

test("blocks of any length make the same split as the whole", () => {
  fc.assert(
    fc.property(splits, seeds, fc.integer({ min: 1, max: 700 }), ({ n, sizes }, seed, length) => {
      const rule = structuredClone(randomRule(n, sizes, seed));
      const whole = rowsOfPart(rule, { firstRow: 0, length: n }, "train");
      const parts: number[] = [];
      for (let firstRow = 0; firstRow < n; firstRow += length) {
        const block = { firstRow, length: Math.min(length, n - firstRow) };
        for (const place of rowsOfPart(rule, block, "train")) parts.push(firstRow + place);
      }
      assert.deepEqual(parts, [...whole]);
    }),
  );
});

test("a stratified split has scikit-learn's sizes in every class, wherever the rows are cut", () => {
  const classed = fc.array(fc.constantFrom("a", "b", "c", "🐧"), { minLength: 30, maxLength: 400 });
  fc.assert(
    fc.property(
      classed,
      fc.double({ min: 0.2, max: 0.8, noNaN: true }),
      seeds,
      fc.integer({ min: 1, max: 90 }),
      (y, f, seed, cut) => {
        const names = [...new Set(y)].sort();
        const counts = names.map((name) => y.filter((label) => label === name).length);
        fc.pre(Math.min(...counts) >= 2);
        const sizes = splitSizes(y.length, { testSize: f });
        const blocks: string[][] = [];
        for (let row = 0; row < y.length; row += cut) blocks.push(y.slice(row, row + cut));
        const rule = splitStratified(blocks, sizes, seed);
        assert.deepEqual(rule, splitStratified([y], sizes, seed));
        const encoded = encodeLabels(y, "stratify");
        const wanted = stratifiedSizes(names, counts, sizes, seed);
        for (const part of ["train", "test"] as const) {
          const block = { firstRow: 0, length: y.length, classes: classesOf(encoded, names) };
          const rows = rowsOfPart(rule, block, part);
          assert.deepEqual(
            names.map((name) => rows.filter((row) => y[row] === name).length),
            wanted.map((size) => (part === "train" ? size.nTrain : size.nTest)),
          );
        }
      },
    ),
  );
});

test("stratifying by a label that is missing is refused", () => {
  assert.throws(() => classHistogram(encodeLabels(["a", null], "stratify"), 0, 1, "stratify"), {
    message: "stratify: 1 of 2 labels is missing; drop those rows or fill them first.",
  });
});

/** The steps of a stratified split, as they are taken over the partitions of a frame. */
function splitStratified(blocks: readonly string[][], sizes: SplitSizes, seed: number): SplitRule {
  let row = 0;
  const parts = blocks.map((labels): [EncodedLabels, number] => {
    const firstRow = row;
    row += labels.length;
    return [encodeLabels(labels, "stratify"), firstRow];
  });
  const histograms = parts.map(([encoded, firstRow]) => classHistogram(encoded, firstRow, seed, "stratify"));
  const histogram = mergeHistograms(histograms, "stratify");
  const plan = planStratified(histogram, sizes, seed);
  return stratifiedRule(
    plan,
    parts.map(([encoded, firstRow]) => classCandidates(encoded, firstRow, plan)),
  );
}
