import assert from "node:assert/strict";
import { once } from "node:events";
import test from "node:test";
import { setCurrentEngine } from "../../src/engine/current-engine.js";
import { fromRecords } from "../../src/frame/from-records.js";
import { topKAccuracyScore } from "../../src/metrics/top-k-accuracy-score.js";
import { InlineEngine } from "../forest/inline-engine.js";
import { referenceCases } from "./reference.js";

interface Case {
  true: string[];
  score: number[] | number[][];
  weight: number[];
  k: number;
  found: number[];
}

test("topKAccuracyScore() gives scikit-learn's scores: plain, as a number of rows, and weighted", async () => {
  for (const { true: yTrue, score, weight: sampleWeight, k, found } of referenceCases<Case>("top-k.json")) {
    const options = [{}, { normalize: false }, { sampleWeight }, { sampleWeight, normalize: false }];
    for (const [i, each] of options.entries()) {
      const own = await topKAccuracyScore(yTrue, score, { k, ...each });
      assert.ok(Math.abs(own - found[i]) < 1e-12, `k ${k}, ${i}: ${own}, expected ${found[i]}`);
    }
  }
});

test("topKAccuracyScore() takes the Series and frames that a model gives, and the classes that yTrue lacks", async () => {
  setCurrentEngine(new InlineEngine());
  const rows = fromRecords([
    { y: 0, a: 0.5, b: 0.2, c: 0.3 },
    { y: 1, a: 0.5, b: 0.2, c: 0.3 },
  ]);
  const scores = rows.drop({ columns: ["y"] });
  assert.equal(await topKAccuracyScore(rows.column("y"), scores, { labels: [0, 1, 2] }), 0.5);
  await assert.rejects(
    topKAccuracyScore(rows.column("y"), scores),
    /yScore has 3 columns but there are 2 classes: 0, 1; it needs a column for each/,
  );
});

test("topKAccuracyScore() warns where every row is right, and says what is wrong in a sentence", async () => {
  const warned = once(process, "warning");
  assert.equal(await topKAccuracyScore([0, 1], [0.9, 0.1]), 1);
  assert.match((await warned)[0].message, /k is 2, as many as there are classes or more, so every row is right/);
  await assert.rejects(
    topKAccuracyScore([0, 1], [0.9, 0.1], { k: 0 }),
    /option "k" must be a whole number of at least 1/,
  );
  await assert.rejects(topKAccuracyScore([0, 1], [0.9]), /yTrue has 2 rows but yScore has 1/);
});
