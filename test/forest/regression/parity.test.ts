import assert from "node:assert/strict";
import test, { before } from "node:test";
import { setCurrentEngine } from "../../../src/engine/current-engine.js";
import { RandomForestRegressor } from "../../../src/forest/random-forest-regressor.js";
import { InlineEngine } from "../inline-engine.js";
import { regressionSet, regressionSets, rowsOfFold } from "./fixture.js";

before(() => setCurrentEngine(new InlineEngine()));

/** As many seeds as give each of the four folds its turn equally often. */
const SEEDS = 12;

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

for (const name of regressionSets) {
  const { X, y, folds, references } = regressionSet(name);
  for (const { options, r2, oob, leaves, depth, importances } of references) {
    test(`on ${name} with ${JSON.stringify(options)} forests score, grow and weigh features as scikit-learn's do`, async () => {
      const models: RandomForestRegressor[] = [];
      const scores: number[] = [];
      for (let seed = 0; seed < SEEDS; seed++) {
        const [fold, all] = [seed % 4, { ...options, randomState: seed, oobScore: options.bootstrap ?? true }];
        const model = new RandomForestRegressor(all);
        await model.fit(rowsOfFold(X, folds, fold, false), rowsOfFold(y, folds, fold, false));
        scores.push(await model.score(rowsOfFold(X, folds, fold, true), rowsOfFold(y, folds, fold, true)));
        models.push(model);
      }
      near(mean(scores), r2, 0.01, "R²");
      if (oob !== undefined) near(mean(models.map((model) => model.oobScore)), oob, 0.01, "out-of-bag R²");
      const trees = models.flatMap((model) => model.trees);
      near(mean(trees.map((tree) => tree.leaves)) / leaves, 1, 0.05, "leaves");
      near(mean(trees.map((tree) => tree.depth)) / depth, 1, 0.1, "depth");
      const found = importances.map((_, f) => mean(models.map((model) => model.featureImportances[f])));
      found.forEach((importance, f) => {
        near(importance, importances[f], 0.03, `importance ${f}`);
      });
      assert.ok(rankCorrelation(found, importances) >= 0.85, `ranks of ${found} and ${importances}`);
    });
  }
}

function near(found: number, expected: number, tolerance: number, what: string): void {
  assert.ok(Math.abs(found - expected) <= tolerance, `${what}: found ${found}, expected ${expected}`);
}

/** Spearman's, of numbers without ties. */
function rankCorrelation(a: readonly number[], b: readonly number[]): number {
  const ranks = (values: readonly number[]): number[] => values.map((x) => values.filter((y) => y < x).length);
  const [of, as] = [ranks(a), ranks(b)];
  const n = a.length;
  return 1 - (6 * of.reduce((sum, rank, i) => sum + (rank - as[i]) ** 2, 0)) / (n * (n * n - 1));
}
