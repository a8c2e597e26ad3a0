import assert from "node:assert/strict";
import test, { before } from "node:test";
import { setCurrentEngine } from "../../src/engine/current-engine.js";
import { RandomForestClassifier } from "../../src/forest/random-forest-classifier.js";
import { fromRecords } from "../../src/frame/from-records.js";
import { dataSet } from "./fixture.js";
import { InlineEngine } from "./inline-engine.js";

before(() => setCurrentEngine(new InlineEngine()));

const all = { nEstimators: 1, bootstrap: false, maxFeatures: null, randomState: 1 };

test("a tree reads as a line a node", async () => {
  const rows = [
    { size: 1, kind: "a" },
    { size: 2, kind: "b" },
    { size: 6, kind: "a" },
    { size: 7, kind: "b" },
    { size: 8, kind: "c" },
    { size: null, kind: "c" },
  ];
  const model = await new RandomForestClassifier(all).fit(rows, ["s", "s", "l", "m", "l", "l"]);
  assert.equal(
    String(model.trees[0]),
    [
      "|--- size <= 4",
      '|   |--- class: "s" (2 of 2)',
      "|--- size > 4 or missing",
      '|   |--- kind in {"b"}',
      '|   |   |--- class: "m" (1 of 1)',
      '|   |--- kind in {"a", "c", missing}',
      '|   |   |--- class: "l" (3 of 3)',
    ].join("\n"),
  );
  assert.equal(
    model.decisionPath(rows.slice(3)),
    ["size > 4 or missing: it is 7", 'kind in {"b"}: it is "b"', 'class: "m" (1 of 1)'].join("\n"),
  );
  assert.equal(model.decisionPath([{ size: null, kind: "zzz" }]).split("\n")[0], "size > 4 or missing: it is missing");
  assert.equal(
    model.trees[0].toText(1),
    ["|--- size <= 4", '|   |--- class: "s" (2 of 2)', "|--- size > 4 or missing", "|   |--- … (2 leaves)"].join("\n"),
  );
});

test("a split on whether a value is missing reads so, and a tree of one leaf is its class", async () => {
  const rows = [{ x: 3 }, { x: 4 }, { x: null }];
  const model = await new RandomForestClassifier(all).fit(rows, [true, true, false]);
  assert.equal(
    String(model.trees[0]),
    [
      "|--- x is not missing",
      "|   |--- class: true (2 of 2)",
      "|--- x is missing",
      "|   |--- class: false (1 of 1)",
    ].join("\n"),
  );
  const stump = await new RandomForestClassifier({ ...all, minSamplesSplit: 9 }).fit([[1], [2], [3]], [0, 1, 1]);
  assert.equal(String(stump.trees[0]), "|--- class: 1 (2 of 3)");
  assert.equal(stump.decisionPath([[1]]), "class: 1 (2 of 3)");
});

test("booleans and dates read as what they are, with either splitter and once saved", async () => {
  const day = (i: number): Date => new Date(86_400_000 * i);
  const rows = Array.from({ length: 20 }, (_, i) => ({ paid: i % 2 === 0, due: day(4 * (i >> 1)) }));
  const y = rows.map(({ paid, due }) => (paid ? "done" : due < day(20) ? "late" : "open"));
  for (const splitter of ["histogram", "exact"] as const) {
    const model = await new RandomForestClassifier({ ...all, splitter }).fit(rows, y);
    const text = [
      "|--- paid is false",
      "|   |--- due <= 1970-01-19",
      '|   |   |--- class: "late" (5 of 5)',
      "|   |--- due > 1970-01-19",
      '|   |   |--- class: "open" (5 of 5)',
      "|--- paid is true",
      '|   |--- class: "done" (10 of 10)',
    ].join("\n");
    assert.equal(String(model.trees[0]), text);
    const copy = RandomForestClassifier.fromJSON(JSON.stringify(model));
    assert.equal(copy.fingerprint, model.fingerprint);
    assert.equal(String(copy.trees[0]), text);
    const row = [{ paid: false, due: new Date(86_400_000 * 30 + 1) }];
    assert.equal(
      model.decisionPath(row),
      ["paid is false: it is false", "due > 1970-01-19: it is 1970-01-31T00:00:00.001Z", 'class: "open" (5 of 5)'].join(
        "\n",
      ),
    );
  }
});

test("names that are not plain text stay on their line, and long sets are cut", async () => {
  const rows = Array.from({ length: 40 }, (_, i) => ({ "a\n|--- class": i, kind: `k${i % 20}` }));
  const byName = await new RandomForestClassifier({ ...all, maxDepth: 1 }).fit(
    rows.map((row) => ({ "a\n|--- class": row["a\n|--- class"] })),
    rows.map((_, i) => i < 20),
  );
  assert.equal(String(byName.trees[0]).split("\n").length, 4);
  const bySet = await new RandomForestClassifier({ ...all, maxDepth: 1 }).fit(
    rows.map(({ kind }) => ({ kind })),
    rows.map((_, i) => i % 20 < 4),
  );
  assert.match(String(bySet.trees[0]), /\{"k10", "k11", .*, 9 more\}/);
});

test("paths end where apply says, for rows and for a lazy frame, and the leaf is the predicted class", async () => {
  const { X, y } = dataSet("penguins");
  const model = await new RandomForestClassifier({ nEstimators: 3, randomState: 5 }).fit(X, y);
  const nodes = model.apply(X);
  assert.equal(nodes.length, X.length);
  const lazy = model.apply(fromRecords(X, { npartitions: 3 }));
  assert.deepEqual(lazy.columns, ["0", "1", "2"]);
  assert.deepEqual((await lazy.compute()).values, nodes);
  const one = await new RandomForestClassifier({ nEstimators: 1, randomState: 5 }).fit(X, y);
  const predicted = one.predict(X);
  const leaves = new Map<number, string>();
  one.apply(X).forEach(([node], row) => {
    const last = one.decisionPath(X.slice(row)).split("\n").at(-1) as string;
    assert.ok(last.startsWith(`class: "${predicted[row]}" (`), last);
    assert.equal(leaves.get(node) ?? last, last);
    leaves.set(node, last);
  });
  assert.ok(leaves.size > 5);
  assert.throws(() => model.decisionPath(X, 3), /there is no tree 3; there are trees 0 to 2/);
  assert.throws(() => model.decisionPath([]), /there is no row|no columns/);
});
