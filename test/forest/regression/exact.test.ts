import assert from "node:assert/strict";
import test, { before } from "node:test";
import { setCurrentEngine } from "../../../src/engine/current-engine.js";
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
