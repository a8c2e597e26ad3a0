import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { confusionOfColumns, countConfusion, mergeConfusions } from "../../src/metrics/confusion.js";
import { compareLabels, uniteLabels } from "../../src/metrics/labels.js";
import type { Column } from "../../src/partition/partition.js";

test("countConfusion() has true labels down and predicted ones across, sorted", () => {
  const { labels, counts, trueSums, predSums } = countConfusion(["b", "a", "b", "b"], ["b", "b", "b", "c"]);
  assert.deepEqual(labels, ["a", "b", "c"]);
  assert.deepEqual([...counts], [0, 1, 0, 0, 2, 1, 0, 0, 0]);
  assert.deepEqual([...trueSums], [1, 3, 0]);
  assert.deepEqual([...predSums], [0, 3, 1]);
});

test("weights are added up instead of rows", () => {
  const { counts, weighted } = countConfusion([1, 1, 2], [1, 2, 2], [0.5, 2, 3]);
  assert.deepEqual([...counts], [0.5, 2, 0, 3]);
  assert.ok(weighted);
});

test("labels sort as numpy's: numbers by size, text by code point, false before true", () => {
  assert.deepEqual(
    uniteLabels(
      [
        [10, 9],
        [-1, 9],
      ],
      "y",
    ),
    [-1, 9, 10],
  );
  assert.deepEqual(
    uniteLabels(
      [
        ["\uff5e", "🐧"],
        ["é", "z", "Z", "za", ""],
      ],
      "y",
    ),
    ["", "Z", "z", "za", "é", "\uff5e", "🐧"],
  );
  assert.deepEqual(uniteLabels([[true], [false]], "y"), [false, true]);
});

test("text sorts by code point whatever it is", () => {
  const points = (text: string): number[] => Array.from(text, (character) => character.codePointAt(0) as number);
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
      const [x, y] = [points(a), points(b)];
      const at = x.findIndex((point, i) => point !== y[i]);
      const wanted = at < 0 ? x.length - y.length : at >= y.length ? 1 : x[at] - y[at];
      assert.equal(Math.sign(compareLabels(a, b)), Math.sign(wanted));
    }),
  );
});

test("counts of parts add up to the counts of the whole, wherever it is cut", () => {
  const row = fc.tuple(fc.integer({ min: -2, max: 3 }), fc.integer({ min: 0, max: 4 }));
  fc.assert(
    fc.property(fc.array(row), fc.array(fc.nat(50)), (rows, cuts) => {
      const ends = [0, ...cuts.map((cut) => Math.min(cut, rows.length)).sort((a, b) => a - b), rows.length];
      const count = (some: [number, number][]) =>
        countConfusion(
          some.map(([yTrue]) => yTrue),
          some.map(([, yPred]) => yPred),
        );
      const parts = ends.slice(1).map((end, i) => count(rows.slice(ends[i], end)));
      assert.deepEqual(mergeConfusions(parts), count(rows));
      assert.deepEqual(mergeConfusions(parts.reverse()), count(rows));
    }),
  );
});

test("columns give the counts of their cells, whatever else their dictionaries hold", () => {
  const text: Column = { dtype: "string", codes: Int32Array.of(2, 0, 2), dictionary: ["x", "unused", "a"] };
  const category: Column = { dtype: "category", codes: Int32Array.of(0, 0, 1), dictionary: ["a", "x"] };
  assert.deepEqual(confusionOfColumns(text, category), countConfusion(["a", "x", "a"], ["a", "a", "x"]));
  const int: Column = { dtype: "int32", values: Int32Array.of(3, 0, 3), valid: Uint8Array.of(1, 1, 1) };
  const float: Column = { dtype: "float64", values: Float64Array.of(3, -0, 1) };
  assert.deepEqual(confusionOfColumns(int, float), countConfusion([3, 0, 3], [3, 0, 1]));
  const boolean: Column = { dtype: "boolean", values: Uint8Array.of(1, 1, 1) };
  assert.deepEqual(confusionOfColumns(boolean, boolean), countConfusion([true, true, true], [true, true, true]));
});

test("missing labels are refused, with how many", () => {
  assert.throws(() => countConfusion(["a", null, undefined], ["a", "a", "a"]), {
    message: "yTrue: 2 of 3 labels are missing; drop those rows or fill them first.",
  });
  const text: Column = { dtype: "string", codes: Int32Array.of(0, -1), dictionary: ["a"] };
  assert.throws(() => confusionOfColumns(text, text), /yTrue: 1 of 2 labels is missing/);
  const int: Column = { dtype: "int32", values: Int32Array.of(1, 0), valid: Uint8Array.of(1, 0) };
  assert.throws(() => confusionOfColumns(int, int), /yTrue: 1 of 2 labels is missing/);
  const float: Column = { dtype: "float64", values: Float64Array.of(1, Number.NaN) };
  assert.throws(() => confusionOfColumns(float, float), /yTrue: 1 of 2 labels is missing/);
});

test("what is no label is refused, with what it is", () => {
  assert.throws(() => countConfusion([0, 1], [0.2, 0.7]), {
    message:
      "yPred: labels must be strings, whole numbers or booleans, but there are 0.2; " +
      "turn probabilities or measurements into classes first.",
  });
  assert.throws(() => countConfusion([new Date(0)], [1]), /yTrue: .* but there are dates/);
  assert.throws(() => countConfusion([{}], [1]), /there are values of type object/);
  const dates: Column = { dtype: "datetime", values: Float64Array.of(0) };
  assert.throws(() => confusionOfColumns(dates, dates), /there are datetimes/);
});

test("kinds of label are not mixed, within an array or between the two", () => {
  assert.throws(() => countConfusion(["a", 1], ["a", "a"]), {
    message: 'yTrue: labels must be of one kind, but "a" is a string and 1 a number; convert one of them.',
  });
  assert.throws(() => countConfusion(["1"], [1]), /yTrue and yPred: labels must be of one kind/);
  assert.throws(() => mergeConfusions([countConfusion([1], [1]), countConfusion([true], [true])]), /of one kind/);
});

test("numbers that are no classes are refused before the matrix fills the memory", () => {
  const keys = Int32Array.from({ length: 5000 }, (_, i) => i);
  assert.throws(() => countConfusion(keys, keys), /yTrue: more than 4096 labels differ/);
});

test("weights must be finite numbers, one a row, not all 0", () => {
  assert.throws(() => countConfusion([1, 2], [1, 2], [1]), /yTrue has 2 rows but sampleWeight has 1/);
  assert.throws(() => countConfusion([1, 2], [1, 2], [1, Number.NaN]), /row 1 \(from 0\) is NaN/);
  assert.throws(() => countConfusion([1, 2], [1, 2], [0, 0]), /sampleWeight is 0 for every row/);
});
