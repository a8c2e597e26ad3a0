import assert from "node:assert/strict";
import { once } from "node:events";
import test, { after } from "node:test";
import fc from "fast-check";
import { Client } from "../../src/client.js";
import { dfd } from "../../src/danfo/danfo.js";
import { fromRecords } from "../../src/frame/from-records.js";
import type { Label } from "../../src/metrics/labels.js";
import { brierScoreLoss, calibrationCurve, logLoss } from "../../src/metrics/probability.js";
import {
  averagePrecisionScore,
  precisionRecallCurve,
  type RocAucOptions,
  rocAucScore,
  rocCurve,
} from "../../src/metrics/ranking.js";
import type { RankingAverage } from "../../src/metrics/ranking-averages.js";
import { reference } from "./reference.js";

interface BinaryCase {
  true: Label[];
  score: number[];
  weight: number[] | null;
  posLabel: Label;
  labels: Label[];
  "roc true": [number[], number[], number[]];
  "roc false": [number[], number[], number[]];
  "precisionRecall true": [number[], number[], number[]];
  "precisionRecall false": [number[], number[], number[]];
  averagePrecision: number;
  auc: number[];
  brier: number[];
  logLoss: number[];
  calibration: Record<string, [number[], number[]]>;
}

interface MulticlassCase {
  true: Label[];
  score: number[][];
  weight: number[] | null;
  ovr: (number | number[])[];
  ovo: number[];
  averagePrecision: (number | number[])[];
  logLoss: number;
  brier: number[];
}

const { binary, multiclass } = reference<{ binary: BinaryCase[]; multiclass: MulticlassCase[] }>("ranking.json");

const client = new Client({ nWorkers: 1 });
after(() => client.close());

const averages = ["macro", "weighted", "micro", null] as const;
const averagedBy = (average: RankingAverage | null) => ({ average }) as { average: RankingAverage };

test("rocCurve() gives scikit-learn's points and thresholds, with and without those on a line", async () => {
  for (const { true: yTrue, score, weight, posLabel, ...wanted } of binary) {
    for (const dropIntermediate of [true, false]) {
      const curve = await rocCurve(yTrue, score, { posLabel, sampleWeight: weight ?? undefined, dropIntermediate });
      const [fpr, tpr, thresholds] = wanted[`roc ${dropIntermediate}`];
      assertClose(curve.fpr, fpr);
      assertClose(curve.tpr, tpr);
      assertClose(curve.thresholds, thresholds);
      if (dropIntermediate && tpr.length > 2) assertClose([curve.auc], [wanted.auc[0]]);
    }
  }
});

test("precisionRecallCurve() and averagePrecisionScore() equal scikit-learn's", async () => {
  for (const { true: yTrue, score, weight, posLabel, ...wanted } of binary) {
    const sampleWeight = weight ?? undefined;
    for (const dropIntermediate of [true, false]) {
      const curve = await precisionRecallCurve(yTrue, score, { posLabel, sampleWeight, dropIntermediate });
      const [precision, recall, thresholds] = wanted[`precisionRecall ${dropIntermediate}`];
      assertClose(curve.precision, precision);
      assertClose(curve.recall, recall);
      assertClose(curve.thresholds, thresholds);
      if (!dropIntermediate) assertClose([curve.averagePrecision], [wanted.averagePrecision]);
    }
    assertClose([await averagePrecisionScore(yTrue, score, { posLabel, sampleWeight })], [wanted.averagePrecision]);
  }
});

test("rocAucScore() of two classes equals scikit-learn's, in whole and up to a false positive rate", async () => {
  for (const { true: yTrue, score, weight, auc } of binary) {
    for (const [i, maxFpr] of [undefined, 0.3, 0.05].entries()) {
      assertClose([await rocAucScore(yTrue, score, { maxFpr, sampleWeight: weight ?? undefined })], [auc[i]]);
    }
  }
});

test("logLoss(), brierScoreLoss() and calibrationCurve() of two classes equal scikit-learn's", async () => {
  for (const { true: yTrue, score, weight, posLabel, labels, ...wanted } of binary) {
    const sampleWeight = weight ?? undefined;
    for (const [i, normalize] of [true, false].entries()) {
      assertClose([await logLoss(yTrue, score, { labels, sampleWeight, normalize })], [wanted.logLoss[i]]);
    }
    for (const [i, scaleByHalf] of (["auto", false] as const).entries()) {
      assertClose([await brierScoreLoss(yTrue, score, { posLabel, sampleWeight, scaleByHalf })], [wanted.brier[i]]);
    }
    for (const [name, [probTrue, probPred]] of Object.entries(wanted.calibration)) {
      const [strategy, bins] = name.split(" ") as ["uniform" | "quantile", string];
      const curve = await calibrationCurve(yTrue, score, { posLabel, strategy, nBins: Number(bins) });
      assertClose(curve.probTrue, probTrue);
      assertClose(curve.probPred, probPred);
      assert.equal(
        curve.counts.reduce((a, b) => a + b),
        yTrue.length,
      );
    }
  }
});

test("of several classes, areas, average precision and losses equal scikit-learn's", async () => {
  for (const { true: yTrue, score, weight, ...wanted } of multiclass) {
    const sampleWeight = weight ?? undefined;
    for (const [i, average] of averages.entries()) {
      const options: RocAucOptions & { average?: RankingAverage } = { multiClass: "ovr", sampleWeight };
      assertClose(await rocAucScore(yTrue, score, { ...options, ...averagedBy(average) }), wanted.ovr[i]);
      const precision = await averagePrecisionScore(yTrue, score, { sampleWeight, ...averagedBy(average) });
      assertClose(precision, wanted.averagePrecision[i]);
    }
    for (const [i, average] of (["macro", "weighted"] as const).entries()) {
      assertClose(await rocAucScore(yTrue, score, { multiClass: "ovo", average }), wanted.ovo[i]);
    }
    assertClose(await logLoss(yTrue, score, { sampleWeight }), wanted.logLoss);
    for (const [i, scaleByHalf] of (["auto", true] as const).entries()) {
      assertClose(await brierScoreLoss(yTrue, score, { sampleWeight, scaleByHalf }), wanted.brier[i]);
    }
  }
});

test("a probability of 0 for what came costs as much as the least number that counts, not infinitely much", async () => {
  assertClose(await logLoss([0, 1], [0, 0]), (0 - Math.log(Number.EPSILON)) / 2);
});

test("the area is the share of pairs that are in the right order, ties as one half", async () => {
  const rows = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 8 })), { minLength: 2, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(rows, async (drawn) => {
      fc.pre(new Set(drawn.map(([positive]) => positive)).size === 2);
      const [positives, negatives] = [true, false].map((side) => drawn.filter(([positive]) => positive === side));
      let right = 0;
      for (const [, a] of positives) for (const [, b] of negatives) right += a > b ? 1 : a === b ? 0.5 : 0;
      const auc = await rocAucScore(
        drawn.map(([positive]) => positive),
        drawn.map(([, score]) => score / 8),
      );
      assertClose(auc, right / (positives.length * negatives.length));
    }),
  );
});

test("scores come as arrays, frames of danfo, or lazy collections, alike; of two columns the second counts", async () => {
  const yTrue = ["a", "b", "b", "a", "b"];
  const score = [0.1, 0.8, 0.35, 0.4, 0.9];
  const two = score.map((p) => [1 - p, p]);
  const frame = new dfd.DataFrame(two, { columns: ["a", "b"] });
  const lazy = fromRecords(
    score.map((p, i) => ({ a: 1 - p, b: p, y: yTrue[i] })),
    { npartitions: 2 },
  );
  const wanted = await rocAucScore(yTrue, score);
  const bare = new dfd.Series(score);
  for (const scores of [two, frame, bare, lazy.loc({ columns: ["a", "b"] }), lazy.column("b")]) {
    assert.equal(await rocAucScore(yTrue, scores), wanted);
  }
  assert.equal(await rocAucScore(lazy.column("y"), lazy.column("b")), wanted);
});

test("where one class has no rows the area is NaN, and a warning says so", async () => {
  await new Promise(setImmediate);
  const warned = once(process, "warning");
  assert.equal(await rocAucScore([1, 1, 1], [0.1, 0.2, 0.3]), Number.NaN);
  const [warning] = await warned;
  assert.equal(warning.name, "UndefinedMetricWarning");
});

for (const [what, call, message] of [
  ["text labels without posLabel", () => rocCurve(["a", "b"], [0, 1]), /the labels are "a", "b", so option "posLabel"/],
  ["a posLabel of another kind", () => rocCurve(["a", "b"], [0, 1], { posLabel: 1 }), /"posLabel" has the number 1/],
  ["scores of other rows", () => rocCurve([0, 1], [0]), /yTrue has 2 rows but yScore has 1/],
  ["a score that is missing", () => rocCurve([0, 1], [0, null]), /row 1 \(from 0\) is missing/],
  ["a score that is text", () => rocCurve([0, 1], ["a", "b"]), /row 0 \(from 0\) is a string/],
  ["a label that is missing", () => rocCurve([0, null], [0, 1]), /1 of 2 labels is missing/],
  ["no rows", () => rocCurve([], []), /yTrue has no rows/],
  [
    "columns for many classes",
    () =>
      rocCurve(
        [0, 1],
        [
          [0, 0, 1],
          [0, 0, 1],
        ],
      ),
    /yScore has 3 columns, but a curve takes one/,
  ],
  [
    "no way for many classes",
    () =>
      rocAucScore(
        [0, 1, 2],
        [
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
        ],
      ),
    /"ovr" or "ovo"/,
  ],
  [
    "scores that add up to something else",
    () =>
      rocAucScore(
        [0, 1, 2],
        [
          [1, 0, 0],
          [0, 2, 0],
          [0, 0, 1],
        ],
        { multiClass: "ovr" },
      ),
    /those of row 1 \(from 0\) add up to 2/,
  ],
  [
    "a column too few",
    () =>
      rocAucScore(
        [0, 1, 2],
        [
          [1, 0],
          [0, 1],
          [0, 1],
        ],
        { multiClass: "ovr" },
      ),
    /yScore has 2 columns but there are 3 classes: 0, 1, 2/,
  ],
  [
    "labels that are not sorted",
    () =>
      rocAucScore(
        [0, 1, 2],
        [
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
        ],
        { multiClass: "ovr", labels: [2, 1, 0] },
      ),
    /must be sorted, each label once: 0, 1, 2/,
  ],
  ["an unknown option", () => rocCurve([0, 1], [0, 1], { poslabel: 1 } as object), /Did you mean "posLabel"/],
  ["what is no probability", () => logLoss([0, 1], [0, 1.5]), /row 1 \(from 0\) has 1\.5/],
  ["one class alone", () => logLoss([1, 1], [0.5, 0.5]), /one class only; option "labels"/],
  ["many classes and one probability", () => brierScoreLoss([0, 1, 2], [0, 1, 1]), /needs a column for each/],
  ["many classes to calibrate", () => calibrationCurve([0, 1, 2], [0, 1, 1], { posLabel: 1 }), /is for two classes/],
] as const) {
  test(`${what}: one sentence says what is wrong`, async () => {
    await assert.rejects(call(), message);
  });
}

function assertClose(actual: number | readonly number[], wanted: number | readonly number[]): void {
  const [got, expected] = [[actual].flat(), [wanted].flat()] as [number[], number[]];
  assert.equal(got.length, expected.length, `${got} is not ${expected}`);
  for (const [i, value] of got.entries()) {
    const same =
      Object.is(value, expected[i]) || Math.abs(value - expected[i]) <= 1e-12 * Math.max(1, Math.abs(expected[i]));
    assert.ok(same, `${value} is not ${expected[i]}, at ${i} of ${expected}`);
  }
}
