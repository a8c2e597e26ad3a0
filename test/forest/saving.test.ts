import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before } from "node:test";
import fc from "fast-check";
import { setCurrentEngine } from "../../src/engine/current-engine.js";
import type { RandomForestOptions } from "../../src/forest/forest-options.js";
import { RandomForestClassifier } from "../../src/forest/random-forest-classifier.js";
import { checkModel } from "../../src/forest/save/check-model.js";
import { decodeModel, encodeModel } from "../../src/forest/save/model-file.js";
import type { SavedModel } from "../../src/forest/save/saved-model.js";
import { dataSet } from "./fixture.js";
import { InlineEngine } from "./inline-engine.js";

const { X, y } = dataSet("penguins");
const folder = mkdtempSync(join(tmpdir(), "saving-"));
const path = join(folder, "model.forest");
before(() => setCurrentEngine(new InlineEngine()));
after(() => rmSync(folder, { recursive: true }));

const fitted = (options: RandomForestOptions = {}): Promise<RandomForestClassifier> =>
  new RandomForestClassifier({ nEstimators: 5, randomState: 1, ...options }).fit(X, y);

test("a model that was saved and loaded has the same fingerprint, options and predictions", async () => {
  for (const options of [
    {},
    { classWeight: { Adelie: 2.5, Chinstrap: 1, Gentoo: 1 }, bootstrap: false },
    { maxBins: 2000, criterion: "entropy", maxLeafNodes: 4 },
    { splitter: "ml-random-forest" },
  ] as const) {
    const model = await fitted(options);
    await model.save(path);
    for (const copy of [
      await RandomForestClassifier.load(path),
      RandomForestClassifier.fromJSON(JSON.stringify(model)),
      RandomForestClassifier.fromJSON(model.toJSON()),
    ]) {
      assert.equal(copy.fingerprint, model.fingerprint);
      assert.deepEqual(copy.options, model.options);
      assert.deepEqual(copy.predictProba(X), model.predictProba(X));
      assert.deepEqual(copy.featureImportances, model.featureImportances);
      assert.equal(copy.predict(X).length, X.length);
    }
  }
  assert.deepEqual(readdirSync(folder), ["model.forest"]);
});

test("a model of ml-random-forest, infinite edges and odd names are saved as they are", async () => {
  const taken = RandomForestClassifier.fromMLRandomForest(
    (
      await fitted({ splitter: "ml-random-forest" }).then(() =>
        new RandomForestClassifier({ nEstimators: 3, randomState: 2 }).fit([[1], [2], [3], [4]], ["a", "a", "b", "b"]),
      )
    ).toMLRandomForest(),
  );
  assert.equal(RandomForestClassifier.fromJSON(JSON.stringify(taken)).fingerprint, taken.fingerprint);
  const rows = Array.from({ length: 20 }, (_, i) =>
    Object.fromEntries([
      ["__proto__", i % 2 ? -Infinity : i],
      ["<b>", ["constructor", "\ud800", "é"][i % 3]],
    ]),
  );
  const model = await new RandomForestClassifier({ nEstimators: 4, randomState: 1 }).fit(
    rows,
    rows.map((_, i) => i % 2 === 1),
  );
  await model.save(path);
  assert.equal((await RandomForestClassifier.load(path)).fingerprint, model.fingerprint);
  assert.equal(RandomForestClassifier.fromJSON(JSON.stringify(model)).fingerprint, model.fingerprint);
});

test("trees can be added to a model that was loaded", async () => {
  const model = await fitted({ nEstimators: 4, warmStart: true });
  const copy = RandomForestClassifier.fromJSON(model.toJSON());
  await model.setParams({ nEstimators: 9 }).fit(X, y);
  await copy.setParams({ nEstimators: 9 }).fit(X, y);
  assert.equal(copy.fingerprint, model.fingerprint);
});

test("a file takes a few bytes a node", async () => {
  const model = await fitted({ nEstimators: 50 });
  await model.save(path);
  const nodes = model.trees.reduce((sum, { leaves }) => sum + 2 * leaves - 1, 0);
  assert.ok(statSync(path).size < 6000 + 8 * nodes, `${statSync(path).size} bytes for ${nodes} nodes`);
});

test("what is no model is refused in a sentence", async () => {
  const model = (await fitted()).toJSON();
  const [tree, ...others] = model.trees;
  const withTree = (part: object): object => ({ ...model, trees: [{ ...tree, ...part }, ...others] });
  for (const [data, said] of [
    [null, /it is no object/],
    [{}, /it does not say that it is a danfo-distributed random forest/],
    [{ ...model, version: 2 }, /version 2, and this is a library that reads version 1/],
    [{ ...model, estimator: "Other" }, /it holds a "Other"/],
    [{ ...model, seed: -1 }, /its seed is no whole number/],
    [{ ...model, options: { nEstimators: "many" } }, /option "nEstimators" must be/],
    [{ ...model, options: { run: 1 } }, /has no option "run"/],
    [{ ...model, classes: [] }, /its classes are no list/],
    [{ ...model, classes: ["a", 1, "b"] }, /its classes are not all text/],
    [{ ...model, classes: ["a", "a", "b"] }, /a class is listed twice/],
    [{ ...model, features: [...model.features, model.features[0]] }, /two of its features have the same name/],
    [{ ...model, features: model.features.slice(1) }, /of tree 1|tree 1 splits/],
    [{ ...model, features: [{ ...model.features[1], dtype: "text" }] }, /feature 1 is of the dtype "text"/],
    [{ ...model, voting: "none" }, /its voting is "none"/],
    [{ ...model, trees: [] }, /it has no trees/],
    [{ ...model, trees: [[]] }, /tree 1 is no object/],
    [withTree({ kinds: [] }), /tree 1 ends before all its nodes/],
    [withTree({ kinds: [1, 0] }), /tree 1 ends before all its nodes/],
    [withTree({ kinds: [0, 0] }), /tree 1 has nodes that nothing leads to/],
    [withTree({ kinds: [9] }), /kinds of tree 1 holds 9/],
    [withTree({ features: Array.from(tree.features, () => 99) }), /features of tree 1 holds 99/],
    [withTree({ features: [] }), /tree 1 has too few features/],
    [withTree({ splits: Array.from(tree.splits, () => 60_000) }), /splits feature \d+ where it has no code/],
    [withTree({ splits: [] }), /too few splits/],
    [withTree({ categories: [1, 2, 3, 4, 5, 6, 7, 8, 9] }), /has not as many categories as its splits need/],
    [withTree({ leafSizes: [1] }), /leaves but 1 sizes of leaves/],
    [withTree({ leafClasses: Array.from(tree.leafClasses, () => 3) }), /leafClasses of tree 1 holds 3/],
    [withTree({ leafWeights: Array.from(tree.leafWeights, () => 0) }), /leafWeights of tree 1 holds 0/],
    [withTree({ leafWeights: { length: 1e9 } }), /tree 1 has no list of leafWeights/],
  ] as const) {
    assert.throws(() => RandomForestClassifier.fromJSON(data), said, String(said));
    assert.throws(() => RandomForestClassifier.fromJSON(data), /^(Type|Option)Error: Cannot load this model/);
  }
  assert.throws(() => RandomForestClassifier.fromJSON("{"), /Cannot load this model: the text is no JSON/);
  assert.throws(() => new RandomForestClassifier().toJSON(), /toJSON needs a fitted model/);
});

test("a damaged file is refused in a sentence, or is another model that predicts", async () => {
  const model = await fitted({ nEstimators: 2 });
  const bytes = encodeModel(model.toJSON());
  const refused = /^TypeError: Cannot load this model|^OptionError: Cannot load this model/;
  const attempt = (damaged: Uint8Array): void => {
    let loaded: RandomForestClassifier;
    try {
      loaded = RandomForestClassifier.fromJSON(decodeModel(damaged));
    } catch (error) {
      assert.match(String(error), refused);
      return;
    }
    if (loaded.featureNames.every((name) => name in X[0])) {
      try {
        assert.equal(loaded.predict(X).length, X.length);
      } catch (error) {
        assert.match(String(error), /^ColumnError/);
      }
    }
  };
  for (let length = 0; length < bytes.length; length += 7) attempt(bytes.subarray(0, length));
  attempt(Buffer.concat([bytes, Buffer.from([0])]));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 }),
      (changes) => {
        const damaged = Buffer.from(bytes);
        for (const [at, value] of changes) damaged[at] = value;
        attempt(damaged);
      },
    ),
    { numRuns: 400 },
  );
});

test("a file that promises more than it holds takes no memory", async () => {
  const model: SavedModel = (await fitted({ nEstimators: 1 })).toJSON();
  const whole = encodeModel(model).toString("latin1");
  const huge = whole.replace(/"trees":\[\[\d+,/, (found) => found.replace(/\d/g, "9").replace("9,", "99999999999999,"));
  const text = huge.slice(12, huge.indexOf('"}}') + 3);
  const bytes = Buffer.from(huge, "latin1");
  bytes.writeUInt32LE(text.length, 8);
  assert.throws(() => checkModel(decodeModel(bytes)), /the file ends before all its arrays are there/);
  writeFileSync(path, "not a model");
  await assert.rejects(RandomForestClassifier.load(path), /the file is not one that save\(\) wrote/);
  await assert.rejects(RandomForestClassifier.load(folder), /EISDIR|is no file/);
  await assert.rejects(RandomForestClassifier.load(join(folder, "none")), /ENOENT/);
  assert.equal(readFileSync(path, "utf8"), "not a model");
});
