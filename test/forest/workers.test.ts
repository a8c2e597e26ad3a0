import assert from "node:assert/strict";
import { createRequire } from "node:module";
import test, { before } from "node:test";
import type { Worker } from "node:worker_threads";
import { Client } from "../../src/client.js";
import { setCurrentEngine } from "../../src/engine/current-engine.js";
import { loadAhead } from "../../src/engine/tasks.js";
import type { RandomForestOptions, RandomForestRegressorOptions } from "../../src/forest/forest-options.js";
import { RandomForestClassifier } from "../../src/forest/random-forest-classifier.js";
import { RandomForestRegressor } from "../../src/forest/random-forest-regressor.js";
import { fromRecords } from "../../src/frame/from-records.js";
import { dataSet } from "./fixture.js";
import { InlineEngine } from "./inline-engine.js";

const { X, y } = dataSet("penguins");
const records = X.map((row, i) => ({ ...row, Species: y[i], weight: 1 + (i % 3) }));

const forests: readonly RandomForestOptions[] = [
  { randomState: 3, nEstimators: 12, oobScore: true },
  { randomState: 3, nEstimators: 12, oobScore: true, splitter: "exact", criterion: "entropy" },
  { randomState: 3, nEstimators: 12, maxBins: 1000, maxLeafNodes: 6, classWeight: "balancedSubsample" },
  { randomState: 3, nEstimators: 2, splitter: "ml-random-forest" },
];

const regressions: readonly RandomForestRegressorOptions[] = [
  { randomState: 3, nEstimators: 12, oobScore: true },
  { randomState: 3, nEstimators: 12, oobScore: true, splitter: "exact", criterion: "poisson", maxFeatures: 2 },
  { randomState: 3, nEstimators: 12, oobScore: true, maxLeafNodes: 9, minSamplesLeaf: 3 },
  { randomState: 3, nEstimators: 12, bootstrap: false, maxBins: 1000, maxFeatures: "log2", minSamplesLeaf: 2 },
];

/** The same of a forest that predicts the weight of a penguin. */
async function growRegression(options: RandomForestRegressorOptions, npartitions: number): Promise<string> {
  const known = records.filter((row) => (row as Record<string, unknown>)["Body Mass (g)"] !== null);
  const all = fromRecords(known, { npartitions });
  const model = new RandomForestRegressor(options);
  await model.fit(all.drop({ columns: ["Body Mass (g)", "weight"] }), all.column("Body Mass (g)"), {
    sampleWeight: all.column("weight"),
  });
  assert.deepEqual((await model.predict(all).compute()).values, model.predict(known));
  return options.oobScore ? `${model.fingerprint} ${model.oobPrediction}` : model.fingerprint;
}

/** What one of these forests is like; fitted on this many partitions, on the current client. */
async function grow(options: RandomForestOptions, npartitions: number): Promise<string> {
  const all = fromRecords(records, { npartitions });
  const model = new RandomForestClassifier(options);
  const weights = options.splitter === "ml-random-forest" ? {} : { sampleWeight: all.column("weight") };
  await model.fit(all.drop({ columns: ["Species", "weight"] }), all.column("Species"), weights);
  assert.deepEqual((await model.predict(all).compute()).values, model.predict(records));
  return options.oobScore ? `${model.fingerprint} ${model.oobDecisionFunction}` : model.fingerprint;
}

const grown: string[] = [];
const regressed: string[] = [];
before(async () => {
  setCurrentEngine(new InlineEngine());
  for (const options of regressions) regressed.push(await growRegression(options, 1));
  for (const options of forests) grown.push(await grow(options, 1));
});

for (const nWorkers of [1, 2, 3, 8]) {
  test(`on worker threads, ${nWorkers} in number, the forest is the same on any partitions, by every splitter`, async () => {
    const client = new Client({ nWorkers });
    try {
      for (const npartitions of [1, 30]) {
        for (const [i, options] of forests.entries()) assert.equal(await grow(options, npartitions), grown[i]);
        for (const [i, options] of regressions.entries()) {
          assert.equal(await growRegression(options, npartitions), regressed[i]);
        }
      }
    } finally {
      await client.close();
    }
  });
}

test("what a worker at rest does ahead changes no forest", async () => {
  setCurrentEngine(new InlineEngine());
  assert.ok([...loadAhead()].length > 2, "it leaves room for tasks in between");
  assert.equal(await grow(forests[0], 1), grown[0]);
});

test("kernels in JavaScript grow the same forest as compiled ones", async () => {
  setCurrentEngine(new InlineEngine());
  const compiled = Reflect.getOwnPropertyDescriptor(globalThis, "WebAssembly") as PropertyDescriptor;
  Reflect.deleteProperty(globalThis, "WebAssembly");
  try {
    for (const [i, options] of forests.entries()) assert.equal(await grow(options, 2), grown[i]);
    for (const [i, options] of regressions.entries()) assert.equal(await growRegression(options, 2), regressed[i]);
  } finally {
    Object.defineProperty(globalThis, "WebAssembly", compiled);
  }
});

test("a fit whose workers are lost on the way gives the same forest", async () => {
  const threads: Worker[] = [];
  const workerThreads = createRequire(__filename)("node:worker_threads");
  const { Worker } = workerThreads;
  workerThreads.Worker = class extends Worker {
    constructor(...args: unknown[]) {
      super(...args);
      threads.push(this as unknown as Worker);
    }
  };
  const client = new Client({ nWorkers: 2, retries: 1000 });
  let lost = 0;
  let begun = 0;
  client.engine.subscribe((event) => {
    if (event.type !== "task") lost += event.state === "lost" ? 1 : 0;
    // Every tenth task's worker ends as soon as the task has begun.
    else if (event.state === "running" && ++begun % 10 === 0) void threads.at(begun % 20 === 0 ? -1 : -2)?.terminate();
  });
  try {
    for (const [i, options] of forests.entries()) assert.equal(await grow(options, 7), grown[i]);
    for (const [i, options] of regressions.entries()) assert.equal(await growRegression(options, 7), regressed[i]);
    assert.ok(lost >= 4, `${lost} workers were lost`);
  } finally {
    workerThreads.Worker = Worker;
    await client.close();
  }
});

test("a fit whose matrix and trees leave memory for files on the way gives the same forest", async () => {
  const client = new Client({ nWorkers: 2, memoryLimit: 24000 });
  let spilled = 0;
  client.engine.subscribe(() => {
    spilled = Math.max(spilled, client.info().memorySpilled);
  });
  try {
    for (const [i, options] of forests.entries()) assert.equal(await grow(options, 7), grown[i]);
    for (const [i, options] of regressions.entries()) assert.equal(await growRegression(options, 7), regressed[i]);
    assert.ok(spilled > records.length * Object.keys(X[0]).length, `${spilled} bytes left memory`);
  } finally {
    await client.close();
  }
});
