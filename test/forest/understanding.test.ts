import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import test, { before } from "node:test";
import { setCurrentEngine } from "../../src/engine/current-engine.js";
import { RandomForestClassifier } from "../../src/forest/random-forest-classifier.js";
import { RandomForestRegressor } from "../../src/forest/random-forest-regressor.js";
import { camelCased, dataSet } from "./fixture.js";
import { InlineEngine } from "./inline-engine.js";
import { type RegressionSet, regressionSet } from "./regression/fixture.js";

before(() => setCurrentEngine(new InlineEngine()));

/** What scikit-learn tells of a tree that {@link RandomForestClassifier} or the regressor grows, too, node for node. */
interface Reference {
  readonly model: "DecisionTreeClassifier" | "DecisionTreeRegressor";
  readonly set: string;
  readonly columns: readonly string[];
  readonly counts: number[] | null;
  readonly criterion: string;
  readonly limits: Record<string, unknown>;
  readonly depth: number;
  readonly leaves: number;
  readonly importances: readonly number[];
  /** By row, the node in which it ends. */
  readonly apply: readonly number[];
  /** Of some rows, the columns that are asked for one after the other, and what is predicted in the end. */
  readonly ways: readonly {
    readonly row: number;
    readonly columns: readonly string[];
    readonly predicted: number | string;
  }[];
}

const path = resolve(__dirname, "../../../test/fixtures/forest/understanding.json");
const { trees } = JSON.parse(readFileSync(path, "utf8")) as { trees: Reference[] };

for (const reference of trees) {
  const { model, set, columns, criterion, limits, counts, ways } = reference;
  const isRegressor = model === "DecisionTreeRegressor";
  const told = `${columns.length === 1 ? columns[0] : "all numbers"} of ${set}, ${criterion}, ${JSON.stringify(limits)}`;
  test(`depth, leaves, importances and ways down are those of a ${model}: ${told}`, async () => {
    const { X, y } = isRegressor ? regressionSet(set as Parameters<typeof regressionSet>[0]) : dataSet(set);
    // scikit-learn has its columns in 32-bit numbers.
    const rows = (X as RegressionSet["X"]).map((row) =>
      Object.fromEntries(columns.map((column) => [column, Math.fround((row[column] as number | null) ?? NaN)])),
    );
    const one = { splitter: "exact", nEstimators: 1, bootstrap: false, maxFeatures: null, randomState: 0 } as const;
    const options = { ...one, ...camelCased({ criterion, ...limits }) } as object;
    const forest = isRegressor ? new RandomForestRegressor(options) : new RandomForestClassifier(options);
    await forest.fit(rows, y, counts === null ? {} : { sampleWeight: counts });

    const [tree] = forest.trees;
    assert.equal(tree.depth, reference.depth);
    assert.equal(tree.leaves, reference.leaves);
    assert.equal(tree.toText(Infinity).match(/(class|value): /g)?.length, reference.leaves);
    // The terms of an entropy are rounded to 20 binary digits, so that their sums are exact.
    const near = criterion === "entropy" ? 1e-7 : 1e-9;
    forest.featureImportances.forEach((importance, f) => {
      assert.ok(Math.abs(importance - reference.importances[f]) < near, `${importance}, ${reference.importances}`);
    });
    const nodes = forest.apply(rows).map(([node]) => node);
    assert.deepEqual(nodes, reference.apply);
    for (const { row, columns: asked, predicted } of ways) {
      const lines = forest.decisionPath(rows.slice(row, row + 1)).split("\n");
      const end = lines.pop() as string;
      assert.equal(lines.length, asked.length);
      lines.forEach((line, i) => {
        const value = rows[row][asked[i]];
        assert.ok(line.startsWith(`${asked[i]} `), line);
        assert.ok(line.endsWith(`: it is ${Number.isNaN(value) ? "missing" : value}`), line);
        const limit = / (<=|>) (\S+?)(?: or missing)?: /.exec(line);
        if (limit === null || Number.isNaN(value)) assert.match(line, /missing/);
        else assert.equal(value <= Number(limit[2]), limit[1] === "<=", line);
      });
      const says = /^(?:class|value): (\S+) \(/.exec(end)?.[1] as string;
      if (typeof predicted === "string") assert.equal(says, JSON.stringify(predicted));
      else assert.ok(Math.abs(Number(says) - predicted) <= 1e-6 * Math.abs(predicted), `${end}, ${predicted}`);
    }
  });
}
