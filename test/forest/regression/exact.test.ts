import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import test, { before } from "node:test";
import { setCurrentEngine } from "../../../src/engine/current-engine.js";
import type { RandomForestRegressorOptions } from "../../../src/forest/forest-options.js";
import { RandomForestRegressor } from "../../../src/forest/random-forest-regressor.js";
import { InlineEngine } from "../inline-engine.js";
import { regressionSet, regressionSets } from "./fixture.js";

before(() => setCurrentEngine(new InlineEngine()));

const all = { splitter: "exact", nEstimators: 1, bootstrap: false, randomState: 0 } as const;

for (const name of regressionSets) {
  const { X, y, trees } = regressionSet(name);
  for (const { columns, options, counts, tree } of trees) {
    const told = `${columns.length === 1 ? columns[0] : "all numbers"} of ${name}, ${JSON.stringify(options)}`;
    test(`the tree is scikit-learn's, node for node: ${told}`, async () => {
      // scikit-learn has its columns in 32-bit numbers.
      const rows = X.map((row) => columns.map((column) => Math.fround((row[column] as number | null) ?? NaN)));
      const model = new RandomForestRegressor({ ...all, ...options });
      await model.fit(rows, y, counts === null ? {} : { sampleWeight: counts });
      if (counts !== null) {
        // The script checks that scikit-learn's splits stay the same.
        for (const scale of [2 ** -300, 2 ** 300]) {
          const sampleWeight = counts.map((count) => count * scale);
          const scaled = await new RandomForestRegressor({ ...all, ...options }).fit(rows, y, { sampleWeight });
          assert.deepEqual(scaled.predict(rows), model.predict(rows));
        }
      }
      const { features, trees: saved } = model.toJSON();
      const { kinds, features: of, splits, leafValues, leafWeights } = saved[0];
      assert.equal(kinds.length, tree.feature.length);
      let [inner, leaf] = [0, 0];
      for (let node = 0; node < kinds.length; node++) {
        if (tree.feature[node] < 0) {
          assert.equal(kinds[node], 0, `node ${node}`);
          assert.ok(Math.abs(leafValues[leaf] - tree.value[node]) <= 1e-9 * Math.abs(tree.value[node]));
          assert.equal(leafWeights[leaf++], tree.weight[node]);
          continue;
        }
        const bins = features[of[inner]];
        assert.ok(bins.kind === "numeric");
        const split = splits[inner++];
        assert.equal(of[inner - 1], tree.feature[node], `node ${node}`);
        assert.equal(split > bins.edges.length ? null : bins.edges[split - 1], tree.threshold[node], `node ${node}`);
        assert.equal(kinds[node] === 2, tree.missingLeft[node], `node ${node}`);
      }
    });
  }
}

/** A fully grown tree of scikit-learn's on several columns. */
interface OrderReference {
  readonly set: (typeof regressionSets)[number];
  readonly columns: readonly string[];
  readonly criterion: string;
  readonly counts: number[];
  readonly feature: number[];
  readonly threshold: (number | null)[];
  readonly left: number[];
  readonly right: number[];
  readonly missingLeft: boolean[];
}

const path = resolve(__dirname, "../../../../test/fixtures/forest/regression-order.json");
const { trees: grown } = JSON.parse(readFileSync(path, "utf8")) as { trees: OrderReference[] };

interface Stump {
  readonly feature: number;
  readonly threshold: number | null;
  readonly missingLeft: boolean;
}

/** The best split of some rows, as a tree of depth 1 has it. */
async function stumpOf(rows: number[][], y: number[], counts: number[], criterion: string): Promise<Stump> {
  const options = { ...all, criterion, maxDepth: 1 } as RandomForestRegressorOptions;
  const model = await new RandomForestRegressor(options).fit(rows, y, { sampleWeight: counts });
  const { features, trees } = model.toJSON();
  const { kinds, features: of, splits } = trees[0];
  assert.notEqual(kinds[0], 0, "a leaf");
  const bins = features[of[0]];
  assert.ok(bins.kind === "numeric");
  const threshold = splits[0] > bins.edges.length ? null : (bins.edges[splits[0] - 1] as number);
  return { feature: of[0], threshold, missingLeft: kinds[0] === 2 };
}

/** By how much a split lowers the impurity of rows; those of both sides differ from it by the same constant. */
function gainOf(rows: number[][], y: number[], counts: number[], criterion: string, split: Stump): number {
  const sums = [0, 0];
  const weights = [0, 0];
  const center = criterion === "poisson" ? 0 : y.reduce((a, b) => a + b, 0) / y.length;
  rows.forEach((row, i) => {
    const side = goesLeft(row[split.feature], split) ? 0 : 1;
    sums[side] += counts[i] * (y[i] - center);
    weights[side] += counts[i];
  });
  const term = (side: number): number =>
    criterion === "poisson" ? sums[side] * Math.log(sums[side] / weights[side]) : sums[side] ** 2 / weights[side];
  return term(0) + term(1);
}

function goesLeft(x: number, { threshold, missingLeft }: Omit<Stump, "feature">): boolean {
  return Number.isNaN(x) ? missingLeft : x <= (threshold ?? Infinity);
}

for (const tree of grown) {
  const { set, columns, criterion, counts } = tree;
  test(`given the order of the features, every split is scikit-learn's: all numbers of ${set} by ${criterion}`, async () => {
    const { X, y } = regressionSet(set);
    const rows = X.map((row) => columns.map((column) => Math.fround((row[column] as number | null) ?? NaN)));
    const option = criterion === "poisson" ? "poisson" : "squaredError";
    const pending = [{ node: 0, inNode: rows.map((_, row) => row).filter((row) => counts[row] > 0) }];
    let splits = 0;
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const { node, inNode } = next;
      const feature = tree.feature[node];
      if (feature < 0) continue;
      splits += 1;
      const theirs = { feature, threshold: tree.threshold[node], missingLeft: tree.missingLeft[node] };
      const [own, target, drawn] = [rows, y, counts].map((values) => inNode.map((row) => values[row])) as [
        number[][],
        number[],
        number[],
      ];
      // Where all targets are equal scikit-learn may split all the same, as its sums are rounded.
      if (target.some((value) => value !== target[0])) {
        const alone = await stumpOf(
          own.map((row) => [row[feature]]),
          target,
          drawn,
          option,
        );
        assert.deepEqual({ ...alone, feature }, theirs, `node ${node} of column ${columns[feature]}`);
        const best = await stumpOf(own, target, drawn, option);
        const [found, expected] = [best, theirs].map((split) => gainOf(own, target, drawn, option, split));
        assert.ok(
          Math.abs(found - expected) <= 1e-9 * Math.max(1, Math.abs(expected)),
          `node ${node}: ${found}, ${expected}`,
        );
      }
      const side = (left: boolean): number[] => inNode.filter((row) => goesLeft(rows[row][feature], theirs) === left);
      pending.push({ node: tree.left[node], inNode: side(true) }, { node: tree.right[node], inNode: side(false) });
    }
    assert.equal(splits, (tree.feature.length - 1) / 2);
  });
}
