import assert from "node:assert/strict";
import test, { before } from "node:test";
import { RandomForestRegression } from "ml-random-forest";
import { setCurrentEngine } from "../../../src/engine/current-engine.js";
import { nextDouble } from "../../../src/forest/bins/next-double.js";
import { RandomForestRegressor } from "../../../src/forest/random-forest-regressor.js";
import { InlineEngine } from "../inline-engine.js";
import { regressionSet } from "./fixture.js";

before(() => setCurrentEngine(new InlineEngine()));

const { X, y } = regressionSet("friedman");
const rows = X.map((row) => Object.values(row) as number[]);

test("a model turned into ml-random-forest's predicts the same numbers, on every row and beside every threshold", async () => {
  for (const splitter of ["histogram", "exact"] as const) {
    const model = await new RandomForestRegressor({ nEstimators: 15, randomState: 4, splitter }).fit(rows, y);
    const library = model.toMLRandomForest();
    assert.ok(library instanceof RandomForestRegression);
    const near = rows.map((row, i) =>
      row.map((x, f) => (i % 2 === 0 ? nextDouble(x) : (x + rows[(i * 7 + f) % 100][f]) / 2)),
    );
    for (const data of [rows, near]) assert.deepEqual(library.predict(data), model.predict(data));
    const copy = RandomForestRegression.load(JSON.parse(JSON.stringify(library)));
    assert.deepEqual(copy.predict(rows), model.predict(rows));
    assert.deepEqual(RandomForestRegressor.fromMLRandomForest(library).predict(near), model.predict(near));
  }
});

test("a model of ml-random-forest predicts here what it predicts there, also once it is saved", () => {
  const library = new RandomForestRegression({ nEstimators: 8, seed: 3, maxFeatures: 0.7, noOOB: true });
  library.train(rows.slice(0, 150), y.slice(0, 150));
  for (const given of [library, JSON.stringify(library), JSON.parse(JSON.stringify(library))]) {
    const model = RandomForestRegressor.fromMLRandomForest(typeof given === "string" ? JSON.parse(given) : given);
    assert.deepEqual(model.predict(rows), library.predict(rows));
    const copy = RandomForestRegressor.fromJSON(JSON.stringify(model));
    assert.equal(copy.fingerprint, model.fingerprint);
    assert.deepEqual(copy.predict(rows), library.predict(rows));
    assert.ok(model.featureImportances.every(Number.isNaN), "that package does not tell what they hang on");
    assert.match(String(model.trees[0]), /value: [\d.]+$/);
  }
});

test("what the other format cannot say is refused, and so is what is no such model", async () => {
  const text = await new RandomForestRegressor({ nEstimators: 1 }).fit([{ a: "x" }, { a: "y" }], [1, 2]);
  assert.throws(() => text.toMLRandomForest(), /column "a" holds text, and that format has no splits by category/);
  const library = new RandomForestRegression({ nEstimators: 2, selectionMethod: "median", noOOB: true });
  library.train(rows.slice(0, 40), y.slice(0, 40));
  assert.throws(
    () => RandomForestRegressor.fromMLRandomForest(library),
    /it takes the median of its trees; a forest here takes the mean/,
  );
  for (const other of [null, {}, { name: "RFClassifier" }, new RandomForestRegression({ nEstimators: 3 })]) {
    assert.throws(
      () => RandomForestRegressor.fromMLRandomForest(other),
      /fromMLRandomForest takes a fitted RandomForestRegression of ml-random-forest, or its JSON/,
    );
  }
  const plain = JSON.parse(JSON.stringify(library));
  plain.selectionMethod = "mean";
  plain.baseModel.estimators[0].root = { distribution: [[1]] };
  assert.throws(() => RandomForestRegressor.fromMLRandomForest(plain), /its tree 1 has a leaf without a number/);
});
