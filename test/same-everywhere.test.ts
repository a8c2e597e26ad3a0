import assert from "node:assert/strict";
import { resolve } from "node:path";
import test from "node:test";
import {
  Client,
  crossValScore,
  evaluate,
  KFold,
  RandomForestClassifier,
  RandomizedSearchCV,
  readCSV,
  trainTestSplit,
} from "../src/index.js";

const file = resolve(__dirname, "../../notebooks/data/penguins.csv");

/** The five steps; what they give is compared. */
async function tutorial(nWorkers: number, blocksize: number | string, stratified: boolean): Promise<string> {
  const client = new Client({ nWorkers });
  const frame = await readCSV(file, { blocksize });
  const y = frame.column("species");
  const [XTrain, XTest, yTrain, yTest] = await trainTestSplit(frame.drop({ columns: ["species"] }), y, {
    testSize: 0.3,
    randomState: 42,
    ...(stratified ? { stratify: y } : {}),
  });
  const model = await new RandomForestClassifier({ nEstimators: 20, randomState: 42 }).fit(XTrain, yTrain);
  const result = await evaluate(model, { train: [XTrain, yTrain], test: [XTest, yTest] });
  await client.close();
  return `${model.fingerprint}\n${result}`;
}

for (const stratified of [false, true]) {
  test(`one randomState gives one model and report on any workers and blocks, stratified: ${stratified}`, async () => {
    const expected = await tutorial(1, "1MB", stratified);
    for (const nWorkers of [1, 2, 4]) {
      for (const blocksize of [200, 5000, "1MB"]) {
        assert.equal(await tutorial(nWorkers, blocksize, stratified), expected, `${nWorkers} workers, ${blocksize}`);
      }
    }
  });
}

/** What a search and a cross-validation on shuffled folds come to. */
async function search(nWorkers: number, blocksize: number | string): Promise<object> {
  const client = new Client({ nWorkers });
  const frame = await readCSV(file, { blocksize });
  const [X, y] = [frame.drop({ columns: ["species"] }), frame.column("species")];
  const model = new RandomForestClassifier({ nEstimators: 5, randomState: 42 });
  const cv = new KFold({ nSplits: 3, shuffle: true, randomState: 1 });
  const ranges = { maxDepth: { low: 1, high: 5, whole: true }, maxFeatures: ["sqrt" as const, null] };
  const found = await new RandomizedSearchCV(model, ranges, { cv, nIter: 4, randomState: 9 }).fit(X, y);
  const { scores } = await crossValScore(model, X, y, { cv: 4, scoring: "negLogLoss" });
  await client.close();
  return { results: found.cvResults, fingerprint: found.bestEstimator.fingerprint, scores };
}

test("one randomState gives the same folds, scores and best model on any workers and blocks", async () => {
  const expected = await search(1, "1MB");
  for (const [nWorkers, blocksize] of [
    [1, 300],
    [2, 2000],
    [4, "1MB"],
  ] as const) {
    assert.deepEqual(await search(nWorkers, blocksize), expected, `${nWorkers} workers, ${blocksize}`);
  }
});
