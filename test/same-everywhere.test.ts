import assert from "node:assert/strict";
import { resolve } from "node:path";
import test from "node:test";
import { Client, evaluate, RandomForestClassifier, readCSV, trainTestSplit } from "../src/index.js";

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
