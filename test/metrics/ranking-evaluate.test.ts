import assert from "node:assert/strict";
import test, { after } from "node:test";
import type { DataFrame } from "../../src/index.js";
import {
  Client,
  calibrationCurve,
  evaluate,
  fromRecords,
  precisionRecallCurve,
  rocAucScore,
  rocCurve,
} from "../../src/index.js";

const client = new Client({ nWorkers: 2 });
after(() => client.close());

const classes = ["late", "on time", "other"];

/** Rows with a true class and, as a model would predict them, a probability for each class. */
function rows(n: number): Record<string, number | string>[] {
  let state = 12345;
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return Array.from({ length: n }, () => {
    const y = classes[Math.floor(random() * 3)];
    const raw = classes.map((label) => random() + (label === y ? 0.6 : 0));
    const sum = raw[0] + raw[1] + raw[2];
    return { y, ...Object.fromEntries(classes.map((label, k) => [label, raw[k] / sum])) };
  });
}

/** A model that predicts what stands in the rows. */
const oracle = {
  classes,
  featureNames: ["a", "b"],
  featureImportances: [0.25, 0.75],
  predict: (X: DataFrame) => X.column("y"),
  predictAll: (X: DataFrame) => X.loc({ columns: ["y", ...classes] }),
};

async function evaluated(records: readonly object[], npartitions: number) {
  const frame = fromRecords(records, { npartitions });
  return evaluate(oracle, { train: [frame, frame.column("y")], test: [frame, frame.column("y")] });
}

const few = rows(500);
const column = (records: readonly Record<string, unknown>[], name: string) =>
  records.map((row) => row[name]) as number[];
const isClass = (records: readonly Record<string, unknown>[], label: string) => records.map(({ y }) => y === label);

test("evaluate() gives each class the curves that the functions on all rows give", async () => {
  const { roc, precisionRecall, calibration } = await evaluated(few, 3);
  for (const label of classes) {
    const [truth, score] = [isClass(few, label), column(few, label)];
    const wanted = await rocCurve(truth, score);
    const { fpr, tpr, thresholds, auc } = roc.of(label);
    assert.deepEqual(
      { fpr, tpr, thresholds, auc },
      { fpr: wanted.fpr, tpr: wanted.tpr, thresholds: wanted.thresholds, auc: wanted.auc },
    );
    const { precision, recall } = await precisionRecallCurve(truth, score, { dropIntermediate: true });
    assert.deepEqual(precisionRecall.of(label).precision, precision);
    assert.deepEqual(precisionRecall.of(label).recall, recall);
    const bins = await calibrationCurve(truth, score, { nBins: 10 });
    assert.deepEqual(calibration.of(label).probTrue, bins.probTrue);
    assert.deepEqual(calibration.of(label).counts, bins.counts);
    calibration.of(label).probPred.forEach((p, i) => void assert.ok(Math.abs(p - bins.probPred[i]) < 1e-7));
  }
  const macro = await rocAucScore(
    column(few, "y"),
    few.map((row) => classes.map((label) => row[label] as number)),
    { multiClass: "ovr" },
  );
  assert.ok(Math.abs(roc.auc - macro) < 1e-12);
});

test("the curves do not depend on how the rows are cut into partitions", async () => {
  const [one, seven] = [await evaluated(few, 1), await evaluated(few, 7)];
  assert.deepEqual(one.roc, seven.roc);
  assert.deepEqual(one.precisionRecall, seven.precisionRecall);
  assert.deepEqual(one.calibration, seven.calibration);
});

test("of more than 10,000 rows a curve has at most 1,026 points, exact at its thresholds, and nearly the same area", async () => {
  const many = rows(10_001);
  const { roc, precisionRecall } = await evaluated(many, 4);
  for (const label of classes) {
    const [truth, score] = [isClass(many, label), column(many, label)];
    const { auc, fpr, tpr, thresholds } = roc.of(label);
    assert.ok(thresholds.length <= 1026);
    assert.ok(Math.abs(auc - (await rocCurve(truth, score)).auc) < 1e-4);
    const { averagePrecision } = await precisionRecallCurve(truth, score);
    assert.ok(Math.abs(precisionRecall.of(label).averagePrecision - averagePrecision) < 1e-3);
    const at = Math.floor(thresholds.length / 3);
    const share = (side: boolean): number => {
      const scores = score.filter((_, row) => truth[row] === side);
      return scores.filter((value) => value >= thresholds[at]).length / scores.length;
    };
    assert.deepEqual([fpr[at], tpr[at]], [share(false), share(true)]);
  }
});

test("a class without test rows has no ROC curve, and the mean leaves it out", async () => {
  const two = few.filter(({ y }) => y !== "other");
  const { roc, precisionRecall } = await evaluated(two, 2);
  assert.ok(Number.isNaN(roc.of("other").auc));
  assert.equal(roc.auc, (roc.of("late").auc + roc.of("on time").auc) / 2);
  assert.equal(precisionRecall.of("other").prevalence, 0);
  assert.throws(() => roc.of("early"), /no curve of the class early; the classes are late, on time, other/);
});

test("importances come sorted", async () => {
  const { importances } = await evaluated(few, 1);
  assert.deepEqual(
    [...importances],
    [
      { feature: "b", importance: 0.75 },
      { feature: "a", importance: 0.25 },
    ],
  );
});
