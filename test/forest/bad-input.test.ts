import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";
import { setCurrentEngine } from "../../src/engine/current-engine.js";
import type { RandomForestOptions } from "../../src/forest/forest-options.js";
import { RandomForestClassifier } from "../../src/forest/random-forest-classifier.js";
import { fromRecords } from "../../src/frame/from-records.js";
import { evaluate } from "../../src/metrics/evaluate.js";
import { InlineEngine } from "./inline-engine.js";

let engine: InlineEngine;
beforeEach(() => {
  engine = new InlineEngine();
  setCurrentEngine(engine);
});

const X4 = [[1], [2], [3], [4]];
const ab = ["a", "a", "b", "b"];
const named = [
  { size: 1, kind: "x" },
  { size: 2, kind: "x" },
  { size: 3, kind: "y" },
  { size: 4, kind: "z" },
];

for (const splitter of ["histogram", "exact"] as const) {
  const forest = (options: RandomForestOptions = {}): RandomForestClassifier =>
    new RandomForestClassifier({ nEstimators: 10, randomState: 1, splitter, ...options });
  const whole = (): RandomForestClassifier => forest({ bootstrap: false, maxFeatures: null });

  test(`${splitter}: columns that say nothing leave the share of the classes, and no importance`, async () => {
    for (const cell of [7, NaN, Infinity]) {
      const rows = X4.map(() => [cell, cell]);
      const model = await whole().fit(rows, ["a", "b", "b", "b"]);
      assert.deepEqual(model.predictProba([[cell, 1]]), [[0.25, 0.75]]);
      assert.deepEqual(model.featureImportances, [0, 0]);
      assert.deepEqual([model.trees[0].depth, model.trees[0].leaves], [0, 1]);
    }
  });

  test(`${splitter}: columns without any value are no obstacle, in training or in prediction`, async () => {
    const rows = ab.map((_, i) => ({ none: null, x: i, kind: "kxkx"[i] }));
    const model = await whole().fit(rows, ab);
    assert.deepEqual(model.predict([{ none: 5, x: 3, kind: null }]), ["b"]);
    const empty = { none: null, x: null, kind: null };
    assert.ok(ab.includes(model.predict([empty])[0] as string));
    assert.ok(ab.includes((await model.predict(fromRecords([empty])).compute()).values[0] as string));
  });

  test(`${splitter}: infinite values are the greatest and the least`, async () => {
    const rows = [[-Infinity], [-1e308], [0], [1e308], [Infinity]];
    const y = [0, 1, 0, 1, 0];
    const model = await whole().fit(rows, y);
    assert.deepEqual(model.predict(rows), y);
    assert.equal(RandomForestClassifier.fromJSON(JSON.stringify(model)).fingerprint, model.fingerprint);
  });

  test(`${splitter}: one row is one class, which is refused; two rows and one feature are enough`, async () => {
    await assert.rejects(forest().fit([[1]], ["a"]), /holds one class only, "a"; a classifier needs two or more/);
    await assert.rejects(forest().fit([[1], [2]], ["a", "a"]), /holds one class only/);
    const model = await whole().fit([[1], [2]], ["a", "b"]);
    assert.deepEqual(model.predict([[1], [1.5], [1.6], [2]]), ["a", "a", "b", "b"]);
  });

  test(`${splitter}: classes that only the test rows have count as missed, in score and report`, async () => {
    const model = await whole().fit(X4, ab);
    const rows = [[1], [4], [4]];
    assert.equal(await model.score(rows, ["a", "b", "c"]), 2 / 3);
    const { testAccuracy, report } = await evaluate(model, { train: [X4, ab], test: [rows, ["a", "b", "c"]] });
    assert.equal(testAccuracy, 2 / 3);
    assert.match(String(report), /\n {11}c {7}0\.00 {6}0\.00 {6}0\.00 {9}1\n/);
    assert.equal(model.predictProba(rows)[0].length, 2);
    await assert.rejects(
      model.score(rows, [1, 2, 3]),
      /labels must be of one kind, but 1 is a number and "a" a string/,
    );
  });

  test(`${splitter}: a thousand classes are told apart`, async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => [i % 1000, Math.sin(i)]);
    const y = rows.map(([x]) => `c${x}`);
    const model = await forest({
      nEstimators: 3,
      bootstrap: false,
      maxFeatures: null,
      maxBins: splitter === "exact" ? undefined : 2000,
    });
    await model.fit(rows, y);
    assert.equal(model.classes.length, 1000);
    assert.ok((await model.score(rows, y)) > 0.95);
    assert.equal(model.predictProba(rows.slice(0, 2))[1].length, 1000);
  });

  test(`${splitter}: ten thousand features are looked through for the one that tells`, async () => {
    const rows = Array.from({ length: 60 }, (_, i) =>
      Array.from({ length: 10_000 }, (_, f) => (f === 9876 ? i % 2 : (i * i * 31 + i * f * 17) % 1009)),
    );
    const y = rows.map((_, i) => i % 2);
    const model = await whole().fit(rows, y);
    assert.deepEqual(model.predict(rows), y);
    assert.equal(model.featureImportances[9876], 1);
  });

  test(`${splitter}: labels of several kinds, and such as are none, are refused`, async () => {
    const fit = (y: readonly unknown[]): Promise<unknown> => forest().fit([[1], [2], [3]], y);
    await assert.rejects(fit(["a", 1, true]), /y holds values of several kinds, string and int32/);
    await assert.rejects(fit([0, 1, true]), /y holds values of several kinds, int32 and boolean/);
    await assert.rejects(fit([1, 2, 2.5]), /labels must be strings, whole numbers or booleans, but there are 2\.5/);
    await assert.rejects(fit([new Date(1), new Date(2), new Date(3)]), /whole numbers or booleans.*datetimes/);
    await assert.rejects(fit([{}, [], {}]), /a value that no column takes/);
    await assert.rejects(forest().fit([{ a: 1 }, { a: "x" }], [0, 1]), /Column "a" holds values of several kinds/);
    await assert.rejects(forest().fit([[1, 2], [1]], [0, 1]), /Row 1 has 1 values but row 0 has 2/);
    assert.equal(engine.held, 0);
  });

  test(`${splitter}: columns are found by name in any order, and named when they are missing or of another kind`, async () => {
    const model = await whole().fit(named, ab);
    const turned = named.map(({ size, kind }) => ({ more: true, kind, size }));
    assert.deepEqual(model.predict(turned), ab);
    assert.deepEqual((await model.predict(fromRecords(turned)).compute()).values, ab);
    const without = named.map(({ kind }) => ({ kind }));
    const lacking = /fitted on a column "size", which the data does not have\. Its columns are: kind\./;
    assert.throws(() => model.predict(without), lacking);
    assert.throws(() => model.predict(fromRecords(without)), lacking);
    await assert.rejects(model.score(without, ab), lacking);
    assert.throws(() => model.decisionPath(without), lacking);
    const other = named.map(({ kind }) => ({ kind, size: "big" }));
    const wrong = /fitted on numbers in column "size", but here it holds text/;
    assert.throws(() => model.predict(other), wrong);
    await assert.rejects(model.predict(fromRecords(other)).compute(), wrong);
  });

  test(`${splitter}: categories that were not seen are predicted like missing ones`, async () => {
    const rows = Array.from({ length: 12 }, (_, i) => ({ kind: ["x", "y", null][i % 3], i: i % 2 }));
    const y = rows.map(({ kind }) => (kind === null ? "none" : kind));
    const model = await whole().fit(rows, y);
    assert.deepEqual(
      model.predict([
        { kind: "unseen", i: 1 },
        { kind: "x", i: 0 },
      ]),
      ["none", "x"],
    );
  });

  test(`${splitter}: weights that are negative or add up to nothing are refused`, async () => {
    const fit = (sampleWeight: number[], options: RandomForestOptions = {}): Promise<unknown> =>
      forest(options).fit(X4, ab, { sampleWeight });
    for (const bootstrap of [true, false]) {
      await assert.rejects(fit([1, 1, 1, -1], { bootstrap }), /must be a number of at least 0 .* there is -1/);
      await assert.rejects(fit([0, 0, 0, 0], { bootstrap }), /every row has the weight 0/);
      await assert.rejects(fit([1, 1, 1, 1], { bootstrap, classWeight: { a: 0, b: 0 } }), /every row has the weight 0/);
      const model = await forest({ bootstrap, classWeight: { a: 0 } }).fit(X4, ab);
      assert.deepEqual(model.predict(X4), ["b", "b", "b", "b"]);
    }
  });
}
