import assert from "node:assert/strict";
import test, { before } from "node:test";
import { setCurrentEngine } from "../../src/engine/current-engine.js";
import { RandomForestRegressor } from "../../src/forest/random-forest-regressor.js";
import { fromRecords } from "../../src/frame/from-records.js";
import { evaluate } from "../../src/metrics/evaluate.js";
import { meanAbsoluteError, r2Score, rootMeanSquaredError } from "../../src/metrics/regression.js";
import { InlineEngine } from "../forest/inline-engine.js";
import { regressionSet, rowsOfFold } from "../forest/regression/fixture.js";

const engine = new InlineEngine();
before(() => setCurrentEngine(engine));

const { X, y, folds } = regressionSet("cars");
const [XTrain, XTest] = [false, true].map((part) => rowsOfFold(X, folds, 0, part));
const [yTrain, yTest] = [false, true].map((part) => rowsOfFold(y, folds, 0, part));

test("evaluate() of a regressor tells R² and errors of both parts, as the metrics do", async () => {
  const model = await new RandomForestRegressor({ nEstimators: 20, randomState: 1 }).fit(XTrain, yTrain);
  const result = await evaluate(model, { train: [XTrain, yTrain], test: [XTest, yTest] });
  const [train, test] = [model.predict(XTrain), model.predict(XTest)];
  assert.equal(result.trainR2, await r2Score(yTrain, train));
  assert.equal(result.testR2, await r2Score(yTest, test));
  assert.equal(result.testRMSE, await rootMeanSquaredError(yTest, test));
  assert.equal(result.testMAE, await meanAbsoluteError(yTest, test));
  assert.ok(result.trainR2 > result.testR2 && result.trainRMSE < result.testRMSE && result.trainMAE < result.testMAE);
  assert.deepEqual([...result.predictions.yPred], test);
  assert.deepEqual([...result.predictions.yTrue], yTest);
  assert.deepEqual(
    [...result.residuals.residuals],
    yTest.map((value, row) => value - test[row]),
  );
  assert.equal(result.importances.features.length, 7);
  assert.match(String(result), /^Train R²: 0\.9\d\nTest R²: 0\.[89]\d\nTest RMSE: \d\.\d+\nTest MAE: \d\.\d+$/);
});

test("of many rows a sample is kept, the same on any partitions, and R² is that of all", async () => {
  const rows = Array.from({ length: 30_000 }, (_, i) => ({ x: i % 997, y: (i % 997) + ((i * 7) % 13) }));
  const model = await new RandomForestRegressor({ nEstimators: 2, randomState: 1, maxDepth: 6 }).fit(
    rows.map(({ x }) => ({ x })),
    rows.map(({ y }) => y),
  );
  const found = [];
  for (const npartitions of [1, 7]) {
    const frame = fromRecords(rows, { npartitions });
    const part = [frame.drop({ columns: ["y"] }), frame.column("y")] as const;
    found.push(await evaluate(model, { train: part, test: part }));
  }
  const [one, seven] = found;
  assert.ok(Math.abs(one.predictions.yTrue.length - 10_000) < 500, String(one.predictions.yTrue.length));
  assert.equal(one.predictions.rows, 30_000);
  assert.deepEqual(one.predictions, seven.predictions);
  assert.ok(Math.abs(one.testR2 - seven.testR2) < 1e-12 && Math.abs(one.trainR2 - one.testR2) < 1e-12);
  assert.equal(engine.held, 0);
});

test("evaluate() of a regressor refuses rows whose y is missing, and parts without rows", async () => {
  const model = await new RandomForestRegressor({ nEstimators: 2 }).fit([[1], [2]], [1, 2]);
  const train = [[[1]], [1]] as const;
  await assert.rejects(
    evaluate(model, {
      train,
      test: [
        [[1], [2]],
        [1, null],
      ] as never,
    }),
    /y must hold finite numbers, but row 1 \(from 0\) of a partition is missing/,
  );
  await assert.rejects(
    evaluate(model, { train, test: [[], []] as never }),
    /a part has no rows; each needs at least one/,
  );
});
