import assert from "node:assert/strict";
import test from "node:test";
import { Client } from "../../src/client.js";
import { RandomForestClassifier } from "../../src/forest/random-forest-classifier.js";
import { fromRecords } from "../../src/frame/from-records.js";
import { dataSet } from "./fixture.js";

test("one, two and four worker threads grow the same forest, with either splitter", async () => {
  const { X, y } = dataSet("penguins");
  const records = X.map((row, i) => ({ ...row, Species: y[i] }));
  const prints = new Map<string, Set<string>>();
  for (const nWorkers of [1, 2, 4]) {
    const client = new Client({ nWorkers });
    try {
      const all = fromRecords(records, { npartitions: nWorkers + 1 });
      for (const splitter of ["histogram", "ml-random-forest"] as const) {
        const model = new RandomForestClassifier({ nEstimators: 6, randomState: 3, splitter });
        await model.fit(all.drop({ columns: ["Species"] }), all.column("Species"));
        prints.set(splitter, (prints.get(splitter) ?? new Set()).add(model.fingerprint));
        assert.deepEqual((await model.predict(all).compute()).values, model.predict(records));
      }
    } finally {
      await client.close();
    }
  }
  assert.deepEqual(
    [...prints.values()].map((found) => found.size),
    [1, 1],
  );
});
