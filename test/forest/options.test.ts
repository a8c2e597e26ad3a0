import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";
import fc from "fast-check";
import { setCurrentEngine } from "../../src/engine/current-engine.js";
import { weightedCounts } from "../../src/forest/grow/bootstrap.js";
import { balancedWeights, wholeWeights } from "../../src/forest/grow/row-weights.js";
import { RandomForestClassifier } from "../../src/forest/random-forest-classifier.js";
import { fromRecords } from "../../src/frame/from-records.js";
import { dataSet } from "./fixture.js";
import { InlineEngine } from "./inline-engine.js";

let engine: InlineEngine;
beforeEach(() => {
  engine = new InlineEngine();
  setCurrentEngine(engine);
});

const { X, y } = dataSet("penguins");
const X4 = [[1], [2], [3], [4]];
const y4 = ["a", "a", "b", "b"];

/** The warnings that `run` gives rise to. */
async function warnings(run: () => Promise<unknown>): Promise<string[]> {
  await new Promise((done) => setImmediate(done));
  const found: string[] = [];
  const listen = (warning: Error): number => found.push(`${warning.name}: ${warning.message}`);
  process.on("warning", listen);
  try {
    await run();
    await new Promise((done) => setImmediate(done));
  } finally {
    process.off("warning", listen);
  }
  return found;
}

test("a forest that got its trees in two fits is that of one fit", async () => {
  for (const options of [{ randomState: 4 }, { randomState: 4, classWeight: "balanced", oobScore: true } as const]) {
    const whole = await new RandomForestClassifier({ ...options, nEstimators: 30 }).fit(X, y);
    const model = await new RandomForestClassifier({ ...options, nEstimators: 12, warmStart: true }).fit(X, y);
    assert.notEqual(model.fingerprint, whole.fingerprint);
    await model.setParams({ nEstimators: 30 }).fit(X, y);
    assert.equal(model.fingerprint, whole.fingerprint);
    assert.equal(model.trees.length, 30);
    if (options.oobScore) assert.equal(model.oobScore, whole.oobScore);
  }
});

test("without a randomState, trees that are added differ from those there are", async () => {
  const model = await new RandomForestClassifier({ nEstimators: 1, warmStart: true, maxFeatures: 1 }).fit(X, y);
  await model.setParams({ nEstimators: 8 }).fit(X, y);
  assert.ok(new Set(model.trees.map(({ depth, leaves }) => `${depth} ${leaves}`)).size > 1);
});

test("warmStart asks for more trees, the same columns and known classes", async () => {
  const model = await new RandomForestClassifier({ nEstimators: 3, warmStart: true, randomState: 1 }).fit(X4, y4);
  const known = model.fingerprint;
  assert.deepEqual(await warnings(() => model.fit(X4, y4)), [
    "WarmStartWarning: RandomForestClassifier: fit with warmStart grows no trees, as there are 3 already; ask for more with setParams({ nEstimators }).",
  ]);
  await assert.rejects(model.setParams({ nEstimators: 2 }).fit(X4, y4), /"nEstimators" must be at least 3/);
  model.setParams({ nEstimators: 5 });
  await assert.rejects(model.fit([{ x: 1 }, { x: 2 }], ["a", "b"]), /X must have the columns of the first fit.*: 0/);
  await assert.rejects(model.fit(X4, ["a", "a", "b", "c"]), /"c" was not among them/);
  assert.equal(model.fingerprint, known);
  assert.equal(engine.held, 0);
});

test("a limit that no tree reaches changes nothing, and any other gives so many leaves", async () => {
  const small = { nEstimators: 6, randomState: 2 };
  const free = await new RandomForestClassifier(small).fit(X, y);
  const wide = await new RandomForestClassifier({ ...small, maxLeafNodes: 10_000 }).fit(X, y);
  assert.equal(wide.fingerprint, free.fingerprint);
  for (const maxLeafNodes of [2, 3, 5]) {
    const model = await new RandomForestClassifier({ ...small, maxLeafNodes }).fit(X, y);
    assert.deepEqual(new Set(model.trees.map((tree) => tree.leaves)), new Set([maxLeafNodes]));
  }
});

test("weights of rows in any partitions give the same forest, and equal weights that without", async () => {
  const weight = y.map((_, i) => 1 + (i % 3));
  const prints = new Set<string>();
  for (const npartitions of [1, 4]) {
    const all = fromRecords(
      X.map((row, i) => ({ ...row, Species: y[i], weight: weight[i] })),
      { npartitions },
    );
    const model = new RandomForestClassifier({ nEstimators: 5, randomState: 1, classWeight: { Adelie: 2.5 } });
    await model.fit(all.drop({ columns: ["Species", "weight"] }), all.column("Species"), {
      sampleWeight: all.column("weight"),
    });
    prints.add(model.fingerprint);
  }
  assert.equal(prints.size, 1);
  const plain = { nEstimators: 5, randomState: 1, bootstrap: false };
  const without = await new RandomForestClassifier(plain).fit(X, y);
  const ones = await new RandomForestClassifier(plain).fit(X, y, { sampleWeight: y.map(() => 1) });
  assert.equal(ones.fingerprint, without.fingerprint);
});

test("rows of weight 0 do not count", async () => {
  const sampleWeight = [1, 1, 1, 0];
  for (const bootstrap of [true, false]) {
    const model = new RandomForestClassifier({ nEstimators: 20, randomState: 1, bootstrap });
    await model.fit([[1], [2], [3], [4]], ["a", "a", "b", "a"], { sampleWeight });
    assert.deepEqual(model.predict([[1], [4]]), ["a", "b"]);
  }
});

test("maxSamples of 1 is all rows, as a fraction; other fractions and numbers draw so many", async () => {
  const fit = async (maxSamples: number | null, sampleWeight?: number[]) => {
    const model = new RandomForestClassifier({ nEstimators: 3, randomState: 1, maxDepth: 1, maxSamples });
    return model.fit(X, y, { sampleWeight });
  };
  const drawn = (model: RandomForestClassifier): number =>
    [...(model.toJSON().trees[0].leafWeights as number[])].reduce((a, b) => a + b);
  assert.equal((await fit(1)).fingerprint, (await fit(null)).fingerprint);
  assert.deepEqual([drawn(await fit(1)), drawn(await fit(0.25)), drawn(await fit(40))], [344, 86, 40]);
  // Of weighted rows, a fraction is one of the weights.
  const twice = y.map(() => 2);
  assert.deepEqual(
    [drawn(await fit(1, twice)), drawn(await fit(null, twice)), drawn(await fit(0.25, twice))],
    [688, 344, 172],
  );
});

test("maxFeatures is a number, a fraction, a root, a logarithm or all of the features", async () => {
  // Only one column tells; a node that looks at m of 16 columns finds it as the first split with the odds m / 16.
  const rows = Array.from({ length: 64 }, (_, i) =>
    Array.from({ length: 16 }, (_, f) => (f === 5 ? i : (i * (2 * f + 3)) % 17)),
  );
  const labels = rows.map((_, i) => (i < 32 ? 0 : 1));
  for (const [maxFeatures, of16] of [
    [1, 1],
    [0.125, 2],
    [0.01, 1],
    ["sqrt", 4],
    ["log2", 4],
    [8, 8],
    [0.99, 15],
    [null, 16],
  ] as const) {
    const model = await new RandomForestClassifier({
      nEstimators: 300,
      randomState: 1,
      maxDepth: 1,
      bootstrap: false,
      maxFeatures,
    }).fit(rows, labels);
    const found = model.toJSON().trees.filter((tree) => tree.features[0] === 5).length / 300;
    assert.ok(Math.abs(found - of16 / 16) < 0.1, `${maxFeatures}: ${found}`);
  }
});

test("weights that are none, and classes that are none, are refused in a sentence", async () => {
  const fit = (sampleWeight: unknown, options = {}): Promise<unknown> =>
    new RandomForestClassifier(options).fit(X4, y4, { sampleWeight } as object);
  await assert.rejects(fit([1, 1, -1, 1]), /sampleWeight must be a number of at least 0 for each row, but there is -1/);
  await assert.rejects(fit([1, 1, NaN, 1]), /sampleWeight must be a number of at least 0/);
  await assert.rejects(fit([1, Infinity, 1, 1]), /sampleWeight must be a number of at least 0.*Infinity/);
  await assert.rejects(fit(["1", "1", "1", "1"]), /sampleWeight must be a number of at least 0/);
  await assert.rejects(fit([0, 0, 0, 0]), /every row has the weight 0/);
  await assert.rejects(fit([1e308, 1e308, 1, 1]), /add up to more than a number can hold/);
  await assert.rejects(fit([1, 1]), /X has 4 rows but sampleWeight has 2/);
  await assert.rejects(fit(3), /"sampleWeight" must be a Series or an array, but it is 3/);
  await assert.rejects(fit([1, 1, 1, 1], { splitter: "ml-random-forest" }), /knows no weights/);
  await assert.rejects(
    fit(undefined, { classWeight: { c: 2 } }),
    /names "c", which is no class. The classes are: "a", "b"/,
  );
  await assert.rejects(fit(undefined, { classWeight: { a: -2 } }), /"classWeight" must be/);
  await assert.rejects(fit(undefined, { classWeight: "balance" }), /"classWeight" must be/);
  await assert.rejects(fit(undefined, { maxLeafNodes: 1 }), /"maxLeafNodes" must be a whole number of at least 2/);
  await assert.rejects(fit(undefined, { oobScore: true, bootstrap: false }), /set bootstrap to true/);
  await assert.rejects(
    new RandomForestClassifier().fit(X4, y4, { weights: [1] } as object),
    /RandomForestClassifier.fit has no option "weights"\. It takes: sampleWeight/,
  );
  assert.equal(engine.held, 0);
});

test("classes named __proto__ and constructor have weights of their own", async () => {
  const named = JSON.parse('{"__proto__": 100, "constructor": 1}') as Record<string, number>;
  const model = new RandomForestClassifier({ nEstimators: 40, randomState: 1, classWeight: named });
  await model.fit([[1], [1], [1], [1]], ["__proto__", "constructor", "constructor", "constructor"]);
  assert.deepEqual(model.predict([[1]]), ["__proto__"]);
});

test("out-of-bag predictions do not depend on partitions, and are NaN for rows that every tree saw", async () => {
  const options = { nEstimators: 40, randomState: 3, oobScore: true };
  const model = await new RandomForestClassifier(options).fit(X, y);
  const all = fromRecords(
    X.map((row, i) => ({ ...row, Species: y[i] })),
    { npartitions: 5 },
  );
  const other = await new RandomForestClassifier(options).fit(
    all.drop({ columns: ["Species"] }),
    all.column("Species"),
  );
  assert.deepEqual(other.oobDecisionFunction, model.oobDecisionFunction);
  assert.ok(model.oobScore > 0.95 && model.oobScore < 1, String(model.oobScore));
  assert.equal(model.oobErrors.length, 40);
  for (const nEstimators of [20, 40]) {
    const first = await new RandomForestClassifier({ ...options, nEstimators }).fit(X, y);
    assert.ok(Math.abs(1 - first.oobScore - model.oobErrors[nEstimators - 1]) < 1e-12);
    assert.deepEqual(first.oobErrors, model.oobErrors.slice(0, nEstimators));
  }
  const few = new RandomForestClassifier({ ...options, nEstimators: 2 });
  const told = await warnings(() => few.fit(X, y));
  assert.match(told[0], /OutOfBagWarning: Every tree saw \d+ of 344 rows/);
  const blank = few.oobDecisionFunction.filter((row) => row.every(Number.isNaN)).length;
  assert.ok(blank > 100 && blank < 180, `${blank} rows`);
  assert.throws(() => new RandomForestClassifier().oobScore, /oobScore needs a fitted model/);
  const without = await new RandomForestClassifier({ nEstimators: 2 }).fit(X4, y4);
  assert.throws(() => without.oobDecisionFunction, /needs the option oobScore: true/);
});

test("rows are drawn by their weights", () => {
  const counts = weightedCounts(5, 0, Float64Array.of(0, 1, 2, 0, 5, 0), 80_000);
  assert.equal(
    counts.reduce((a, b) => a + b),
    80_000,
  );
  assert.deepEqual([counts[0], counts[3], counts[5]], [0, 0, 0]);
  for (const [row, expected] of [
    [1, 10_000],
    [2, 20_000],
    [4, 50_000],
  ]) {
    assert.ok(Math.abs(counts[row] - expected) < 600, `row ${row}: ${counts[row]}`);
  }
});

test("balanced weights are scikit-learn's, and whole weights keep whole numbers and proportions", () => {
  assert.deepEqual(balancedWeights(Uint16Array.of(0, 0, 0, 0, 2, 2), 3, [1, 1, 1, 1, 1, 1]), [0.75, 0, 1.5]);
  assert.deepEqual([...wholeWeights([0, 3, 65_535])], [0, 3, 65_535]);
  const positive = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(positive, (weights) => {
      fc.pre(weights.some((weight) => weight > 0));
      const most = Math.max(...weights);
      const whole = wholeWeights(weights);
      const mostWhole = Math.max(...whole);
      assert.ok(mostWhole <= 65_535);
      whole.forEach((count, row) => {
        assert.equal(count > 0, weights[row] > 0);
        assert.ok(Math.abs(count / mostWhole - weights[row] / most) <= 1 / mostWhole);
      });
    }),
  );
});
