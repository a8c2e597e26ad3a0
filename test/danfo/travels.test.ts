/** What is danfo's goes to workers as arguments, also from a plain program. */
import assert from "node:assert/strict";
import test, { after } from "node:test";
import type { Danfo } from "../../src/danfo/danfo.js";
import { dfd, type Frame, fromRecords, getClient } from "../../src/index.js";

after(() => getClient().close());

const client = getClient();
const table = new dfd.DataFrame([
  [1, 10],
  [3, 30],
  [5, 20],
]);

for (const name of ["StandardScaler", "MinMaxScaler"] as const) {
  test(`a fitted ${name} does in a worker what it does here`, async () => {
    const scaler = new dfd[name]().fit(table);
    const there = await client.submit((s, rows: number[][]) => s.transform(rows), scaler, [[2, 15]]).result();
    assert.deepEqual(there, scaler.transform([[2, 15]]));
  });
}

test("fitted encoders know their labels in a worker", async () => {
  const labels = new dfd.LabelEncoder().fit(["a", "b", "c"]);
  const dummies = new dfd.OneHotEncoder().fit(["a", "b"]);
  const there = client.submit((x, y) => [x.transform(["c", "a"]), y.transform(["b"])], labels, dummies);
  assert.deepEqual(await there.result(), [labels.transform(["c", "a"]), dummies.transform(["b"])]);
});

test("mapPartitions takes a fitted scaler, and danfo itself", async () => {
  const scaler = new dfd.MinMaxScaler().fit(table);
  const frame = fromRecords(
    [
      { a: 1, b: 10 },
      { a: 5, b: 20 },
    ],
    { npartitions: 2 },
  );
  const scaled = frame.mapPartitions((rows, s) => s.transform(rows) as Frame, scaler);
  assert.deepEqual((await scaled.compute()).values, [
    [0, 0],
    [1, 0.5],
  ]);
  const twice = (rows: Frame, danfo: Danfo) => danfo.concat({ dfList: [rows, rows], axis: 0 }) as Frame;
  const joined = frame.mapPartitions(twice, dfd);
  assert.deepEqual(await joined.shape(), [4, 2]);
});

test("frames and Series go with their names, index and dtypes, also those that head() gives", async () => {
  const named = new dfd.DataFrame({ x: [1, 2], t: ["u", null] }, { index: ["p", "q"] });
  const told = client.submit(
    (frame, first, series) => [frame.columns, frame.index, frame.dtypes, first.values, series.columns, series.values],
    named,
    named.head(1) as Frame,
    named.column("t"),
  );
  assert.deepEqual(await told.result(), [["x", "t"], ["p", "q"], ["int32", "string"], [[1, "u"]], ["t"], ["u", null]]);
});

test("a class of a user's that extends one of danfo's is not taken for that one", async () => {
  class Named extends dfd.DataFrame {}
  await assert.rejects(async () => client.submit((frame) => frame.shape, new Named([[1]])).result(), {
    name: "UserFunctionError",
  });
});

test("a lazy frame stays, and the error says what to give in its place", () => {
  const frame = fromRecords([{ a: 1 }]);
  for (const [held, subject] of [
    [frame, "Argument 1 of the function is"],
    [[frame.column("a")], 'Argument 1 of the function holds "\\[0\\]", which is'],
  ] as const) {
    assert.throws(
      () => client.submit((given: unknown) => given, held),
      new RegExp(`^UserFunctionError: ${subject} a lazy frame or Series, .*await frame\\.compute\\(\\).*mapPartitions`),
    );
  }
});
