import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import test, { after } from "node:test";
import { getClient, RandomForestClassifier, readCSV, trainTestSplit } from "../../src/index.js";

interface DataSet {
  readonly name: string;
  readonly target: string;
  readonly options: { nEstimators: number; minSamplesLeaf?: number };
  readonly runs: readonly { seed: number; testAccuracy: number }[];
}

const root = resolve(__dirname, "../../..");
const sets: DataSet[] = JSON.parse(readFileSync(resolve(root, "test/parity/parity.json"), "utf8"));

after(() => getClient().close());

for (const { name, target, options, runs } of sets) {
  test(`accuracy on the ${name} is within a point of scikit-learn's on the same split`, async () => {
    const frame = await readCSV(resolve(root, `notebooks/data/${name}.csv`), { blocksize: "4MB" });
    let difference = 0;
    for (const { seed, testAccuracy } of runs) {
      const [XTrain, XTest, yTrain, yTest] = await trainTestSplit(
        frame.drop({ columns: [target] }),
        frame.column(target),
        { testSize: 0.3, randomState: seed },
      );
      const model = await new RandomForestClassifier({ ...options, randomState: seed }).fit(XTrain, yTrain);
      difference += ((await model.score(XTest, yTest)) - testAccuracy) / runs.length;
    }
    assert.ok(Math.abs(difference) <= 0.01, `${(100 * difference).toFixed(2)} points from scikit-learn`);
  });
}
