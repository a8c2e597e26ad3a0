import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import test, { before } from "node:test";
import { setCurrentEngine } from "../../src/engine/current-engine.js";
import { setFollower } from "../../src/engine/follow-tasks.js";
import { RandomForestClassifier } from "../../src/forest/random-forest-classifier.js";
import { RandomForestRegressor } from "../../src/forest/random-forest-regressor.js";
import type { DataFrame } from "../../src/frame/data-frame.js";
import { fromRecords } from "../../src/frame/from-records.js";
import type { Series } from "../../src/frame/series.js";
import {
  type PermutationImportances,
  permutationImportance,
} from "../../src/model-selection/permutation-importance.js";
import { dataSet } from "../forest/fixture.js";
import { InlineEngine } from "../forest/inline-engine.js";

before(() => setCurrentEngine(new InlineEngine()));

const { X, y } = dataSet("wine");
const part = <T>(values: readonly T[], rest: number): T[] => values.filter((_, i) => i % 2 === rest);
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

test("permutation importances of a forest are scikit-learn's", async () => {
  const path = resolve(__dirname, "../../../test/fixtures/forest/permutation.json");
  const reference = JSON.parse(readFileSync(path, "utf8")) as { mean: number[]; std: number[] };
  const found: PermutationImportances[] = [];
  for (let seed = 0; seed < 5; seed++) {
    const model = await new RandomForestClassifier({ randomState: seed }).fit(part(X, 0), part(y, 0));
    const options = { nRepeats: 10, randomState: seed };
    found.push(await permutationImportance(model, part(X, 1), part(y, 1), options));
  }
  reference.mean.forEach((expected, f) => {
    const own = mean(found.map(({ importancesMean }) => importancesMean[f]));
    assert.ok(Math.abs(own - expected) < 0.015, `mean of column ${f}: found ${own}, expected ${expected}`);
    const spread = mean(found.map(({ importancesStd }) => importancesStd[f]));
    assert.ok(Math.abs(spread - reference.std[f]) < 0.01, `spread of column ${f}: ${spread}, ${reference.std[f]}`);
  });
});

test("they do not depend on partitions, and a column that the model does not use is worth nothing", async () => {
  const records = X.map((row, i) => ({ ...row, same: 1, target: `c${y[i]}` }));
  const model = new RandomForestClassifier({ nEstimators: 10, randomState: 1 });
  const found: PermutationImportances[] = [];
  for (const npartitions of [1, 3]) {
    const all = fromRecords(records, { npartitions });
    const features = all.drop({ columns: ["target"] });
    await model.fit(features, all.column("target"));
    found.push(await permutationImportance(model, features, all.column("target"), { nRepeats: 2, randomState: 9 }));
  }
  assert.deepEqual(found[0], found[1]);
  assert.deepEqual(found[0].featureNames, [...Object.keys(X[0]), "same"]);
  assert.deepEqual(found[0].importances.at(-1), [0, 0]);
  const other = await permutationImportance(
    model,
    records,
    records.map(({ target }) => target),
    { randomState: 3 },
  );
  assert.equal(other.importances[0].length, 5);
  assert.notDeepEqual(other.importances[0].slice(0, 2), found[0].importances[0]);
});

test("they are what the model's own score says of the shuffled rows, score by score", async () => {
  const classes = y.map(Number);
  const rows = X.map((row, i) => {
    const kind = i % 11 === 0 ? null : "abcdefg"[(3 * i + classes[i]) % 7];
    return { kind, ...row, flavanoids: i % 5 === 0 ? null : Object.values(row)[6], same: 1 };
  });
  const strange = [...classes.slice(0, -3), 99, 99, 99];
  const numbers = X.map((row, i) => Number(Object.values(row)[0]) + classes[i] / 7);
  const many = X.map((row) => Math.floor(Number(Object.values(row)[0]) * 4));
  const options = { nEstimators: 12, randomState: 4 };
  const models = [
    [await new RandomForestClassifier(options).fit(rows, classes), strange],
    [await new RandomForestClassifier({ ...options, maxDepth: 3, maxBins: 1000 }).fit(rows, classes), classes],
    [await new RandomForestClassifier(options).fit(rows, many), many],
    [await new RandomForestRegressor({ ...options, maxFeatures: 3 }).fit(rows, numbers), numbers],
  ] as const;
  for (const [model, truth] of models) {
    for (const npartitions of [1, 4]) {
      const frame = fromRecords(
        rows.map((row, i) => ({ ...row, truth: truth[i] })),
        { npartitions },
      );
      const asked = [frame, frame.column("truth"), { nRepeats: 3, randomState: 7 }] as const;
      const found = await permutationImportance(model, ...asked);
      const { featureNames } = model;
      const score = (some: DataFrame, own: Series): Promise<number> => model.score(some, own);
      const expected = await permutationImportance({ featureNames, score }, ...asked);
      found.importances.flat().forEach((importance, i) => {
        assert.ok(Math.abs(importance - expected.importances.flat()[i]) < 1e-12);
      });
      assert.ok(found.importancesMean.some((importance) => importance > 0.01));
    }
  }
});

test("rows that are more than a task takes come to the same", async () => {
  const rows = Array.from({ length: 1100 }, (_, i) => [(i * 37) % 1000, (i * 91) % 500]);
  const truth = rows.map(([a, b]) => (a + b > 700 ? "much" : "little"));
  const model = await new RandomForestClassifier({ nEstimators: 4200, maxDepth: 2, randomState: 1 }).fit(rows, truth);
  const { featureNames } = model;
  const options = { nRepeats: 1, randomState: 2 };
  const found = await permutationImportance(model, rows, truth, options);
  const score = (some: DataFrame, own: Series): Promise<number> => model.score(some, own);
  assert.deepEqual(found, await permutationImportance({ featureNames, score }, rows, truth, options));
});

test("of one row there is nothing to shuffle, and R² that is not defined is told of once", async () => {
  const rows = [[1], [2], [3]];
  const model = await new RandomForestRegressor({ nEstimators: 3, randomState: 1 }).fit(rows, [1, 2, 3]);
  const { featureNames } = model;
  const score = (some: DataFrame, own: Series): Promise<number> => model.score(some, own);
  const warnings: unknown[] = [];
  const listen = (warning: Error): unknown => warnings.push(warning.message);
  process.on("warning", listen);
  try {
    for (const each of [model, { featureNames, score }]) {
      const { importances } = await permutationImportance(each, [[2]], [2], { nRepeats: 3 });
      assert.deepEqual(importances, [[NaN, NaN, NaN]]);
      await new Promise(setImmediate);
      assert.deepEqual(warnings.splice(0), ["r2Score of fewer than two rows is not defined and counts as NaN."]);
    }
  } finally {
    process.off("warning", listen);
  }
  const classes = await new RandomForestClassifier({ nEstimators: 3, randomState: 1 }).fit(rows, ["a", "b", "b"]);
  assert.deepEqual((await permutationImportance(classes, [[2]], ["b"], { nRepeats: 2 })).importances, [[0, 0]]);
});

test("progress counts shuffled columns, whatever tasks they are", async () => {
  const shown: string[] = [];
  setFollower((_news, keys, { title, counts }) => {
    const all = counts?.reduce((sum, count) => sum + count, 0) ?? keys.length;
    shown.push(`${title}: ${Math.round(all)}`);
    return { stop: () => {} };
  });
  try {
    const rows = Array.from({ length: 500 }, (_, i) => [i % 7, i % 11, i % 13]);
    const truth = rows.map(([a, b]) => (a > b ? "x" : "y"));
    const model = await new RandomForestClassifier({ nEstimators: 400, randomState: 1 }).fit(rows, truth);
    shown.length = 0;
    const options = { nRepeats: 10, randomState: 2 };
    await permutationImportance(model, rows, truth, options);
    const score = (some: DataFrame, own: Series): Promise<number> => model.score(some, own);
    await permutationImportance({ featureNames: model.featureNames, score }, rows, truth, options);
  } finally {
    setFollower(() => ({ stop: () => {} }));
  }
  assert.deepEqual(shown, ["shuffled columns: 30", "shuffled columns: 30"]);
});

test("options and columns that are not there are refused in a sentence", async () => {
  const model = await new RandomForestClassifier({ nEstimators: 2, randomState: 1 }).fit(
    [{ a: 1 }, { a: 2 }],
    ["x", "y"],
  );
  await assert.rejects(permutationImportance(model, [{ a: 1 }], ["x"], { nRepeats: 0 }), /"nRepeats" must be/);
  await assert.rejects(permutationImportance(model, [{ b: 1 }], ["x"]), { name: "ColumnError" });
  await assert.rejects(permutationImportance(model, [{ a: 1 }], [null]), /yTrue/);
  await assert.rejects(permutationImportance(model, [{ a: 1 }], [1]), /yTrue and yPred/);
  const frame = fromRecords([{ a: 1, y: "x" }], { npartitions: 1 });
  const none = frame.query(frame.column("a").gt(1));
  const { featureNames } = model;
  const score = (some: DataFrame, own: Series): Promise<number> => model.score(some, own);
  for (const each of [model, { featureNames, score }]) {
    await assert.rejects(
      permutationImportance(each, none, none.column("y")),
      /X has no rows; there must be at least one/,
    );
  }
  await assert.rejects(permutationImportance({} as typeof model, [{ a: 1 }], ["x"]), /of a search .* bestEstimator/);
});
