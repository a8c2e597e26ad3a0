import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import test, { beforeEach } from "node:test";
import { setCurrentEngine } from "../../src/engine/current-engine.js";
import { binPartition, codeCount, type FeatureBins } from "../../src/forest/bins/bins.js";
import { finishExact } from "../../src/forest/grow/exact-splits.js";
import { growTree } from "../../src/forest/grow/grow.js";
import { makeWorkspace } from "../../src/forest/kernel/workspace.js";
import { leafNodes } from "../../src/forest/predict/vote.js";
import { RandomForestClassifier } from "../../src/forest/random-forest-classifier.js";
import type { Tree } from "../../src/forest/tree.js";
import { fromRecords } from "../../src/frame/from-records.js";
import type { Partition } from "../../src/partition/partition.js";
import { matrixOf } from "./brute-force.js";
import { camelCased, dataSet } from "./fixture.js";
import { InlineEngine } from "./inline-engine.js";

let engine: InlineEngine;
beforeEach(() => {
  engine = new InlineEngine();
  setCurrentEngine(engine);
});

/** A tree as both libraries' are written for comparison: nodes in preorder. */
interface PlainTree {
  /** -1 in leaves. */
  readonly feature: number[];
  /** `null` in leaves, and where only missing values go right. */
  readonly threshold: (number | null)[];
  readonly left: number[];
  readonly right: number[];
  readonly missingLeft: boolean[];
  /** By node and class: draws. */
  readonly drawn: number[][];
}

interface Reference {
  readonly kind: "column" | "unique" | "order";
  readonly set: string;
  readonly columns: readonly string[];
  /** By row, how often it was drawn; `null` for once each. */
  readonly counts: number[] | null;
  readonly criterion: "gini" | "entropy";
  readonly limits: Record<string, unknown>;
  readonly tree: PlainTree;
}

const path = resolve(__dirname, "../../../test/fixtures/forest/exact.json");
const { trees: references } = JSON.parse(readFileSync(path, "utf8")) as { trees: Reference[] };

const all = { splitter: "exact", nEstimators: 1, bootstrap: false, maxFeatures: null, randomState: 0 } as const;

/** The reference's columns as scikit-learn has them, in 32-bit numbers; NaN where missing. */
function rowsOf({ set, columns }: Pick<Reference, "set" | "columns">): number[][] {
  return dataSet(set).X.map((row) => {
    const cells = row as Record<string, number | null>;
    return columns.map((column) => Math.fround(cells[column] ?? NaN));
  });
}

/** A tree of a model, which had every row in its sample as often as the counts say. */
function plainTree(model: RandomForestClassifier): PlainTree {
  const { features, trees, classes } = model.toJSON();
  const tree = trees[0];
  const used = { inner: 0, leaves: 0, pairs: 0 };
  const plain: PlainTree = { feature: [], threshold: [], left: [], right: [], missingLeft: [], drawn: [] };
  const read = (node: number): number => {
    const kind = tree.kinds[node];
    plain.drawn.push(classes.map(() => 0));
    if (kind === 0) {
      const size = tree.leafSizes[used.leaves++];
      for (const end = used.pairs + size; used.pairs < end; used.pairs++) {
        plain.drawn[node][tree.leafClasses[used.pairs]] += tree.leafWeights[used.pairs];
      }
      plain.feature.push(-1);
      plain.threshold.push(null);
      plain.missingLeft.push(false);
      plain.left.push(-1);
      plain.right.push(-1);
      return node + 1;
    }
    const feature = tree.features[used.inner];
    const bins = features[feature];
    assert.ok(bins.kind === "numeric");
    const split = tree.splits[used.inner++];
    plain.feature.push(feature);
    plain.threshold.push(split > bins.edges.length ? null : (bins.edges[split - 1] as number));
    plain.missingLeft.push(kind === 2);
    plain.left.push(node + 1);
    plain.right.push(0);
    plain.right[node] = read(node + 1);
    const end = read(plain.right[node]);
    plain.drawn[node] = plain.drawn[node + 1].map((count, k) => count + plain.drawn[plain.right[node]][k]);
    return end;
  };
  read(0);
  return plain;
}

const told = ({ set, columns, criterion, counts, limits }: Reference): string =>
  `${columns.length === 1 ? columns[0] : "all columns"} of ${set} by ${criterion}${counts ? ", drawn rows" : ""} ${JSON.stringify(limits)}`;

for (const reference of references.filter(({ kind }) => kind !== "order")) {
  test(`the tree is scikit-learn's, node for node: ${told(reference)}`, async () => {
    const { criterion, limits, counts, tree } = reference;
    const model = new RandomForestClassifier({ ...all, criterion, ...camelCased(limits) });
    await model.fit(rowsOf(reference), dataSet(reference.set).y, counts === null ? {} : { sampleWeight: counts });
    const found = plainTree(model);
    for (const part of ["feature", "threshold", "left", "right", "drawn"] as const) {
      assert.deepEqual(found[part], tree[part], part);
    }
    tree.feature.forEach((feature, node) => {
      if (feature >= 0) assert.equal(found.missingLeft[node], tree.missingLeft[node], `node ${node}`);
    });
  });
}

/** How much a node's split lowers its impurity, from the draws by class of both sides. */
function gain(left: readonly number[], right: readonly number[], criterion: string): number {
  const side = (counts: readonly number[]): number => {
    const sum = counts.reduce((a, b) => a + b, 0);
    return counts.reduce(
      (all, n) => all + (n === 0 ? 0 : criterion === "gini" ? (n * n) / sum : n * Math.log2(n / sum)),
      0,
    );
  };
  return side(left) + side(right);
}

for (const reference of references.filter(({ kind }) => kind === "order")) {
  test(`given the order of the features, every split is scikit-learn's: ${told(reference)}`, async () => {
    const { criterion, tree, columns } = reference;
    const rows = rowsOf(reference);
    const { y } = dataSet(reference.set);
    const pending = [{ node: 0, counts: reference.counts as number[] }];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const { node, counts } = next;
      const feature = tree.feature[node];
      if (feature < 0) continue;
      const stump = async (of: readonly number[]): Promise<PlainTree> => {
        const model = new RandomForestClassifier({ ...all, criterion, maxDepth: 1 });
        const inNode = <T>(values: readonly T[]): T[] => values.filter((_, row) => counts[row] > 0);
        const own = inNode(rows).map((row) => of.map((f) => row[f]));
        return plainTree(await model.fit(own, inNode(y), { sampleWeight: inNode(counts) }));
      };
      const alone = await stump([feature]);
      assert.equal(alone.threshold[0], tree.threshold[node], `node ${node} of column ${columns[feature]}`);
      assert.equal(alone.missingLeft[0], tree.missingLeft[node], `node ${node}`);
      const best = await stump(columns.map((_, f) => f));
      const [found, theirs] = [
        gain(best.drawn[1], best.drawn[2], criterion),
        gain(tree.drawn[tree.left[node]], tree.drawn[tree.right[node]], criterion),
      ];
      assert.ok(Math.abs(found - theirs) < 1e-6, `node ${node}: found ${found}, scikit-learn ${theirs}`);
      const threshold = tree.threshold[node] ?? Infinity;
      const goesLeft = (x: number): boolean => (Number.isNaN(x) ? tree.missingLeft[node] : x <= threshold);
      const side = (left: boolean): number[] =>
        counts.map((count, row) => (goesLeft(rows[row][feature]) === left ? count : 0));
      pending.push({ node: tree.left[node], counts: side(true) }, { node: tree.right[node], counts: side(false) });
    }
  });
}

test("on any partitions the forest is the same, with text, missing values, weights and out-of-bag scores", async () => {
  const { X, y } = dataSet("penguins");
  const options = {
    splitter: "exact",
    nEstimators: 8,
    randomState: 3,
    oobScore: true,
    classWeight: "balanced",
  } as const;
  const whole = await new RandomForestClassifier(options).fit(X, y);
  for (const npartitions of [3, 40]) {
    const frame = fromRecords(
      X.map((row, i) => ({ ...row, Species: y[i] })),
      { npartitions },
    );
    const model = new RandomForestClassifier(options);
    await model.fit(frame.drop({ columns: ["Species"] }), frame.column("Species"));
    assert.equal(model.fingerprint, whole.fingerprint);
    assert.deepEqual(model.oobDecisionFunction, whole.oobDecisionFunction);
  }
  assert.ok(whole.oobScore > 0.95, String(whole.oobScore));
  assert.equal(engine.held, 0);
});

test("trees that are added, saved or turned into ml-random-forest's are what they would be otherwise", async () => {
  const { X, y } = dataSet("wine");
  const options = { splitter: "exact", randomState: 5 } as const;
  const whole = await new RandomForestClassifier({ ...options, nEstimators: 20 }).fit(X, y);
  const model = await new RandomForestClassifier({ ...options, nEstimators: 7, warmStart: true }).fit(X, y);
  const copy = RandomForestClassifier.fromJSON(JSON.stringify(model));
  for (const started of [model, copy]) {
    await started.setParams({ nEstimators: 20 }).fit(X, y);
    assert.equal(started.fingerprint, whole.fingerprint);
    assert.deepEqual(started.predictProba(X), whole.predictProba(X));
  }
  const rows = X.map((row) => Object.values(row) as number[]);
  const library = RandomForestClassifier.fromMLRandomForest(whole.toMLRandomForest());
  assert.deepEqual(library.predict(rows), whole.toMLRandomForest().predict(rows));
});

test("a column of more numbers than there are codes is refused, and so is maxBins", async () => {
  const X = Array.from({ length: 65_535 }, (_, i) => [i]);
  const y = X.map(([x]) => x % 2);
  const model = new RandomForestClassifier({ ...all, maxDepth: 3 });
  await assert.rejects(
    model.fit(X, y),
    /column "0" holds 65535 different numbers; the splitter "exact" takes at most 65534\. Use the splitter "histogram"/,
  );
  await model.fit(X.slice(1), y.slice(1));
  assert.equal(model.trees[0].depth, 3);
  await assert.rejects(
    new RandomForestClassifier({ ...all, maxBins: 64 }).fit([[1], [2]], [0, 1]),
    /"exact" does not bin; option "maxBins" is 64/,
  );
});

test("where thresholds are too many, those between the same two values become one, and rows end where they did", () => {
  const rows = 400;
  const values = [0, 1].map((f) => Float64Array.from({ length: rows }, (_, i) => Math.sin(i + 7 * f) + (i % 5)).sort());
  const bins = values.map((edges, f) => ({ name: String(f), kind: "numeric", sawMissing: false, edges }) as const);
  const cells = Array.from({ length: rows }, (_, i) => [1 + ((i * 37) % rows), 1 + ((i * 101) % rows)]);
  const labels = cells.map(([a, b], i) => (a + 2 * b + 3 * i) % 3);
  const matrix = matrixOf(cells, labels, { codeCounts: [rows + 2, rows + 2], classes: 3 });
  const params = {
    seed: 2,
    criterion: "gini",
    draws: rows,
    drawFraction: null,
    balancedSubsample: false,
    maxDepth: Infinity,
    minSamplesSplit: 2,
    minSamplesLeaf: 1,
    minImpurityDecrease: 0,
    maxLeafNodes: null,
    maxFeatures: 1,
    exact: true,
  } as const;
  const workspace = makeWorkspace(matrix);
  const grown = Array.from({ length: 30 }, (_, t) => growTree(workspace, params, t));
  const [free, crowded] = [finishExact(bins, grown, undefined), finishExact(bins, grown, undefined, 398)];
  const counts = (of: readonly FeatureBins[]): number[] => of.map((feature) => codeCount(feature) - 2);
  assert.ok(Math.min(...counts(free.bins)) > 500 && Math.max(...counts(crowded.bins)) <= 399);
  const rowsAsValues: Partition = {
    length: rows,
    names: ["0", "1"],
    columns: [0, 1].map((f) => ({
      dtype: "float64",
      values: Float64Array.from(cells, (row) => values[f][row[f] - 1]),
    })),
  };
  const leavesOf = (trees: readonly Tree[], own: readonly FeatureBins[]): Int32Array =>
    leafNodes(
      { bins: own, classes: [0, 1, 2], criterion: "gini", voting: "soft", trees },
      binPartition(rowsAsValues, own),
      rows,
    );
  const expected = leavesOf(free.treesOnCodes, bins);
  for (const { bins: own, trees } of [free, crowded]) assert.deepEqual(leavesOf(trees, own), expected);
  assert.throws(
    () => finishExact(bins, grown, undefined, 50),
    /split column "0" at 3\d\d values; at most 50 are possible/,
  );
});
