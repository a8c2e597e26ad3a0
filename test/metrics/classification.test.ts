import assert from "node:assert/strict";
import { once } from "node:events";
import test from "node:test";
import {
  type Average,
  accuracyScore,
  balancedAccuracyScore,
  cohenKappaScore,
  f1Score,
  fbetaScore,
  matthewsCorrcoef,
  precisionRecallFscoreSupport,
  precisionScore,
  recallScore,
} from "../../src/metrics/classification.js";
import { confusionMatrix } from "../../src/metrics/confusion-matrix.js";
import type { Label } from "../../src/metrics/labels.js";
import { referenceCases } from "./reference.js";

type Values = [number, number, number, null] | [number[], number[], number[], number[]];

interface ScoreCase {
  true: Label[];
  pred: Label[];
  weight: number[] | null;
  accuracy: number;
  hits: number;
  balanced: number;
  adjusted: number;
  matthews: number;
  kappa: [number, number, number];
  confusion: Record<"None" | "true" | "pred" | "all", number[][]>;
  scores: {
    options: { average: Average; beta: number; zero_division: number; pos_label?: Label };
    values: Values;
  }[];
}

const cases = referenceCases<ScoreCase>("scores.json");

test("accuracy, balanced accuracy, Matthews' correlation and kappa equal scikit-learn's", async () => {
  for (const { true: yTrue, pred, weight, ...wanted } of cases) {
    const sampleWeight = weight ?? undefined;
    assertClose(await accuracyScore(yTrue, pred, { sampleWeight }), wanted.accuracy);
    assertClose(await accuracyScore(yTrue, pred, { sampleWeight, normalize: false }), wanted.hits);
    assertClose(await balancedAccuracyScore(yTrue, pred, { sampleWeight }), wanted.balanced);
    assertClose(await balancedAccuracyScore(yTrue, pred, { sampleWeight, adjusted: true }), wanted.adjusted);
    assertClose(await matthewsCorrcoef(yTrue, pred, { sampleWeight }), wanted.matthews);
    for (const [i, weights] of ([undefined, "linear", "quadratic"] as const).entries()) {
      assertClose(await cohenKappaScore(yTrue, pred, { sampleWeight, weights }), wanted.kappa[i]);
    }
  }
});

test("confusionMatrix() equals scikit-learn's, plain and normalized", async () => {
  for (const { true: yTrue, pred, weight, confusion } of cases) {
    for (const normalize of [undefined, "true", "pred", "all"] as const) {
      const { counts } = await confusionMatrix(yTrue, pred, { sampleWeight: weight ?? undefined, normalize });
      const wanted = confusion[normalize ?? "None"];
      counts.forEach((row, i) => {
        row.forEach((count, j) => {
          assertClose(count, wanted[i][j]);
        });
      });
    }
  }
});

test("precision, recall and F scores equal scikit-learn's for every average, beta and zero division", async () => {
  for (const { true: yTrue, pred, weight, scores } of cases) {
    for (const { options, values } of scores) {
      const got: readonly unknown[] = await precisionRecallFscoreSupport(yTrue, pred, {
        average: options.average,
        beta: options.beta,
        zeroDivision: options.zero_division,
        posLabel: options.pos_label,
        sampleWeight: weight ?? undefined,
      });
      assert.equal(got.length, 4);
      values.forEach((value, i) => {
        const one = got[i];
        if (!Array.isArray(value)) assertClose(one, value);
        else for (const [j, item] of value.entries()) assertClose((one as number[])[j], item);
      });
    }
  }
});

test("the single scores are binary, for the class 1, unless told otherwise", async () => {
  const [yTrue, yPred] = [
    [0, 1, 1, 1],
    [1, 1, 1, 0],
  ];
  assert.equal(await precisionScore(yTrue, yPred), 2 / 3);
  assert.equal(await recallScore(yTrue, yPred), 2 / 3);
  assert.equal(await f1Score(yTrue, yPred, { posLabel: 0 }), 0);
  assert.equal(await fbetaScore(yTrue, yPred, { beta: 2, average: "micro" }), 0.5);
  assert.deepEqual(await recallScore(yTrue, yPred, { average: null }), [0, 2 / 3]);
  assert.deepEqual(await recallScore(yTrue, yPred, { average: null, labels: [1] }), [2 / 3]);
  assert.equal(await precisionScore([true, false], [true, true]), 0.5);
});

test("typed arrays are taken as labels", async () => {
  assert.equal(await accuracyScore(Int32Array.of(1, 2, 3, 4), Float64Array.of(1, 2, 3, 5)), 0.75);
});

test("a score warns only of what it is itself not defined for", async () => {
  const warning = once(process, "warning");
  assert.equal(await recallScore(["a", "b"], ["a", "a"], { average: "macro" }), 0.5);
  assert.equal(await precisionScore(["a", "b"], ["a", "a"], { average: "macro" }), 0.25);
  assert.match((await warning)[0].message, /^The precision is not defined/);
});

test("kappa of one label only is not defined, and becomes what the caller says", async () => {
  assert.equal(await cohenKappaScore(["a", "a"], ["a", "a"]), Number.NaN);
  assert.equal(await cohenKappaScore(["a", "a"], ["a", "a"], { replaceUndefinedBy: 0 }), 0);
});

test("confusionMatrix() takes labels in the order given and counts those alone", async () => {
  const matrix = await confusionMatrix(["a", "b", "c", "b"], ["b", "b", "c", "c"], { labels: ["c", "b", "z"] });
  assert.deepEqual(matrix.toJSON(), {
    labels: ["c", "b", "z"],
    counts: [
      [1, 0, 0],
      [1, 1, 0],
      [0, 0, 0],
    ],
  });
});

test("a confusion matrix is a table as text", async () => {
  const matrix = await confusionMatrix(["cat", "dog", "dog"], ["dog", "dog", "dog"]);
  assert.equal(
    matrix.toString(),
    ["true \\ predicted  cat  dog", "             cat    0    1", "             dog    0    2", ""].join("\n"),
  );
  const shares = await confusionMatrix(["cat", "dog", "dog"], ["dog", "dog", "cat"], { normalize: "true" });
  assert.match(shares.toString(), /dog {2}0.50 {2}0.50\n$/);
});

test("bad input is refused in a sentence", async () => {
  await assert.rejects(accuracyScore([], []), {
    message: "yTrue and yPred have no rows; a metric needs at least one.",
  });
  await assert.rejects(accuracyScore(["a"], ["a", "b"]), {
    message: "yTrue has 1 rows but yPred has 2; both must speak of the same rows.",
  });
  await assert.rejects(accuracyScore(["a"], ["a"], { normalise: true } as object), /Did you mean "normalize"\?/);
  await assert.rejects(precisionScore([1, 2, 3], [1, 2, 3]), {
    message:
      'precisionScore: average "binary" is for two classes, but there are 3: 1, 2, 3. ' +
      'Choose "micro", "macro", "weighted" or null.',
  });
  await assert.rejects(f1Score(["a", "b"], ["a", "b"]), {
    message: 'f1Score: option "posLabel" is 1, but the labels are "a", "b".',
  });
  await assert.rejects(fbetaScore([0, 1], [0, 1], {} as { beta: number }), /fbetaScore needs the option beta/);
  await assert.rejects(confusionMatrix(["a"], ["a"], { labels: ["z"] }), {
    message: 'confusionMatrix: none of the labels "z" is in yTrue, which with yPred has "a".',
  });
});

function assertClose(got: unknown, wanted: number | null): void {
  if (wanted === null || Number.isNaN(wanted)) assert.ok(Object.is(got, wanted));
  else
    assert.ok(Math.abs((got as number) - wanted) <= 1e-12 * Math.max(1, Math.abs(wanted)), `${got} is not ${wanted}`);
}
