import assert from "node:assert/strict";
import test, { before } from "node:test";
import { setCurrentEngine } from "../../src/engine/current-engine.js";
import { RandomForestClassifier } from "../../src/forest/random-forest-classifier.js";
import { dataSet } from "./fixture.js";
import { InlineEngine } from "./inline-engine.js";

before(() => setCurrentEngine(new InlineEngine()));

const seeds = [0, 1, 2, 3];
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

for (const name of ["iris", "wine", "breast-cancer", "digits", "penguins"]) {
  test(`on ${name} forests score, grow and weigh features as scikit-learn's do`, async () => {
    const { XTrain, yTrain, XTest, yTest, references } = dataSet(name);
    for (const { options, accuracy, leaves, depth, importances } of references) {
      const models: RandomForestClassifier[] = [];
      for (const randomState of seeds) {
        models.push(await new RandomForestClassifier({ ...options, randomState }).fit(XTrain, yTrain));
      }
      const scores = await Promise.all(models.map((model) => model.score(XTest, yTest)));
      const trees = models.flatMap((model) => model.trees);
      const told = `${name} ${JSON.stringify(options)}`;
      near(mean(scores), accuracy, 0.012, `accuracy, ${told}`);
      near(mean(trees.map((tree) => tree.leaves)) / leaves, 1, 0.08, `leaves, ${told}`);
      near(mean(trees.map((tree) => tree.depth)) / depth, 1, 0.08, `depth, ${told}`);
      importances.forEach((importance, f) => {
        near(mean(models.map((model) => model.featureImportances[f])), importance, 0.03, `importance ${f}, ${told}`);
      });
    }
  });
}

function near(found: number, expected: number, tolerance: number, what: string): void {
  assert.ok(Math.abs(found - expected) <= tolerance, `${what}: found ${found}, expected ${expected}`);
}
