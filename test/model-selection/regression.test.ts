import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import test, { before } from "node:test";
import { setCurrentEngine } from "../../src/engine/current-engine.js";
import { RandomForestClassifier } from "../../src/forest/random-forest-classifier.js";
import { RandomForestRegressor } from "../../src/forest/random-forest-regressor.js";
import { fromRecords } from "../../src/frame/from-records.js";
import { crossValScore } from "../../src/model-selection/cross-val-score.js";
import { GridSearchCV } from "../../src/model-selection/grid-search-cv.js";
import { KFold } from "../../src/model-selection/k-fold.js";
import { permutationImportance } from "../../src/model-selection/permutation-importance.js";
import type { ScoringName } from "../../src/model-selection/scorers.js";
import { InlineEngine } from "../forest/inline-engine.js";
import { regressionSet } from "../forest/regression/fixture.js";

before(() => setCurrentEngine(new InlineEngine()));

const { X, y } = regressionSet("cars");
/** With places as numbers, as scikit-learn gets them: of texts our forests know more. */
const origins = [...new Set(X.map(({ Origin }) => Origin))].sort();
const numbers = X.map((row) => ({ ...row, Origin: origins.indexOf(row.Origin) }));
const small = { nEstimators: 10, randomState: 1 } as const;

const path = resolve(__dirname, "../../../test/fixtures/model-selection/regression.json");
const stored = JSON.parse(readFileSync(path, "utf8")) as {
  /** By scoring, and within it by fold: means over scikit-learn's forests of many seeds, and their spread. */
  scores: Record<ScoringName, { mean: number[]; spread: number[] }>;
  permutation: number[];
};

test("scores of a regressor are scikit-learn's, by fold, as far as its seed lets them; folds are in the rows' order", async () => {
  for (const [scoring, { mean, spread }] of Object.entries(stored.scores)) {
    const seeds = [0, 1];
    const found = await Promise.all(
      seeds.map((randomState) =>
        crossValScore(new RandomForestRegressor({ randomState }), numbers, y, { scoring: scoring as ScoringName }),
      ),
    );
    assert.equal(found[0].scoring, scoring);
    for (const [fold, expected] of mean.entries()) {
      const own = found.reduce((sum, { scores }) => sum + scores[fold], 0) / seeds.length;
      const near = 0.03 * Math.abs(expected) + 2.5 * spread[fold];
      assert.ok(Math.abs(own - expected) < near, `${scoring}, fold ${fold}: ${own}, expected ${expected}`);
    }
  }
});

test("without a scoring it is R², and rows are not stratified", async () => {
  const model = new RandomForestRegressor(small);
  const plain = await crossValScore(model, X, y, { cv: 3 });
  const named = await crossValScore(model, X, y, { cv: new KFold({ nSplits: 3 }), scoring: "r2" });
  assert.equal(plain.scoring, "r2");
  assert.deepEqual(plain.scores, named.scores);
});

test("a search finds the options of the least error", async () => {
  const frame = fromRecords(
    X.map((row, i) => ({ ...row, mpg: y[i] })),
    { npartitions: 3 },
  );
  const cv = new KFold({ nSplits: 3, shuffle: true, randomState: 1 });
  const search = new GridSearchCV(
    new RandomForestRegressor(small),
    { maxDepth: [1, 8] },
    { cv, scoring: "negMeanAbsoluteError" },
  );
  await search.fit(frame.drop({ columns: ["mpg"] }), frame.column("mpg"));
  assert.deepEqual(search.bestParams, { maxDepth: 8 });
  assert.ok(search.bestScore < -1.5 && search.bestScore > -3, String(search.bestScore));
  assert.ok(search.bestEstimator instanceof RandomForestRegressor);
});

test("what columns are worth to a regressor is about what scikit-learn says", async () => {
  const found: (readonly number[])[] = [];
  for (const randomState of [0, 1, 2]) {
    const model = await new RandomForestRegressor({ randomState }).fit(X, y);
    found.push((await permutationImportance(model, X, y, { randomState, nRepeats: 3 })).importancesMean);
  }
  stored.permutation.forEach((expected, f) => {
    const own = found.reduce((sum, importances) => sum + importances[f], 0) / found.length;
    assert.ok(Math.abs(own - expected) < 0.02 + 0.15 * expected, `column ${f}: ${own}, expected ${expected}`);
  });
});

test("a score about classes is refused for a regressor, and one about numbers for labels", async () => {
  await assert.rejects(
    crossValScore(new RandomForestRegressor(small), X, y, { cv: 2, scoring: "negLogLoss" }),
    /"negLogLoss" is about probabilities, which this model does not predict/,
  );
  await assert.rejects(
    crossValScore(new RandomForestClassifier(small), [[1], [2], [3], [4]], ["a", "b", "a", "b"], {
      cv: 2,
      scoring: "r2",
    }),
    /yTrue must hold finite numbers/,
  );
});
