import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import test, { after } from "node:test";
import {
  type DataFrame,
  getClient,
  RandomForestClassifier,
  type RandomForestOptions,
  type Series,
  trainTestSplit,
} from "../../src/index.js";
import { realSets, SPLITS, withOrdinalCodes } from "./sets.js";

/** What scikit-learn scores: means over the splits. */
interface Reference {
  readonly name: string;
  readonly testAccuracy: number;
  readonly oobScore: number;
  readonly importances: Readonly<Record<string, number>>;
}

const path = resolve(__dirname, "../../../test/parity/parity.json");
const references: Reference[] = JSON.parse(readFileSync(path, "utf8"));

after(() => getClient().close());

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

for (const { name, options, load } of realSets) {
  test(`on ${name}, given the same numbers, accuracy and out-of-bag score are within half a point of scikit-learn's, and features rank alike`, async () => {
    const { X, y } = await load();
    const reference = referenceOf(name);
    const { accuracy, models } = await compare(await withOrdinalCodes(X), y, { ...options, oobScore: true });
    within(0.005, accuracy, reference.testAccuracy, "accuracy");
    within(0.005, mean(models.map((model) => model.oobScore)), reference.oobScore, "out-of-bag score");
    assert.deepEqual(models[0].featureNames, Object.keys(reference.importances));
    const importances = models[0].featureNames.map((_, f) => mean(models.map((model) => model.featureImportances[f])));
    const agreement = rankCorrelation(importances, Object.values(reference.importances));
    assert.ok(agreement >= 0.9, `rank correlation of importances ${agreement}`);
  });
}

for (const { name, options, load } of realSets.filter(({ text }) => text)) {
  test(`on ${name}, with text as it is, accuracy is not half a point below scikit-learn's on ordinal codes`, async () => {
    const { X, y } = await load();
    assert.ok(Object.values(X.dtypes).includes("string"));
    const { testAccuracy } = referenceOf(name);
    const { accuracy } = await compare(X, y, options);
    assert.ok(accuracy >= testAccuracy - 0.005, `accuracy ${accuracy}, scikit-learn's ${testAccuracy}`);
  });
}

function referenceOf(name: string): Reference {
  return references.find((one) => one.name === name) as Reference;
}

/** A model for each split, and their mean accuracy on the rows they did not see. */
async function compare(
  X: DataFrame,
  y: Series,
  options: RandomForestOptions,
): Promise<{ models: RandomForestClassifier[]; accuracy: number }> {
  const models: RandomForestClassifier[] = [];
  const accuracies: number[] = [];
  for (let seed = 0; seed < SPLITS; seed++) {
    const [XTrain, XTest, yTrain, yTest] = await trainTestSplit(X, y, { testSize: 0.3, randomState: seed });
    const model = await new RandomForestClassifier({ ...options, randomState: seed }).fit(XTrain, yTrain);
    models.push(model);
    accuracies.push(await model.score(XTest, yTest));
  }
  return { models, accuracy: mean(accuracies) };
}

function within(tolerance: number, found: number, expected: number, what: string): void {
  assert.ok(
    Math.abs(found - expected) <= tolerance,
    `${what} ${found.toFixed(4)}, ${(100 * (found - expected)).toFixed(2)} points from scikit-learn's ${expected}`,
  );
}

/** Spearman's. */
function rankCorrelation(a: readonly number[], b: readonly number[]): number {
  const ranks = (values: readonly number[]): number[] => {
    const order = values.map((_, i) => i).sort((i, j) => values[i] - values[j]);
    const rank = new Array<number>(values.length);
    order.forEach((i, place) => {
      rank[i] = place;
    });
    return rank;
  };
  const [x, y] = [ranks(a), ranks(b)];
  const squares = x.reduce((sum, rank, i) => sum + (rank - y[i]) ** 2, 0);
  return 1 - (6 * squares) / (x.length * (x.length ** 2 - 1));
}
