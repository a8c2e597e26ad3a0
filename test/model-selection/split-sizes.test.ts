import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import test from "node:test";
import { splitSizes, stratifiedSizes } from "../../src/model-selection/split-sizes.js";

interface Reference {
  sizes: { n: number; testSize: number | null; trainSize: number | null; sizes: [number, number] | null }[];
  strata: { counts: number[]; nTrain: number; nTest: number; outcomes: [number[], number[]][] }[];
}

const path = resolve(__dirname, "../../../test/fixtures/model-selection/splits.json");
const reference: Reference = JSON.parse(readFileSync(path, "utf8"));

test("splitSizes() gives scikit-learn's sizes, and an error where it does", () => {
  for (const { n, testSize, trainSize, sizes } of reference.sizes) {
    const options = { testSize: testSize ?? undefined, trainSize: trainSize ?? undefined };
    if (sizes === null) assert.throws(() => splitSizes(n, options), JSON.stringify({ n, ...options }));
    else assert.deepEqual(splitSizes(n, options), { nTrain: sizes[0], nTest: sizes[1] });
  }
});

test("stratifiedSizes() gives each class scikit-learn's sizes, or one of them where remainders are equal", () => {
  for (const { counts, nTrain, nTest, outcomes } of reference.strata) {
    const sizes = stratifiedSizes([...counts.keys()], counts, { nTrain, nTest }, 42);
    const got = JSON.stringify([sizes.map((size) => size.nTrain), sizes.map((size) => size.nTest)]);
    assert.ok(outcomes.map((outcome) => JSON.stringify(outcome)).includes(got), `${got} of ${counts}`);
  }
});

test("the seed decides between classes with equal remainders", () => {
  const first = new Set<number>();
  for (let seed = 0; seed < 20; seed++) {
    const sizes = stratifiedSizes(["a", "b"], [5, 5], { nTrain: 5, nTest: 5 }, seed);
    first.add(sizes[0].nTrain);
  }
  assert.deepEqual([...first].sort(), [2, 3]);
});

test("sizes that are none are refused in a sentence", () => {
  for (const testSize of [0, 1, 1.5, -0.2, 344, 400, Number.NaN]) {
    assert.throws(() => splitSizes(344, { testSize }), {
      name: "OptionError",
      message:
        'trainTestSplit: option "testSize" must be a fraction between 0 and 1, or a number of rows above 1 and ' +
        `below the 344 there are, but it is ${testSize}.`,
    });
  }
  assert.throws(() => splitSizes(344, { testSize: 0.7, trainSize: 0.4 }), {
    message: "trainTestSplit: testSize 0.7 and trainSize 0.4 are together more than the 344 rows; reduce one.",
  });
  assert.throws(() => splitSizes(3, { testSize: 0.9 }), {
    message: "trainTestSplit: of 3 rows, testSize 0.9 leaves none to train on.",
  });
  assert.throws(() => splitSizes(0), { message: "trainTestSplit: there are no rows to split." });
  assert.throws(() => splitSizes(1), /there is only one row/);
});

test("classes that cannot be stratified are refused in a sentence", () => {
  assert.throws(() => stratifiedSizes(["a", "b"], [9, 1], { nTrain: 7, nTest: 3 }, 0), {
    message:
      'trainTestSplit: to stratify, each class must have at least 2 rows, but "b" has 1; ' +
      "drop or merge such classes, or do not stratify.",
  });
  assert.throws(() => stratifiedSizes([1, 2, 3], [3, 3, 4], { nTrain: 8, nTest: 2 }, 0), {
    message:
      "trainTestSplit: to stratify, the test part must have a row for each of the 3 classes, but it has 2; " +
      "make it larger, or do not stratify.",
  });
  assert.throws(() => stratifiedSizes([1, 2, 3], [3, 3, 4], { nTrain: 2, nTest: 8 }, 0), /the training part must/);
});
