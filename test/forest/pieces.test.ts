import assert from "node:assert/strict";
import test from "node:test";
import { Client, fromRecords, RandomForestClassifier, RandomForestRegressor } from "../../src/index.js";

test("rows in one partition are predicted in pieces, for all workers, as they are at once", async () => {
  const client = new Client({ nWorkers: 2 });
  const rows = Array.from({ length: 9001 }, (_, i) => ({
    a: (i * 7919) % 1009,
    b: i % 17 === 0 ? null : (i * 31) % 97,
    c: ["x", "y", "z"][(i * 13) % 3],
  }));
  const y = rows.map(({ a, b, c }) => (a + (b ?? 50) * 3 > 600 ? "high" : c === "x" ? "low" : "middle"));
  const train = fromRecords(rows.slice(0, 600).map((row, i) => ({ ...row, y: y[i] })));
  const model = new RandomForestClassifier({ nEstimators: 150, minSamplesLeaf: 3, randomState: 1 });
  await model.fit(train.drop({ columns: ["y"] }), train.column("y"));
  const ran = new Set<string>();
  const stop = client.engine.subscribe((event) => {
    if (event.type === "task" && event.name === "forest.piece" && event.state === "finished") ran.add(event.key);
  });
  for (const frame of [fromRecords(rows), fromRecords(rows, { npartitions: 2 }), fromRecords(rows).persist()]) {
    ran.clear();
    assert.deepEqual((await model.predict(frame).compute()).values, model.predict(rows));
    assert.ok(ran.size >= 2);
    assert.deepEqual((await model.predictProba(frame).compute()).values, model.predictProba(rows));
    const head = await model.predict(frame).head(5);
    assert.deepEqual([...head.values], model.predict(rows.slice(0, 5)));
  }
  stop();
  const first = fromRecords(rows.slice(0, 100));
  assert.deepEqual((await model.predict(first).compute()).values, model.predict(rows.slice(0, 100)));
  await client.close();
});

test("a regressor too predicts the rows of one partition in pieces, for all workers, as at once", async () => {
  const client = new Client({ nWorkers: 2 });
  const rows = Array.from({ length: 9001 }, (_, i) => ({ a: (i * 7919) % 1009, c: ["x", "y", "z"][(i * 13) % 3] }));
  const y = rows.map(({ a, c }) => a / 7 + (c === "x" ? 50 : 0));
  const model = new RandomForestRegressor({ nEstimators: 150, minSamplesLeaf: 3, randomState: 1 });
  await model.fit(rows.slice(0, 600), y.slice(0, 600));
  const ran = new Set<string>();
  const stop = client.engine.subscribe((event) => {
    if (event.type === "task" && event.name === "regression.piece" && event.state === "finished") ran.add(event.key);
  });
  for (const frame of [fromRecords(rows), fromRecords(rows, { npartitions: 2 }), fromRecords(rows).persist()]) {
    ran.clear();
    assert.deepEqual([...(await model.predict(frame).compute()).values], model.predict(rows));
    assert.ok(ran.size >= 2);
    assert.deepEqual([...(await model.predict(frame).head(5)).values], model.predict(rows.slice(0, 5)));
  }
  stop();
  await client.close();
});
