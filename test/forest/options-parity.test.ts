import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import test, { before } from "node:test";
import { setCurrentEngine } from "../../src/engine/current-engine.js";
import { RandomForestClassifier } from "../../src/forest/random-forest-classifier.js";
import { camelCased, dataSet } from "./fixture.js";
import { InlineEngine } from "./inline-engine.js";

before(() => setCurrentEngine(new InlineEngine()));

interface OptionReference {
  readonly options: Record<string, unknown>;
  readonly weighted: boolean;
  readonly leaves: number;
  readonly depth: number;
  readonly importances: readonly number[];
  /** The mean probability of class 0 among the test rows of class 0, and among those of class 1. */
  readonly shares: readonly [number, number];
  readonly oobScore?: number;
  readonly oobShares?: readonly [number, number];
}

const path = resolve(__dirname, "../../../test/fixtures/forest/options.json");
const stored = JSON.parse(readFileSync(path, "utf8")) as { rows: number[]; references: OptionReference[] };
const whole = dataSet("breast-cancer");
const X = stored.rows.map((row) => whole.X[row]);
const y = stored.rows.map((row) => whole.y[row]);
const weights = X.map((_, i) => 0.5 + (i % 4));
const part = <T>(values: readonly T[], rest: number): T[] => values.filter((_, i) => i % 2 === rest);
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

function shareByClass(rows: readonly (readonly number[])[], truth: readonly unknown[]): [number, number] {
  const of = (label: number) =>
    rows.filter((row, i) => truth[i] === label && !Number.isNaN(row[0])).map((row) => row[0]);
  return [mean(of(0)), mean(of(1))];
}

for (const reference of stored.references) {
  const { weighted } = reference;
  const options = camelCased(reference.options);
  const told = `${JSON.stringify(options)}${weighted ? " and sampleWeight" : ""}`;
  test(`with ${told} forests are like scikit-learn's`, async () => {
    const models: RandomForestClassifier[] = [];
    // Where nothing is left to chance each value needs a code of its own, as in parity.test.ts.
    const maxBins = options.bootstrap === false ? 1024 : undefined;
    for (let seed = 0; seed < 6; seed++) {
      const model = new RandomForestClassifier({ ...options, maxBins, randomState: seed });
      models.push(await model.fit(part(X, 0), part(y, 0), weighted ? { sampleWeight: part(weights, 0) } : {}));
    }
    const trees = models.flatMap((model) => model.trees);
    near(mean(trees.map((tree) => tree.leaves)) / reference.leaves, 1, 0.06, "leaves");
    near(mean(trees.map((tree) => tree.depth)) / reference.depth, 1, 0.06, "depth");
    reference.importances.forEach((importance, f) => {
      near(mean(models.map((model) => model.featureImportances[f])), importance, 0.03, `importance ${f}`);
    });
    const shares = models.map((model) => shareByClass(model.predictProba(part(X, 1)), part(y, 1)));
    const oobShares = models.map((model) =>
      reference.oobShares === undefined ? [] : shareByClass(model.oobDecisionFunction, part(y, 0)),
    );
    for (const k of [0, 1]) {
      near(mean(shares.map((own) => own[k])), reference.shares[k], k === 0 ? 0.04 : 0.01, `share ${k}`);
      if (reference.oobShares === undefined) continue;
      near(
        mean(oobShares.map((own) => own[k])),
        reference.oobShares[k],
        k === 0 ? 0.05 : 0.01,
        `out-of-bag share ${k}`,
      );
    }
    if (reference.oobScore !== undefined) {
      near(mean(models.map((model) => model.oobScore)), reference.oobScore, 0.01, "out-of-bag score");
    }
  });
}

function near(found: number, expected: number, tolerance: number, what: string): void {
  assert.ok(Math.abs(found - expected) <= tolerance, `${what}: found ${found}, expected ${expected}`);
}
