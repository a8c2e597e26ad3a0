import assert from "node:assert/strict";
import test, { before } from "node:test";
import { setCurrentEngine } from "../../src/engine/current-engine.js";
import { fromRecords } from "../../src/frame/from-records.js";
import type { Series } from "../../src/frame/series.js";
import * as metrics from "../../src/metrics/regression.js";
import { InlineEngine } from "../forest/inline-engine.js";
import { referenceCases } from "./reference.js";

before(() => setCurrentEngine(new InlineEngine()));

interface RegressionCase {
  readonly true: number[];
  readonly pred: number[];
  readonly weight: number[] | null;
  readonly found: Record<string, number>;
}

const cases = referenceCases<RegressionCase>("regression.json");
const camelCase = (text: string): string => text.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());

type Metric = typeof metrics.r2Score;
const metricOf = (name: string): Metric => (metrics as unknown as Record<string, Metric>)[camelCase(name)];

for (const name of Object.keys(cases[0].found)) {
  test(`${camelCase(name)}() equals scikit-learn's ${name}, of arrays and of Series in any partitions`, async () => {
    for (const { true: yTrue, pred, weight, found } of cases) {
      const told = `${yTrue.length} rows from ${yTrue[0]} on`;
      const options = weight === null || name === "max_error" ? {} : { sampleWeight: weight };
      assertClose(await metricOf(name)(yTrue, pred, options), found[name], told);
      const rows = yTrue.map((value, i) => ({ value, said: pred[i], weight: weight?.[i] ?? 1 }));
      for (const npartitions of [1, 3]) {
        const frame = fromRecords(rows, { npartitions });
        const column = (of: string): Series => frame.column(of);
        const weights = "sampleWeight" in options ? { sampleWeight: column("weight") } : {};
        assertClose(await metricOf(name)(column("value"), column("said"), weights), found[name], told);
      }
    }
  });
}

test("scores do not depend on the size of the numbers, and errors are in their unit, of arrays and of partitions", async () => {
  const [yTrue, pred] = [
    [3, -0.5, 2, 7, 1e-9, 4],
    [2.5, 0.25, 2, 8, -1e-9, 4.5],
  ];
  const scores = ["r2Score", "explainedVarianceScore"];
  for (const scale of [2 ** -1000, 2 ** -300, 2 ** 300, 2 ** 1000]) {
    const rows = yTrue.map((value, i) => ({ value: value * scale, said: pred[i] * scale }));
    const frame = fromRecords(rows, { npartitions: 3 });
    for (const name of [...scores, "rootMeanSquaredError", "meanAbsoluteError", "medianAbsoluteError", "maxError"]) {
      const unit = scores.includes(name) ? 1 : scale;
      const expected = await metricOf(name)(yTrue, pred);
      const found = await metricOf(name)(
        rows.map(({ value }) => value),
        rows.map(({ said }) => said),
      );
      assert.ok(Math.abs(found / unit - expected) < 1e-15, `${name}: ${found / unit}, ${expected}`);
      const ofSeries = await metricOf(name)(frame.column("value"), frame.column("said"));
      assert.ok(Math.abs(ofSeries / unit - expected) < 1e-12, `${name}: ${ofSeries / unit}, ${expected}`);
    }
  }
  // Partitions of numbers of all sizes, and of exact ones.
  const exact = fromRecords(
    [0, 1, 2, 3].map((x) => ({ value: x * 2 ** -900, said: Math.max(0, x - 1) * 2 ** -900 })),
    { npartitions: 4 },
  );
  assertClose(await metrics.r2Score(exact.column("value"), exact.column("said")), 1 - 3 / 5, "tiny");
  const sizes = [1, 2 ** -500, 1e-3, 2 ** 500, 2 ** 100];
  const rows = sizes.map((size) => ({ value: size, said: size / 2 }));
  const frame = fromRecords(rows, { npartitions: 5 });
  const [value, said] = [frame.column("value"), frame.column("said")];
  assertClose(await metrics.rootMeanSquaredError(value, said), 2 ** 499 / Math.sqrt(5), "sizes");
  assertClose(await metrics.r2Score(value, said), 1 - 0.25 / 0.8, "sizes");
  assert.equal(await metrics.r2Score([1, 2, 3], [1e300, 2, 3]), -Infinity);
  assert.equal(await metrics.r2Score([1e300, 2, 3], [1e300, 2, 4]), 1);
});

test("metrics on numbers refuse what is none, and rows that are not there", async () => {
  const { r2Score, meanSquaredError, meanSquaredLogError, medianAbsoluteError } = metrics;
  await assert.rejects(r2Score([1, 2], [1]), /yTrue has 2 rows but yPred has 1; both must speak of the same rows/);
  await assert.rejects(r2Score([], []), /yTrue and yPred have no rows; a metric needs at least one/);
  await assert.rejects(r2Score([1, NaN], [1, 2]), /yTrue must hold finite numbers, but row 1 \(from 0\) is missing/);
  await assert.rejects(r2Score([1, 2], ["a", "b"]), /yPred must hold finite numbers, but row 0 \(from 0\) is a string/);
  await assert.rejects(
    meanSquaredError([1, 2], [1, Infinity]),
    /yPred must hold finite numbers, but row 1 \(from 0\) is Infinity/,
  );
  await assert.rejects(meanSquaredLogError([1, -1], [1, 2]), /meanSquaredLogError is about values above -1/);
  for (const metric of [r2Score, medianAbsoluteError]) {
    await assert.rejects(metric([1, 2], [1, 2], { sampleWeight: [0, 0] }), /sampleWeight is 0 in every row/);
    await assert.rejects(metric([1, 2], [1, 2], { sampleWeight: [1, -1] }), /numbers of at least 0, but there is -1/);
    await assert.rejects(metric([1, 2], [1, 2], { weight: [1] } as object), /has no option "weight"/);
  }
  const frame = fromRecords(
    [
      { a: 1, b: "x" },
      { a: null, b: "y" },
    ],
    { npartitions: 1 },
  );
  await assert.rejects(r2Score(frame.column("b"), frame.column("a")), /yTrue must hold finite numbers, but row 0/);
  await assert.rejects(r2Score(frame.column("a"), frame.column("a")), /row 1 \(from 0\) of a partition is missing/);
});

function assertClose(found: number, expected: number, told: string): void {
  if (Number.isNaN(expected)) assert.ok(Number.isNaN(found), `${told}: ${found}`);
  else
    assert.ok(Math.abs(found - expected) <= 1e-9 * Math.max(1, Math.abs(expected)), `${told}: ${found}, ${expected}`);
}
