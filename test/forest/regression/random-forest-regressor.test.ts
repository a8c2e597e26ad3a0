import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { beforeEach } from "node:test";
import { setCurrentEngine } from "../../../src/engine/current-engine.js";
import { setFollower } from "../../../src/engine/follow-tasks.js";
import type { RandomForestRegressorOptions } from "../../../src/forest/forest-options.js";
import { RandomForestClassifier } from "../../../src/forest/random-forest-classifier.js";
import { RandomForestRegressor } from "../../../src/forest/random-forest-regressor.js";
import { fromRecords } from "../../../src/frame/from-records.js";
import { InlineEngine } from "../inline-engine.js";
import { regressionSet } from "./fixture.js";

let engine: InlineEngine;
beforeEach(() => {
  engine = new InlineEngine();
  setCurrentEngine(engine);
});

const { X, y } = regressionSet("cars");
const small = { nEstimators: 10, randomState: 1 } as const;
const whole = { ...small, bootstrap: false } as const;

test("a tree that sees all rows says each row's own number, whatever its size", async () => {
  const rows = Array.from({ length: 50 }, (_, i) => [i, i % 7]);
  for (const scale of [1e-12, 1, 1e15]) {
    const target = rows.map(([i]) => scale * (1 + ((i * 37) % 50) / 7));
    for (const splitter of ["histogram", "exact"] as const) {
      const model = await new RandomForestRegressor({ nEstimators: 1, bootstrap: false, splitter }).fit(rows, target);
      assert.deepEqual(model.predict(rows), target);
      assert.equal(await model.score(rows, target), 1);
    }
  }
});

test("the sets of categories that part the numbers best are found, with missing values as one of them", async () => {
  const means: Record<string, number> = { a: 2, b: 1, c: 9, d: 1.5, e: 8 };
  const kinds = [..."abcdeabcdeabcde", null];
  const rows = kinds.map((kind) => ({ kind }));
  const target = kinds.map((kind, i) => (kind === null ? 8.5 : means[kind]) + (i % 3) / 10);
  const model = await new RandomForestRegressor({ nEstimators: 1, bootstrap: false, maxDepth: 1 }).fit(rows, target);
  assert.match(String(model.trees[0]), /kind in \{"a", "b", "d"\}[\s\S]*kind in \{"c", "e", missing\}/);
  // As brute force over all sets has it.
  const spread = (values: readonly number[]): number => {
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  };
  const groups = [...new Set(kinds)];
  let best = Infinity;
  for (let set = 1; set < 2 ** (groups.length - 1); set++) {
    const isLeft = (row: number): boolean => ((set >> groups.indexOf(kinds[row])) & 1) === 1;
    const side = (left: boolean): number[] => target.filter((_, row) => isLeft(row) === left);
    best = Math.min(best, spread(side(true)) + spread(side(false)));
  }
  const predicted = model.predict(rows);
  const found = predicted.reduce((sum, value, row) => sum + (value - target[row]) ** 2, 0);
  assert.ok(Math.abs(found - best) < 1e-9, `${found} and ${best}`);
});

test("missing numbers go to the side where they lower the error most, also where they come first at prediction", async () => {
  const rows = Array.from({ length: 40 }, (_, i) => [i % 4 === 0 ? NaN : i]);
  const target = rows.map(([x]) => (Number.isNaN(x) ? 100 : x < 20 ? 1 : 100));
  const model = await new RandomForestRegressor(whole).fit(rows, target);
  assert.deepEqual(model.predict([[NaN], [3], [30]]), [100, 1, 100]);
  const complete = await new RandomForestRegressor(whole).fit(
    rows.map((_, i) => [i]),
    rows.map((_, i) => (i < 30 ? 1 : 5)),
  );
  assert.deepEqual(complete.predict([[NaN]]), [1], "to the larger child");
});

test("a weight of 2 counts as the row twice, and one of 0 as none", async () => {
  const rows = X.slice(0, 120).map(({ Weight_in_lbs, Displacement }) => [Weight_in_lbs, Displacement] as number[]);
  const target = y.slice(0, 120);
  const weights = rows.map((_, i) => i % 3);
  const twice = <T>(values: readonly T[]): T[] => values.flatMap((value, i) => Array<T>(weights[i]).fill(value));
  const limits = { ...whole, nEstimators: 1, maxDepth: 4 };
  const weighted = await new RandomForestRegressor(limits).fit(rows, target, { sampleWeight: weights });
  const repeated = await new RandomForestRegressor(limits).fit(twice(rows), twice(target));
  // A value that only rows of weight 0 have may lie on either side.
  const others = repeated.predict(rows);
  weighted.predict(rows).forEach((value, row) => {
    assert.ok(weights[row] === 0 || Math.abs(value - others[row]) < 1e-9);
  });
  const halves = weights.map((weight) => weight / 2);
  const halved = await new RandomForestRegressor(limits).fit(rows, target, { sampleWeight: halves });
  assert.deepEqual(halved.predict(rows), weighted.predict(rows));
});

test("the size of weights and of targets changes no split", async () => {
  const { X, y } = regressionSet("friedman");
  const weights = y.map((_, row) => 1 + (row % 3));
  const fit = (options: RandomForestRegressorOptions, of: number, times: number): Promise<RandomForestRegressor> =>
    new RandomForestRegressor(options).fit(
      X,
      y.map((value) => value * of),
      { sampleWeight: weights.map((weight) => weight * times) },
    );
  const all: readonly RandomForestRegressorOptions[] = [
    whole,
    { ...whole, criterion: "poisson" },
    { ...whole, maxLeafNodes: 20 },
    small,
  ];
  for (const options of all) {
    const model = await fit(options, 1, 1);
    assert.ok(model.trees.every(({ leaves }) => leaves >= 20));
    for (const size of [2 ** -1000, 2 ** -300, 2 ** 300, 2 ** 1000]) {
      const weighted = await fit(options, 1, size);
      assert.deepEqual(weighted.predict(X), model.predict(X));
      assert.deepEqual(weighted.featureImportances, model.featureImportances);
      // The logarithms of other targets are rounded otherwise.
      if (options.criterion === "poisson") continue;
      const scaled = await fit(options, size, 1);
      const predicted = scaled.predict(X).map((value) => value / size);
      assert.deepEqual(predicted, model.predict(X));
      assert.deepEqual(scaled.featureImportances, model.featureImportances);
    }
  }
  const limit = { ...whole, minImpurityDecrease: 0.5 };
  const model = await fit(limit, 1, 1);
  assert.ok(model.trees.every(({ leaves }) => leaves > 2 && leaves < 20));
  assert.deepEqual((await fit(limit, 1, 2 ** 300)).predict(X), model.predict(X));
  const scaled = await fit({ ...limit, minImpurityDecrease: 2 ** 599 }, 2 ** 300, 1);
  assert.deepEqual(
    scaled.predict(X).map((value) => value / 2 ** 300),
    model.predict(X),
  );
});

test("the size of targets changes no score, and errors are in their unit", async () => {
  const options = { ...small, nEstimators: 20, oobScore: true };
  const model = await new RandomForestRegressor(options).fit(X, y);
  for (const size of [2 ** -1000, 2 ** -300, 2 ** 300, 2 ** 1000]) {
    const target = y.map((value) => value * size);
    const scaled = await new RandomForestRegressor(options).fit(X, target);
    assert.ok(Math.abs(scaled.oobScore - model.oobScore) < 1e-12);
    assert.equal(await scaled.score(X, target), await model.score(X, y));
    scaled.oobErrors.forEach((error, t) => {
      assert.ok(Math.abs(error / size / model.oobErrors[t] - 1) < 1e-12);
    });
  }
});

test("a fraction of the weights that is less than a row is refused", async () => {
  const sampleWeight = y.map(() => 1e-80);
  await assert.rejects(new RandomForestRegressor({ ...small, maxSamples: 0.5 }).fit(X, y, { sampleWeight }), {
    message: /"maxSamples" is 0\.5 of the weights, which add up to .*e-78; that is less than one row to draw/,
  });
});

test("a tree of so many leaves is the full tree, pruned", async () => {
  const { X, y } = regressionSet("friedman");
  const one = { nEstimators: 3, randomState: 4 } as const;
  const full = await new RandomForestRegressor(one).fit(X, y);
  const most = await new RandomForestRegressor({ ...one, maxLeafNodes: 10_000 }).fit(X, y);
  assert.deepEqual(most.trees.map(String), full.trees.map(String));
  const few = await new RandomForestRegressor({ ...one, maxLeafNodes: 9 }).fit(X, y);
  assert.deepEqual(
    few.trees.map((tree) => tree.leaves),
    [9, 9, 9],
  );
});

test("on any partitions the forest, its predictions and its out-of-bag score are the same", async () => {
  const options: readonly RandomForestRegressorOptions[] = [
    { ...small, nEstimators: 20, oobScore: true },
    { ...small, nEstimators: 20, oobScore: true, splitter: "exact", criterion: "poisson", maxFeatures: "sqrt" },
  ];
  for (const each of options) {
    const expected = await new RandomForestRegressor(each).fit(X, y);
    assert.ok(expected.oobScore > 0.8, String(expected.oobScore));
    for (const npartitions of [3, 40]) {
      const frame = fromRecords(
        X.map((row, i) => ({ ...row, mpg: y[i] })),
        { npartitions },
      );
      const model = new RandomForestRegressor(each);
      await model.fit(frame.drop({ columns: ["mpg"] }), frame.column("mpg"));
      assert.equal(model.fingerprint, expected.fingerprint);
      assert.equal(model.oobScore, expected.oobScore);
      assert.deepEqual(model.oobPrediction, expected.oobPrediction);
      const predicted = model.predict(frame);
      assert.deepEqual([predicted.name, predicted.dtype], ["mpg", "float64"]);
      assert.deepEqual(await predicted.compute().then(({ values }) => values), expected.predict(X));
      assert.ok(Math.abs((await model.score(frame, frame.column("mpg"))) - (await expected.score(X, y))) < 1e-12);
    }
  }
  assert.equal(engine.held, 0);
});

test("out-of-bag errors by number of trees are those of the forests of as many trees", async () => {
  const options = { ...small, nEstimators: 30, oobScore: true };
  const model = await new RandomForestRegressor(options).fit(X, y);
  assert.equal(model.oobErrors.length, 30);
  for (const nEstimators of [10, 30]) {
    const first = await new RandomForestRegressor({ ...options, nEstimators }).fit(X, y);
    const squares = first.oobPrediction.flatMap((value, row) => (Number.isNaN(value) ? [] : (value - y[row]) ** 2));
    const expected = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
    assert.ok(Math.abs(model.oobErrors[nEstimators - 1] - expected) < 1e-9);
    assert.deepEqual(first.oobErrors, model.oobErrors.slice(0, nEstimators));
  }
  assert.throws(() => new RandomForestRegressor().oobErrors, /oobErrors needs a fitted model/);
});

test("while a forest grows its out-of-bag errors are shown, as those of its first trees will be", async () => {
  const shown: (readonly number[])[] = [];
  const measures: unknown[] = [];
  setFollower((_news, _keys, { measure }) => {
    measures.push(measure);
    return { stop: () => {}, showErrors: (errors) => shown.push(errors) };
  });
  try {
    const options = { ...small, nEstimators: 40, oobScore: true };
    const model = await new RandomForestRegressor(options).fit(X, y);
    assert.ok(shown.length > 0);
    for (const errors of shown) assert.deepEqual(errors, model.oobErrors.slice(0, errors.length));
    assert.deepEqual(measures, ["RMSE"]);
    assert.equal(engine.held, 0);
    const seen = shown.length;
    await new RandomForestRegressor({ ...options, oobScore: false }).fit(X, y);
    assert.equal(shown.length, seen, "without oobScore nobody asked for them");
  } finally {
    setFollower(() => ({ stop: () => {} }));
  }
});

test("trees that are added to a forest are what they would be otherwise", async () => {
  for (const splitter of ["histogram", "exact"] as const) {
    const all = await new RandomForestRegressor({ ...small, splitter }).fit(X, y);
    const model = await new RandomForestRegressor({ ...small, splitter, nEstimators: 4, warmStart: true }).fit(X, y);
    const copy = RandomForestRegressor.fromJSON(JSON.stringify(model));
    for (const started of [model, copy]) {
      await started.setParams({ nEstimators: 10 }).fit(X, y);
      assert.equal(started.fingerprint, all.fingerprint);
    }
  }
});

test("a model that was saved or written as JSON comes back as it was", async () => {
  const folder = await mkdtemp(join(tmpdir(), "regressor-"));
  try {
    const file = join(folder, "model.bin");
    for (const options of [small, { ...small, criterion: "poisson", maxLeafNodes: 20 } as const]) {
      const model = await new RandomForestRegressor(options).fit(X, y);
      await model.save(file);
      for (const copy of [
        await RandomForestRegressor.load(file),
        RandomForestRegressor.fromJSON(JSON.stringify(model)),
      ]) {
        assert.equal(copy.fingerprint, model.fingerprint);
        assert.deepEqual(copy.predict(X), model.predict(X));
        assert.deepEqual(copy.options, model.options);
        assert.equal(copy.hasOobScore, false);
      }
      await assert.rejects(RandomForestClassifier.load(file), /it holds a "RandomForestRegressor"/);
      const bytes = await readFile(file);
      for (let cut = 0; cut < bytes.length; cut += 97) {
        await writeFile(file, bytes.subarray(0, cut));
        await assert.rejects(RandomForestRegressor.load(file), /^TypeError: Cannot load this model/);
      }
    }
    const plain = (await new RandomForestRegressor({ ...small, nEstimators: 1 }).fit(X, y)).toJSON();
    const tree = plain.trees[0];
    for (const [part, why] of [
      [{ leafValues: Array.from(tree.leafValues).slice(1) }, /tree 1 has not \d+ values and weights/],
      [{ leafValues: Array.from(tree.leafValues, () => "1") }, /leafValues of tree 1 holds "1"/],
      [{ leafWeights: Array.from(tree.leafWeights, () => -1) }, /leafWeights of tree 1 holds -1/],
      [{ leafWeights: Array.from(tree.leafWeights, (_, i) => i % 2) }, /some leaves of tree 1 weigh nothing/],
      [{ kinds: Array.from(tree.kinds, () => 1) }, /tree 1 ends before all its nodes are there/],
    ] as const) {
      assert.throws(() => RandomForestRegressor.fromJSON({ ...plain, trees: [{ ...tree, ...part }] }), why);
    }
    assert.throws(() => RandomForestRegressor.fromJSON({ ...plain, criterion: "gini" }), /its criterion is "gini"/);
    assert.throws(
      () => RandomForestRegressor.fromJSON({ ...plain, options: { classWeight: "balanced" } }),
      /classWeight/,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("a tree is told in words, and so is the way of a row", async () => {
  const model = await new RandomForestRegressor({ nEstimators: 1, bootstrap: false, maxDepth: 1 }).fit(
    [[1], [2], [3], [4]],
    [10, 10, 20.5, 21.5],
  );
  assert.equal(
    String(model.trees[0]),
    "|--- 0 <= 2.5\n|   |--- value: 10 (2 rows)\n|--- 0 > 2.5\n|   |--- value: 21 (2 rows)",
  );
  assert.equal(model.decisionPath([[3]]), "0 > 2.5: it is 3\nvalue: 21 (2 rows)");
  assert.deepEqual(model.apply([[1], [4]]), [[1], [2]]);
  assert.deepEqual(model.featureImportances, [1]);
});

test("what cannot be fitted is refused in a sentence", async () => {
  const rows = [[1], [2], [3]];
  const fit = (target: readonly unknown[], options: RandomForestRegressorOptions = {}) =>
    new RandomForestRegressor({ ...small, ...options }).fit(rows, target as number[]);
  await assert.rejects(fit(["a", "b", "c"]), /the target "y" holds "a", but a regressor predicts finite numbers/);
  await assert.rejects(fit([1, Infinity, 2]), /holds Infinity, but a regressor predicts finite numbers/);
  await assert.rejects(fit([1, null, 2]), /1 of 3 rows have no value in the target "y"/);
  await assert.rejects(
    fit([1, -1, 2], { criterion: "poisson" }),
    /"poisson" is about counts of at least 0, some above/,
  );
  await assert.rejects(fit([0, 0, 0], { criterion: "poisson" }), /all of the target "y" are 0/);
  await assert.rejects(fit([1, 2]), /X has 3 rows but y has 2/);
  await assert.rejects(
    fit([1, 2, 3], { criterion: "absoluteError" } as object),
    /option "criterion" must be "squaredError" or "friedmanMse" or "poisson"/,
  );
  await assert.rejects(
    fit([1, 2, 3], { classWeight: "balanced" } as object),
    /has no option "classWeight", as numbers have no classes/,
  );
  await assert.rejects(
    fit([1, 2, 3], { splitter: "exact", maxBins: 9 }),
    /"exact" does not bin; option "maxBins" is 9/,
  );
  await assert.rejects(fit([1, 2, 3], { bootstrap: false, oobScore: true }), /option "oobScore" is about rows/);
  assert.throws(() => new RandomForestRegressor().predict(rows), /predict needs a fitted model; call fit/);
  const model = await fit([1, 2, 3]);
  assert.throws(() => model.oobScore, /oobScore needs the option oobScore: true/);
  assert.throws(() => model.predict([[1, 2]]), /the rows have 2 values each, but the model was fitted on 1 columns/);
});

test("a target that is one number, or true and false, is predicted as numbers", async () => {
  const model = await new RandomForestRegressor(small).fit([[1], [2], [3]], [7.5, 7.5, 7.5]);
  assert.deepEqual(model.predict([[9]]), [7.5]);
  assert.deepEqual(model.featureImportances, [0]);
  const truths = await new RandomForestRegressor(whole).fit([[1], [2], [3]], [true, false, true]);
  assert.deepEqual(truths.predict([[1], [2]]), [1, 0]);
});

test("with the criterion poisson no prediction is 0", async () => {
  const rows = Array.from({ length: 60 }, (_, i) => [i]);
  const counts = rows.map(([i]) => (i < 30 ? 0 : i % 4));
  const model = await new RandomForestRegressor({ ...whole, criterion: "poisson" }).fit(rows, counts);
  assert.ok(model.predict(rows).every((value) => value > 0));
  const friedman = await new RandomForestRegressor({ ...small, criterion: "friedmanMse" }).fit(X, y);
  assert.equal(friedman.fingerprint, (await new RandomForestRegressor(small).fit(X, y)).fingerprint);
});
