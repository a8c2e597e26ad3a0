import assert from "node:assert/strict";
import test, { before } from "node:test";
import fc from "fast-check";
import { RandomForestClassifier as MLRandomForest } from "ml-random-forest";
import { setCurrentEngine } from "../../src/engine/current-engine.js";
import { binPartition } from "../../src/forest/bins/bins.js";
import { nextDouble, previousDouble } from "../../src/forest/bins/next-double.js";
import { hardVote } from "../../src/forest/predict/vote.js";
import { RandomForestClassifier } from "../../src/forest/random-forest-classifier.js";
import { checkModel } from "../../src/forest/save/check-model.js";
import { rowsPartition } from "../../src/frame/input.js";
import { dataSet } from "./fixture.js";
import { InlineEngine } from "./inline-engine.js";

before(() => setCurrentEngine(new InlineEngine()));

const numbers = (rows: readonly object[]): number[][] => rows.map((row) => Object.values(row) as number[]);

/** The classes that most trees of one-tree forests vote for; of equal ones the first to have so many. */
function majority(votes: readonly number[]): number {
  const counts = new Map<number, number>();
  let best = votes[0];
  for (const vote of votes) {
    counts.set(vote, (counts.get(vote) ?? 0) + 1);
    if ((counts.get(vote) as number) > (counts.get(best) as number)) best = vote;
  }
  return best;
}

test("the neighbours of a double are the nearest below and above it", () => {
  assert.equal(nextDouble(1), 1 + Number.EPSILON);
  assert.equal(previousDouble(1), 1 - Number.EPSILON / 2);
  assert.equal(nextDouble(0), Number.MIN_VALUE);
  assert.equal(nextDouble(-Number.MIN_VALUE) + 0, 0);
  assert.equal(nextDouble(Number.MAX_VALUE), Infinity);
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
      assert.equal(previousDouble(nextDouble(x)) + 0, x + 0);
      assert.ok(nextDouble(x) > x);
    }),
  );
});

test("a model turned into ml-random-forest's votes as its trees do, on every row and beside every threshold", async () => {
  const { X, y } = dataSet("wine");
  const rows = numbers(X);
  const model = await new RandomForestClassifier({ nEstimators: 15, randomState: 4 }).fit(rows, y as number[]);
  const library = model.toMLRandomForest();
  assert.ok(library instanceof MLRandomForest);
  const near = rows.map((row, i) =>
    row.map((x, f) => (i % 2 === 0 ? nextDouble(x) : (x + rows[(i * 7 + f) % 100][f]) / 2)),
  );
  for (const data of [rows, near]) {
    const votes = library.predictionValues(data);
    const predicted = library.predict(data);
    for (let i = 0; i < data.length; i++) assert.equal(predicted[i], majority(votes.getRow(i)));
    const one = RandomForestClassifier.fromMLRandomForest(library);
    assert.deepEqual(one.predict(data), predicted);
  }
  assert.deepEqual(MLRandomForest.load(JSON.parse(JSON.stringify(library))).predict(rows), library.predict(rows));
  const single = await new RandomForestClassifier({ nEstimators: 1, randomState: 9 }).fit(rows, y as number[]);
  assert.deepEqual(single.toMLRandomForest().predict(near), single.predict(near));
});

test("what ml-random-forest's format cannot say is refused, with the column's name", async () => {
  const { X, y } = dataSet("penguins");
  const model = await new RandomForestClassifier({ nEstimators: 5, randomState: 1 }).fit(X, y);
  assert.throws(() => model.toMLRandomForest(), /column "Island" holds text/);
  const holes = Array.from({ length: 40 }, (_, i) => [i % 4 === 0 ? NaN : i, i % 5]);
  const missing = await new RandomForestClassifier({ nEstimators: 9, randomState: 1 }).fit(
    holes,
    holes.map(([a]) => (Number.isNaN(a) || a < 20 ? 0 : 1)),
  );
  assert.throws(() => missing.toMLRandomForest(), /column "0" had missing values/);
});

test("a model of ml-random-forest predicts the same once it is ours, missing and unseen values included", () => {
  const { X, y } = dataSet("iris");
  const rows = numbers(X);
  const library = new MLRandomForest({ seed: 3, nEstimators: 12, maxFeatures: 3, replacement: true, noOOB: true });
  library.train(rows, y as number[]);
  const model = RandomForestClassifier.fromMLRandomForest(library);
  const strange = rows.map((row, i) => row.map((x, f) => [x, NaN, Infinity, -Infinity, x * 100][(i + f) % 5]));
  for (const data of [rows, strange]) assert.deepEqual(model.predict(data), library.predict(data));
  assert.deepEqual(model.classes, [0, 1, 2]);
  const stored = RandomForestClassifier.fromMLRandomForest(JSON.parse(JSON.stringify(library)));
  assert.deepEqual(stored.predict(rows), library.predict(rows));
});

test("on every row of every set, ml-random-forest predicts the hard vote of our trees", async () => {
  for (const name of ["iris", "wine", "breast-cancer", "digits"]) {
    const { X, y } = dataSet(name);
    for (const splitter of ["histogram", "exact"] as const) {
      const model = await new RandomForestClassifier({ nEstimators: 11, randomState: 2, splitter }).fit(X, y);
      const { forest } = checkModel(model.toJSON());
      const rows = numbers(X);
      const codes = binPartition(rowsPartition(X), forest.bins);
      assert.deepEqual(model.toMLRandomForest().predict(rows), [...hardVote(forest, codes, rows.length)], name);
    }
  }
});

test("a damaged model of ml-random-forest is refused in a sentence", () => {
  const leaf = { distribution: [[0.5, 0.5]] };
  const split = { splitColumn: 0, splitValue: 1, left: leaf, right: leaf };
  const take = (root: unknown, indexes: unknown = [[0, 1]]) => {
    const model = { name: "RFClassifier", baseModel: { indexes, estimators: [{ root }] } };
    return RandomForestClassifier.fromMLRandomForest(model);
  };
  assert.deepEqual(take(split).predict([[0, 0]]), [0]);
  for (const [root, indexes, said] of [
    [{ ...split, splitColumn: 2 }, [[0, 1]], /its tree 1 splits a column 2, of 2/],
    [{ ...split, splitColumn: "0" }, [[0, 1]], /splits a column 0, of 2/],
    [{ ...split, splitValue: NaN }, [[0, 1]], /its tree 1 splits at null/],
    [{ ...split, right: undefined }, [[0, 1]], /its tree 1 lacks a node/],
    [null, [[0, 1]], /its tree 1 lacks a node/],
    [split, [[-1, 0]], /its tree 1 is of a column -1/],
    [split, [[0.5]], /its tree 1 is of a column 0\.5/],
    [split, [], /its tree 1 has no list of its columns/],
    [split, [[1e9]], /it has 1000000001 columns; at most 32768/],
    [{ distribution: [[]] }, [[0]], /its tree 1 has a leaf without the shares of its classes/],
    [{ distribution: [[0, 0]] }, [[0]], /a leaf without the shares/],
    [{ distribution: [[-1, 2]] }, [[0]], /a leaf without the shares/],
    [{ distribution: [["<b>", 1]] }, [[0]], /a leaf without the shares/],
    [{ distribution: [{ length: 1e9 }] }, [[0]], /a leaf without the shares/],
    [{ distribution: 7 }, [[0]], /a leaf without the shares/],
  ] as const) {
    assert.throws(() => take(root, indexes), said);
  }
});

test("a thing that is no fitted model of ml-random-forest is refused", () => {
  for (const thing of [null, {}, { name: "RFRegression", baseModel: {} }, new MLRandomForest({ seed: 1 })]) {
    assert.throws(() => RandomForestClassifier.fromMLRandomForest(thing), /takes a fitted RandomForestClassifier/);
  }
});

test("the splitter ml-random-forest takes text, missing values and string labels, and is good at penguins", async () => {
  const { X, y, folds } = dataSet("penguins");
  const options = { splitter: "ml-random-forest", nEstimators: 12, randomState: 5 } as const;
  const train = X.filter((_, i) => folds[i] !== 0);
  const labels = y.filter((_, i) => folds[i] !== 0);
  const model = await new RandomForestClassifier(options).fit(train, labels);
  const score = await model.score(
    X.filter((_, i) => folds[i] === 0),
    y.filter((_, i) => folds[i] === 0),
  );
  assert.ok(score > 0.9, `accuracy ${score}`);
  assert.deepEqual(model.classes, ["Adelie", "Chinstrap", "Gentoo"]);
  const sum = model.featureImportances.reduce((a, b) => a + b);
  assert.ok(Math.abs(sum - 1) < 1e-9);
  const again = await new RandomForestClassifier(options).fit(train, labels);
  assert.equal(again.fingerprint, model.fingerprint);
});

test("the splitter ml-random-forest trains small forests, and refuses options that package does not have", async () => {
  const X = [[1], [2], [3], [4], [5], [6]];
  const y = ["a", "a", "a", "b", "b", "b"];
  const small = { splitter: "ml-random-forest", nEstimators: 1, minSamplesSplit: 2, bootstrap: false } as const;
  const model = await new RandomForestClassifier(small).fit(X, y);
  assert.deepEqual(model.predict(X), y);
  assert.deepEqual(model.toMLRandomForest().predict(X), [0, 0, 0, 1, 1, 1]);
  for (const [more, said] of [
    [{ criterion: "entropy" }, /knows the criterion "gini" only/],
    [{ minSamplesLeaf: 3 }, /sets no least number of rows/],
    [{ maxBins: 10 }, /does not bin/],
  ] as const) {
    await assert.rejects(new RandomForestClassifier({ ...small, ...more }).fit(X, y), said);
  }
});
