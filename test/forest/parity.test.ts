import assert from "node:assert/strict";
import test, { before } from "node:test";
import { setCurrentEngine } from "../../src/engine/current-engine.js";
import { RandomForestClassifier } from "../../src/forest/random-forest-classifier.js";
import { dataSet } from "./fixture.js";
import { InlineEngine } from "./inline-engine.js";

before(() => setCurrentEngine(new InlineEngine()));

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

for (const name of ["iris", "wine", "breast-cancer", "digits", "penguins"]) {
  test(`on ${name} forests score, grow and weigh features as scikit-learn's do`, async () => {
    const { X, y, folds, references } = dataSet(name);
    const part = <T>(rows: readonly T[], keep: (fold: number) => boolean): T[] => rows.filter((_, i) => keep(folds[i]));
    for (const { options, accuracy, leaves, depth, importances } of references) {
      const models: RandomForestClassifier[] = [];
      let right = 0;
      for (let fold = 0; fold <= Math.max(...folds); fold++) {
        // Without random choices every tree is nearly the same, so one near-tie between two thresholds decides; there
        // each value needs a code of its own, as scikit-learn has it.
        const maxBins = options.bootstrap === false ? 1024 : undefined;
        const model = new RandomForestClassifier({ ...options, maxBins, randomState: fold });
        const [isTrain, isTest] = [(of: number) => of !== fold, (of: number) => of === fold];
        await model.fit(part(X, isTrain), part(y, isTrain));
        const truth = part(y, isTest);
        right += model.predict(part(X, isTest)).filter((label, i) => label === truth[i]).length;
        models.push(model);
      }
      const trees = models.flatMap((model) => model.trees);
      const told = `${name} ${JSON.stringify(options)}`;
      near(right / y.length, accuracy, 0.012, `accuracy, ${told}`);
      near(mean(trees.map((tree) => tree.leaves)) / leaves, 1, 0.08, `leaves, ${told}`);
      // Trees that part sets of categories at once are a little shallower than those on ordinal codes.
      near(mean(trees.map((tree) => tree.depth)) / depth, 1, 0.1, `depth, ${told}`);
      importances.forEach((importance, f) => {
        near(mean(models.map((model) => model.featureImportances[f])), importance, 0.03, `importance ${f}, ${told}`);
      });
    }
  });
}

function near(found: number, expected: number, tolerance: number, what: string): void {
  assert.ok(Math.abs(found - expected) <= tolerance, `${what}: found ${found}, expected ${expected}`);
}
