import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";
import { setCurrentEngine } from "../../src/engine/current-engine.js";
import { treesOfTask } from "../../src/forest/fit/fit-tasks.js";
import { decodeForest, encodeForest, type Forest, fingerprint } from "../../src/forest/forest.js";
import { hardVote, predictClasses, predictProbabilities } from "../../src/forest/predict/vote.js";
import { draw } from "../../src/forest/random.js";
import { RandomForestClassifier } from "../../src/forest/random-forest-classifier.js";
import type { DataFrame } from "../../src/frame/data-frame.js";
import { fromRecords } from "../../src/frame/from-records.js";
import { dataSet } from "./fixture.js";
import { InlineEngine } from "./inline-engine.js";

let engine: InlineEngine;
beforeEach(() => {
  engine = new InlineEngine();
  setCurrentEngine(engine);
});

/** Penguins with the target among the columns, in this many partitions. */
function penguins(npartitions: number): { all: DataFrame; X: DataFrame } {
  const { X, y } = dataSet("penguins");
  const records = X.map((row, i) => ({ ...row, Species: y[i] }));
  const all = fromRecords(records, { npartitions });
  return { all, X: all.drop({ columns: ["Species"] }) };
}

const small = { nEstimators: 10, randomState: 7 };
const X4 = [[1], [2], [3], [4]];
const y4 = ["a", "a", "b", "b"];

test("the same data and randomState give the same forest for any partitions, and another for another seed", async () => {
  const prints = [];
  for (const npartitions of [1, 3, 50]) {
    const { all, X } = penguins(npartitions);
    prints.push((await new RandomForestClassifier(small).fit(X, all.column("Species"))).fingerprint);
  }
  assert.equal(new Set(prints).size, 1);
  const { all, X } = penguins(1);
  const other = await new RandomForestClassifier({ ...small, randomState: 8 }).fit(X, all.column("Species"));
  assert.notEqual(other.fingerprint, prints[0]);
});

test("predictions of a lazy frame are those of its rows, and probabilities agree with them", async () => {
  const { X, y } = dataSet("penguins");
  const { all, X: frame } = penguins(4);
  const model = await new RandomForestClassifier(small).fit(frame, all.column("Species"));
  const lazy = model.predict(all);
  assert.equal(lazy.name, "Species");
  assert.equal(lazy.dtype, "string");
  const predicted = model.predict(X);
  assert.deepEqual((await lazy.compute()).values, predicted);
  const shares = model.predictProba(X);
  shares.forEach((row, i) => {
    assert.ok(Math.abs(row.reduce((a, b) => a + b) - 1) < 1e-12);
    assert.equal(model.classes[row.indexOf(Math.max(...row))], predicted[i]);
  });
  const lazyShares = model.predictProba(frame);
  assert.deepEqual(lazyShares.columns, ["Adelie", "Chinstrap", "Gentoo"]);
  assert.deepEqual((await lazyShares.compute()).values, shares);
  const right = predicted.filter((label, i) => label === y[i]).length;
  assert.equal(await model.score(frame, all.column("Species")), right / y.length);
  assert.equal(await model.score(X, y), right / y.length);
});

test("a fit holds nothing in the cluster once it is done, and names its trees", async () => {
  await new RandomForestClassifier({ nEstimators: 3, randomState: 1 }).fit(X4, y4);
  assert.equal(engine.held, 0);
  assert.deepEqual(engine.labels.slice(-2), ["trees 1 to 2 of 3", "tree 3 of 3"]);
});

test("small trees share tasks, of which there are some for each worker; a large one has a task of its own", () => {
  assert.equal(treesOfTask(100, 300, 5, 2), 25);
  assert.equal(treesOfTask(100, 300, 5, 50), 1);
  assert.equal(treesOfTask(100, 10_000, 5, 2), 3);
  assert.equal(treesOfTask(100, 1_000_000, 5, 2), 1);
});

test("a model tells its classes, features, importances and trees", async () => {
  const { all, X } = penguins(2);
  const model = await new RandomForestClassifier(small).fit(X, all.column("Species"));
  assert.deepEqual(model.classes, ["Adelie", "Chinstrap", "Gentoo"]);
  assert.deepEqual(model.featureNames, X.columns);
  assert.ok(Math.abs(model.featureImportances.reduce((a, b) => a + b) - 1) < 1e-12);
  assert.equal(model.trees.length, 10);
  assert.ok(model.trees.every(({ depth, leaves }) => depth >= 2 && leaves >= 3));
});

test("classes are sorted, numbers by size and strings by code point, and come back as what they were", async () => {
  const fit = async (y: readonly unknown[]) =>
    new RandomForestClassifier({ ...small, bootstrap: false }).fit(
      y.map((_, i) => [i]),
      y,
    );
  for (const [y, sorted] of [
    [
      [10, 9, -1],
      [-1, 9, 10],
    ],
    [
      ["b", "B", "\u{1f600}", "\uffee"],
      ["B", "b", "\uffee", "\u{1f600}"],
    ],
    [
      [true, false, true],
      [false, true],
    ],
    [
      ["__proto__", "constructor"],
      ["__proto__", "constructor"],
    ],
    [
      [2 ** 40, 5],
      [5, 2 ** 40],
    ],
  ]) {
    const model = await fit(y);
    assert.deepEqual(model.classes, sorted);
    const X = y.map((_, i) => [i]);
    assert.deepEqual(model.predict(X), y);
    const lazy = model.predict(fromRecords(X.map(([x]) => ({ "0": x })))).compute();
    assert.deepEqual((await lazy).values, y);
  }
});

test("what cannot be fitted is refused in a sentence, and the model keeps what it knew", async () => {
  const model = await new RandomForestClassifier(small).fit(X4, y4);
  const known = model.fingerprint;
  for (const [X, y, said] of [
    [X4, ["a", "a", "a", "a"], /the target "y" holds one class only, "a"/],
    [X4, ["a", null, "b", "b"], /1 of 4 rows have no value in the target "y"/],
    [X4, ["a", "b"], /X has 4 rows but y has 2/],
    [X4, [0.5, 1, 2, 3], /the target "y": labels must be strings, whole numbers or booleans, but there are 0.5/],
    [[], [], /no columns|no rows/],
    [[{}, {}], ["a", "b"], /X has no columns/],
  ] as const) {
    await assert.rejects(model.fit(X as object[], y as unknown as unknown[]), said);
  }
  assert.equal(model.fingerprint, known);
  assert.equal(engine.held, 0);
});

test("options are checked by fit, in a sentence that names the option, its value and what it takes", async () => {
  for (const [options, said] of [
    [{ nEstimators: 0 }, /"nEstimators" must be a whole number of at least 1, but it is 0/],
    [{ criterion: "mse" }, /"criterion" must be "gini" or "entropy" or "logLoss", but it is "mse"/],
    [{ nEstimator: 3 }, /no option "nEstimator". Did you mean "nEstimators"/],
    [{ maxFeatures: 1.5 }, /"maxFeatures" must be/],
    [{ maxFeatures: 9 }, /"maxFeatures" is 9, but there are only 1 columns/],
    [{ maxSamples: 9 }, /"maxSamples" is 9, but there are only 4 rows/],
    [{ maxSamples: 2, bootstrap: false }, /leave it out, or set bootstrap to true/],
    [{ maxBins: 1 }, /"maxBins" must be a whole number from 2 to 65536/],
  ] as const) {
    await assert.rejects(new RandomForestClassifier(options as object).fit(X4, y4), said);
  }
});

test("predicting needs a fit, and the columns it was done on", async () => {
  assert.throws(() => new RandomForestClassifier().predict(X4), /predict needs a fitted model; call fit/);
  assert.throws(() => new RandomForestClassifier().classes, /classes needs a fitted model/);
  const { all, X } = penguins(2);
  const model = await new RandomForestClassifier(small).fit(X, all.column("Species"));
  assert.throws(
    () => model.predict(X.drop({ columns: ["Island"] })),
    /a column "Island", which the data does not have/,
  );
  assert.throws(() => model.predict([{ Island: "Biscoe" }]), { name: "ColumnError" });
  assert.throws(() => model.predict([[1, 2]]), /the rows have 2 values each, but the model was fitted on 6 columns/);
  const numbers = dataSet("penguins").X.map((row) => ({ ...row, Island: 3 }));
  assert.throws(() => model.predict(numbers), /fitted on text in column "Island", but here it holds numbers/);
  const holes = dataSet("penguins").X.map((row) => ({ ...row, Island: null }));
  assert.equal(model.predict(holes).length, holes.length);
});

test("columns without a value, constant, infinite and unseen values neither stop a fit nor a prediction", async () => {
  const X = Array.from({ length: 30 }, (_, i) => ({
    none: null,
    same: 5,
    end: i % 3 === 0 ? Infinity : -i,
    text: `t${i % 4}`,
  }));
  const y = X.map((_, i) => (i % 3 === 0 ? "far" : "near"));
  const model = await new RandomForestClassifier({ ...small, maxFeatures: null, bootstrap: false }).fit(X, y);
  assert.deepEqual(model.predict(X), y);
  assert.equal(model.featureImportances[0] + model.featureImportances[1], 0);
  assert.equal(model.predict([{ none: 1, same: -Infinity, end: NaN, text: "unseen" }]).length, 1);
});

test("hundreds of classes and more than 256 codes a column are told apart", async () => {
  const X = Array.from({ length: 1500 }, (_, i) => [(i * 7919) % 1500, i % 7]);
  const y = X.map(([x]) => Math.floor(x / 5));
  const model = await new RandomForestClassifier({ ...small, maxBins: 2000, bootstrap: false, maxFeatures: null }).fit(
    X,
    y,
  );
  assert.equal(model.classes.length, 300);
  assert.equal(await model.score(X, y), 1);
});

/** Two stumps on one column that disagree, and a third whose leaves are undecided. */
function byHand(voting: Forest["voting"]): Forest {
  const stump = (left: readonly number[], right: readonly number[]) => ({
    kind: Uint8Array.of(1, 0, 0),
    feature: Int32Array.of(0, 0, 0),
    split: Int32Array.of(1, 0, 1),
    right: Int32Array.of(2, 0, 0),
    categories: new Int32Array(0),
    leafStart: Int32Array.of(0, 2, 4),
    leafClass: Uint16Array.of(0, 1, 0, 1),
    leafWeight: Uint32Array.of(...left, ...right),
  });
  return {
    bins: [{ name: "x", kind: "numeric", sawMissing: false, edges: Float64Array.of(0.5) }],
    classes: ["no", "yes"],
    criterion: "gini",
    voting,
    trees: [stump([4, 6], [1, 0]), stump([9, 1], [0, 1]), stump([5, 5], [3, 1])],
  };
}

test("a soft vote is the mean of the leaves' fractions, a hard one the most trees' first to have so many", () => {
  const codes = Uint8Array.of(1, 2);
  const soft = byHand("soft");
  assert.deepEqual(
    [...predictProbabilities(soft, codes, 2)].map((p) => Math.round(p * 1e6) / 1e6),
    [0.6, 0.4, 0.583333, 0.416667],
  );
  assert.deepEqual([...predictClasses(soft, codes, 2)], [0, 0]);
  const two = { ...byHand("hard"), trees: byHand("hard").trees.slice(0, 2) };
  assert.deepEqual([...predictClasses(two, codes, 2)], [1, 0]);
  assert.deepEqual([...hardVote(soft, codes, 2)], [0, 0]);
});

test("a forest is the same after it has been bytes, and its fingerprint tells any change", () => {
  const forest = byHand("soft");
  const copy = decodeForest(encodeForest(forest));
  assert.deepEqual(copy, forest);
  assert.equal(fingerprint(copy), fingerprint(forest));
  forest.trees[2].leafWeight[3] += 1;
  assert.notEqual(fingerprint(copy), fingerprint(forest));
  assert.notEqual(fingerprint(byHand("hard")), fingerprint(byHand("soft")));
});

test("categories that say nothing do not look as if they did, out of the bag", async () => {
  const rows = Array.from({ length: 2000 }, (_, i) => ({ kind: `k${draw(1, 1, i) % 300}` }));
  const y = rows.map((_, i) => draw(2, 2, i) >>> 31);
  const model = await new RandomForestClassifier({ nEstimators: 100, oobScore: true, randomState: 1 }).fit(rows, y);
  assert.ok(Math.abs(model.oobScore - 0.5) < 0.05, `${model.oobScore}`);
});

test("what all rows say of a category counts in nodes that have few of them", async () => {
  // Ten columns of ten categories and a number, which add up; few rows for so many combinations.
  const random = (row: number, column: number): number => draw(column, 0, row) / 2 ** 32;
  const effect = (column: number, kind: number): number => random(kind, 100 + column) - 0.5;
  const rows = Array.from({ length: 3000 }, (_, i) => {
    const kinds = Array.from({ length: 10 }, (_, f) => Math.floor(10 * random(i, f)));
    return { kinds, sum: kinds.reduce((sum, kind, f) => sum + effect(f, kind), 0) + (random(i, 10) - 0.5) };
  });
  const X = rows.map(({ kinds }, i) => ({ ...kinds.map((kind) => "abcdefghij"[kind]), x: random(i, 10) }));
  const y = rows.map(({ sum }) => (sum > 0 ? "yes" : "no"));
  const model = await new RandomForestClassifier({ nEstimators: 50, randomState: 1 }).fit(X.slice(1000), y.slice(1000));
  const score = await model.score(X.slice(0, 1000), y.slice(0, 1000));
  // Put in order by the rows of each node instead, categories come to 0.856.
  assert.ok(score > 0.875, `${score}`);
});

test("categories that mean one thing where a number is small and the reverse where it is great are told apart", async () => {
  const random = (row: number, column: number): number => draw(column, 0, row) / 2 ** 32;
  const X = Array.from({ length: 6000 }, (_, i) => ({
    kind: `k${Math.floor(40 * random(i, 0))}`,
    x: random(i, 1) - 0.5,
    noise: random(i, 2),
  }));
  const effect = X.map(({ kind }) => random(Number(kind.slice(1)), 100) - 0.5);
  const y = X.map(({ x }, i) => (4 * effect[i] * Math.sign(x) + random(i, 3) - 0.5 > 0 ? "yes" : "no"));
  const model = await new RandomForestClassifier({ nEstimators: 50, randomState: 1 }).fit(X.slice(2000), y.slice(2000));
  const score = await model.score(X.slice(0, 2000), y.slice(0, 2000));
  // Put in order by the whole sample's rows alone, categories come to 0.926.
  assert.ok(score > 0.94, `${score}`);
});
