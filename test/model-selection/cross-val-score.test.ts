import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import test, { before, describe } from "node:test";
import { setCurrentEngine } from "../../src/engine/current-engine.js";
import type { RandomForestOptions } from "../../src/forest/forest-options.js";
import { RandomForestClassifier } from "../../src/forest/random-forest-classifier.js";
import { fromRecords } from "../../src/frame/from-records.js";
import type { Label } from "../../src/metrics/labels.js";
import { logLoss } from "../../src/metrics/probability.js";
import { rocAucScore } from "../../src/metrics/ranking.js";
import { type CrossValScoreOptions, crossValScore } from "../../src/model-selection/cross-val-score.js";
import { GroupKFold } from "../../src/model-selection/group-k-fold.js";
import { KFold } from "../../src/model-selection/k-fold.js";
import type { ScoringName } from "../../src/model-selection/scorers.js";
import { Scores } from "../../src/model-selection/scores.js";
import { StratifiedKFold } from "../../src/model-selection/stratified-k-fold.js";
import { dataSet } from "../forest/fixture.js";
import { InlineEngine } from "../forest/inline-engine.js";

interface Reference {
  data: string;
  scoring: ScoringName;
  mean: number[];
  spread: number[];
}

const path = resolve(__dirname, "../../../test/fixtures/model-selection/search.json");
const { crossValidation }: { crossValidation: Reference[] } = JSON.parse(readFileSync(path, "utf8"));

const engine = new InlineEngine();
before(() => setCurrentEngine(engine));

const wine = dataSet("wine");
const small = (options: RandomForestOptions = {}) =>
  new RandomForestClassifier({ nEstimators: 5, randomState: 1, ...options });

test("scores of a forest are scikit-learn's, by fold, as far as its seed lets them", async () => {
  const seeds = [0, 1, 2];
  for (const name of ["wine", "breast-cancer"]) {
    const { X, y } = dataSet(name);
    for (const { scoring, mean, spread } of crossValidation.filter(({ data }) => data === name)) {
      const found = [];
      for (const randomState of seeds) {
        found.push(await crossValScore(new RandomForestClassifier({ randomState }), X, y as string[], { scoring }));
      }
      const tolerance = scoring === "negLogLoss" ? 0.03 : 0.02;
      for (const [fold, expected] of mean.entries()) {
        const own = found.reduce((sum, { scores }) => sum + scores[fold], 0) / seeds.length;
        const near = tolerance + 2 * spread[fold];
        assert.ok(Math.abs(own - expected) < near, `${name}, ${scoring}, fold ${fold}: ${own}, expected ${expected}`);
      }
    }
  }
});

test("a score is that of a model with the same options, fitted on the fold's rows and tested on the others", async () => {
  const frame = fromRecords(wine.X, { npartitions: 3 });
  const y = wine.y as number[];
  const options: [ScoringName, (model: RandomForestClassifier, rows: object[], truth: Label[]) => Promise<number>][] = [
    ["accuracy", (model, rows, truth) => model.score(rows, truth as number[])],
    ["rocAuc", (model, rows, truth) => rocAucScore(truth as number[], model.predictProba(rows), { multiClass: "ovr" })],
    ["negLogLoss", async (model, rows, truth) => -(await logLoss(truth as number[], model.predictProba(rows)))],
  ];
  for (const [scoring, own] of options) {
    const cv = new StratifiedKFold({ nSplits: 3 });
    const { scores, folds } = await crossValScore(small(), frame, y, { cv, scoring });
    const splits = await cv.split(frame, y);
    for (const [fold, [XTrain, XTest, yTrain, yTest]] of splits.entries()) {
      const model = await small().fit(XTrain, yTrain);
      const rows = await recordsOf(XTest);
      const expected = await own(model, rows, (await yTest.compute()).values as number[]);
      assert.ok(Math.abs(scores[fold] - expected) < 1e-9, `${scoring}: ${scores[fold]}, expected ${expected}`);
      assert.deepEqual([folds[fold].train, folds[fold].test], [178 - rows.length, rows.length]);
    }
  }
});

type Scoring = CrossValScoreOptions<RandomForestClassifier>["scoring"];

test("a number of folds is stratified for a classifier, and 5 by default", async () => {
  const y = Array.from({ length: 20 }, (_, i) => (i < 10 ? "a" : "b"));
  const share: Scoring = async (_, __, yTest) => {
    const labels = (await yTest.compute()).values as string[];
    return labels.filter((label) => label === "a").length / labels.length;
  };
  const found = await crossValScore(
    small(),
    y.map((_, i) => [i]),
    y,
    { scoring: share },
  );
  assert.deepEqual([...found], [0.5, 0.5, 0.5, 0.5, 0.5]);
  assert.deepEqual(found.folds[0], { train: 16, test: 4, score: 0.5 });
});

test("mean and deviation of the scores are numpy's", () => {
  const scores = new Scores(
    "accuracy",
    [1, 2, 3, 4, 5].map((score) => ({ train: 16, test: 4, score })),
  );
  assert.equal(scores.mean, 3);
  assert.equal(scores.std, Math.sqrt(2));
  assert.equal(String(scores), "accuracy: 3.000 ± 1.414 (5 folds)");
});

test("no row of a group is tested by a model that was trained on another of its rows", async () => {
  const groups = wine.y.map((_, i) => i % 10);
  const X = wine.X.map((row, i) => ({ ...row, group: groups[i] }));
  const groupsTested: Scoring = async (_, XTest) => {
    return ((await XTest.column("group").unique()).values as number[]).length;
  };
  const cv = new GroupKFold({ nSplits: 5 });
  const { scores } = await crossValScore(small(), X, wine.y as number[], { cv, groups, scoring: groupsTested });
  assert.deepEqual(scores, [2, 2, 2, 2, 2]);
  await assert.rejects(crossValScore(small(), X, wine.y as number[], { cv }), /GroupKFold needs the option "groups"/);
});

test("the model is not fitted, and no value is left behind", async () => {
  const model = small();
  const frame = fromRecords(
    wine.X.map((row, i) => ({ ...row, class: wine.y[i] })),
    { npartitions: 2 },
  );
  await crossValScore(model, frame.drop({ columns: ["class"] }), frame.column("class"), { cv: 2 });
  assert.equal(model.isFitted, false);
  await new Promise(setImmediate);
  assert.equal(engine.held, 0);
});

describe("folds without some class", () => {
  // Sorted by class, so that unshuffled folds hold one class each.
  const y = Array.from({ length: 12 }, (_, i) => (i < 6 ? "a" : "b"));
  const X = y.map((_, i) => [i % 3]);

  test("to test on have no ROC curve: NaN and a warning", async () => {
    const warned = once(process, "warning");
    const { scores, mean } = await crossValScore(small(), X, y, { cv: new KFold({ nSplits: 3 }), scoring: "rocAuc" });
    assert.deepEqual(scores.map(Number.isNaN), [true, false, true]);
    assert.ok(Number.isNaN(mean));
    assert.match((await warned)[0].message, /"rocAuc" of a fold is not defined .* do not hold every class/);
  });

  test("to train on are NaN and a warning, or an error if that is so of all", async () => {
    const one = y.map((label, i) => (i === 11 ? label : "a"));
    const warned = once(process, "warning");
    const { scores } = await crossValScore(small(), X, one, { cv: new KFold({ nSplits: 3 }) });
    assert.deepEqual(scores.map(Number.isNaN), [false, false, true]);
    assert.match(
      (await warned)[0].message,
      /could not be fitted on a fold, and its score is NaN\. Cannot fit: .* one class only/,
    );
    await assert.rejects(
      crossValScore(
        small(),
        X,
        y.map(() => "a"),
      ),
      /one class only/,
    );
  });
});

describe("what is wrong is said in a sentence", () => {
  const [X, y] = [
    [[1], [2], [3], [4]],
    ["a", "b", "a", "b"],
  ];
  for (const [what, options, model, expected] of [
    [
      "an unknown score",
      { scoring: "acuracy" },
      small(),
      /option "scoring" must be "accuracy", "balancedAccuracy", .* but it is "acuracy"/,
    ],
    [
      "one fold",
      { cv: 1 },
      small(),
      /option "cv" must be a whole number of at least 2, or an object with a method split/,
    ],
    ["an unknown option", { cvs: 2 }, small(), /crossValScore has no option "cvs"\. Did you mean "cv"\?/],
    [
      "a wrong option of the model",
      { cv: 2 },
      small({ maxDepth: 0 }),
      /RandomForestClassifier: option "maxDepth" must be/,
    ],
    ["more folds than rows", { cv: 5 }, small(), /there are 4 rows, too few for 5 folds/],
    [
      "a score that is no number",
      { cv: 2, scoring: () => "good" },
      small(),
      /"scoring" must give a number, but it gave a string/,
    ],
  ] as const) {
    test(what, async () => {
      await assert.rejects(crossValScore(model, X, y, options as object), expected);
    });
  }

  test("probabilities of a model that gives none", async () => {
    const guess = new RandomForestClassifier({ nEstimators: 2 });
    Object.defineProperty(guess, "predictProba", { value: undefined });
    Object.defineProperty(guess, "constructor", {
      value: function plain() {
        return guess;
      },
    });
    await assert.rejects(
      crossValScore(guess, X, y, { cv: 2, scoring: "rocAuc" }),
      /about probabilities, which this model does not predict/,
    );
  });
});

async function recordsOf(frame: ReturnType<typeof fromRecords>): Promise<object[]> {
  const rows = await frame.compute();
  return (rows.values as unknown[][]).map((row) =>
    Object.fromEntries(row.map((value, i) => [frame.columns[i], value])),
  );
}
