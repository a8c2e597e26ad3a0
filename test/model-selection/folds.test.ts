import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import test, { before, describe } from "node:test";
import fc from "fast-check";
import { setCurrentEngine } from "../../src/engine/current-engine.js";
import { fromRecords } from "../../src/frame/from-records.js";
import type { Fold } from "../../src/model-selection/chosen-rows.js";
import type { SplitOptions, Splitter } from "../../src/model-selection/folds.js";
import { GroupKFold } from "../../src/model-selection/group-k-fold.js";
import { KFold } from "../../src/model-selection/k-fold.js";
import { StratifiedKFold } from "../../src/model-selection/stratified-k-fold.js";
import { TimeSeriesSplit } from "../../src/model-selection/time-series-split.js";
import { InlineEngine } from "../forest/inline-engine.js";

interface Reference {
  kFold: { n: number; k: number; folds: number[] | null }[];
  stratified: { y: string[]; k: number; folds: number[] | null; shuffled: Record<string, number>[] | null }[];
  groups: { groups: string[]; k: number; sizes: number[] | null }[];
  timeSeries: {
    n: number;
    k: number;
    maxTrainSize: number | null;
    testSize: number | null;
    gap: number;
    folds: [number[], number[]][] | null;
  }[];
}

const path = resolve(__dirname, "../../../test/fixtures/model-selection/folds.json");
const reference: Reference = JSON.parse(readFileSync(path, "utf8"));

before(() => setCurrentEngine(new InlineEngine()));

/** The rows that each fold trains and tests on, by their numbers. */
async function rowsOf(
  splitter: Splitter,
  y: readonly (string | number)[],
  npartitions = 1,
  options?: SplitOptions,
): Promise<[train: number[], test: number[]][]> {
  const frame = fromRecords(
    y.map((label, row) => ({ row, label })),
    { npartitions },
  );
  const X = frame.drop({ columns: ["label"] });
  const folds = await splitter.split(X, frame.column("label"), options);
  return Promise.all(folds.map(async ([train, test]) => [await rowsIn(train), await rowsIn(test)]));
}

async function rowsIn(part: Fold[0]): Promise<number[]> {
  return (await part.column("row").compute()).values as number[];
}

/** For each row the fold that tests it; checks that the fold trains on all others. */
function foldOfRows(folds: readonly [number[], number[]][], n: number): number[] {
  const found = new Array<number>(n).fill(-1);
  for (const [fold, [train, test]] of folds.entries()) {
    for (const row of test) found[row] = fold;
    assert.deepEqual(
      [...train, ...test].sort((a, b) => a - b),
      [...Array(n).keys()],
    );
  }
  return found;
}

const blank = (n: number): number[] => new Array<number>(n).fill(0);

test("KFold tests the rows that scikit-learn's does, and refuses what that refuses", async () => {
  for (const { n, k, folds } of reference.kFold) {
    const splitter = new KFold({ nSplits: k });
    if (folds === null) await assert.rejects(rowsOf(splitter, blank(n)), /too few for \d+ folds/);
    else assert.deepEqual(foldOfRows(await rowsOf(splitter, blank(n), 2), n), folds, `${n} rows, ${k} folds`);
  }
});

test("StratifiedKFold tests the rows that scikit-learn's does, wherever the rows are cut", async () => {
  for (const [i, { y, k, folds }] of reference.stratified.entries()) {
    const splitter = new StratifiedKFold({ nSplits: k });
    if (folds === null) await assert.rejects(rowsOf(splitter, y), /every class has fewer rows than there are folds/);
    else assert.deepEqual(foldOfRows(await rowsOf(splitter, y, 1 + (i % 4)), y.length), folds, `case ${i}`);
  }
});

test("shuffled, each fold of StratifiedKFold has as many rows of each class as scikit-learn's", async () => {
  for (const [i, { y, k, shuffled }] of reference.stratified.entries()) {
    const splitter = new StratifiedKFold({ nSplits: k, shuffle: true, randomState: i });
    if (shuffled === null) await assert.rejects(rowsOf(splitter, y), /every class has fewer rows/);
    else {
      const folds = await rowsOf(splitter, y, 1 + (i % 4));
      foldOfRows(folds, y.length);
      const counts = folds.map(([, test]) =>
        Object.fromEntries(
          [...new Set(y)].sort().map((label) => [label, test.filter((row) => y[row] === label).length]),
        ),
      );
      assert.deepEqual(counts, shuffled, `case ${i}`);
    }
  }
});

test("GroupKFold balances folds as scikit-learn's, and parts no group", async () => {
  for (const [i, { groups, k, sizes }] of reference.groups.entries()) {
    const splitter = new GroupKFold({ nSplits: k });
    const folds = rowsOf(splitter, blank(groups.length), 1 + (i % 3), { groups });
    if (sizes === null) {
      await assert.rejects(folds, /too few for \d+ folds; each needs one/);
      continue;
    }
    const found = foldOfRows(await folds, groups.length);
    assert.deepEqual(
      sizes.map((_, fold) => found.filter((each) => each === fold).length),
      sizes,
    );
    for (const group of groups) {
      assert.equal(new Set(found.filter((_, row) => groups[row] === group)).size, 1, group);
    }
  }
});

test("groups may be numbers, dates or truth values, and more than there may be classes", async () => {
  const many = Array.from({ length: 10_000 }, (_, i) => i >> 1);
  const folds = await rowsOf(new GroupKFold({ nSplits: 2 }), blank(10_000), 3, { groups: many });
  assert.deepEqual(
    folds.map(([, rows]) => rows.length),
    [5000, 5000],
  );
  const days = [0, 0, 1, 1, 2].map((day) => new Date(86_400_000 * day));
  assert.equal((await rowsOf(new GroupKFold({ nSplits: 3 }), blank(5), 1, { groups: days })).length, 3);
  const flags = { groups: [true, false, true] };
  assert.deepEqual(foldOfRows(await rowsOf(new GroupKFold({ nSplits: 2 }), blank(3), 1, flags), 3), [0, 1, 0]);
});

test("TimeSeriesSplit trains and tests on the rows that scikit-learn's does", async () => {
  for (const { n, k, maxTrainSize, testSize, gap, folds } of reference.timeSeries) {
    const options = { nSplits: k, maxTrainSize: maxTrainSize ?? undefined, testSize: testSize ?? undefined, gap };
    const found = rowsOf(new TimeSeriesSplit(options), blank(n), 2);
    if (folds === null) await assert.rejects(found, /too few for|leave none of the/);
    else assert.deepEqual(await found, folds, JSON.stringify(options));
  }
});

test("shuffled folds are those of the rows' numbers: of the sizes of KFold, and the same for any partitions", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 2, max: 200 }),
      fc.integer({ min: 2, max: 9 }),
      fc.integer({ min: 0, max: 2 ** 32 }),
      fc.integer({ min: 1, max: 7 }),
      fc.boolean(),
      async (n, nSplits, randomState, npartitions, stratified) => {
        fc.pre(nSplits <= n);
        const options = { nSplits, shuffle: true, randomState };
        const splitter = stratified ? new StratifiedKFold(options) : new KFold(options);
        const y = Array.from({ length: n }, (_, row) => (stratified && n >= 2 * nSplits ? row % 2 : 0));
        const whole = await rowsOf(splitter, y);
        foldOfRows(whole, n);
        if (!stratified) {
          const sizes = whole.map(([, rows]) => rows.length);
          assert.deepEqual(
            sizes,
            sizes.map((_, fold) => Math.floor(n / nSplits) + (fold < n % nSplits ? 1 : 0)),
          );
        }
        assert.deepEqual(await rowsOf(splitter, y, npartitions), whole);
      },
    ),
    { numRuns: 40 },
  );
});

test("another seed gives other folds", async () => {
  const [first, second] = await Promise.all(
    [1, 2].map((randomState) => rowsOf(new KFold({ shuffle: true, randomState }), blank(60))),
  );
  assert.notDeepEqual(first, second);
});

test("a class with fewer rows than folds is warned of", async () => {
  const warned = once(process, "warning");
  await rowsOf(new StratifiedKFold({ nSplits: 3 }), ["a", "a", "a", "b", "a"]);
  const [warning] = await warned;
  assert.equal(
    warning.message,
    "StratifiedKFold: the smallest class has only 1 row, so some of the 3 folds test none of it.",
  );
});

describe("what cannot be cut into folds is refused in a sentence", () => {
  for (const [what, split, expected] of [
    [
      "too many folds",
      () => rowsOf(new KFold({ nSplits: 4 }), blank(3)),
      "KFold: there are 3 rows, too few for 4 folds; each needs one to test on.",
    ],
    [
      "one fold",
      () => rowsOf(new KFold({ nSplits: 1 }), blank(3)),
      'KFold: option "nSplits" must be a whole number of at least 2, but it is 1.',
    ],
    [
      "a seed without shuffling",
      () => rowsOf(new StratifiedKFold({ randomState: 1 }), blank(9)),
      'StratifiedKFold: option "randomState" is about shuffled rows; leave it out, or set shuffle to true.',
    ],
    [
      "no groups",
      () => rowsOf(new GroupKFold(), blank(9)),
      'GroupKFold needs the option "groups", a value for each row of X.',
    ],
    [
      "groups of other rows",
      () => rowsOf(new GroupKFold(), blank(9), 1, { groups: [1] }),
      /X has 9 rows but groups has 1/,
    ],
    [
      "rows without a group",
      () => rowsOf(new GroupKFold(), blank(3), 1, { groups: ["a", null, "b"] }),
      /GroupKFold: 1 of 3 rows have no group/,
    ],
    [
      "numbers that are no classes",
      () => rowsOf(new StratifiedKFold({ nSplits: 2 }), [0.5, 1.5, 2]),
      /StratifiedKFold: y: labels must be strings, whole numbers or booleans/,
    ],
    [
      "a gap that leaves nothing",
      () => rowsOf(new TimeSeriesSplit({ nSplits: 2, gap: 4 }), blank(8)),
      "TimeSeriesSplit: 2 folds of 2 test rows and a gap of 4 leave none of the 8 rows to train the first fold on.",
    ],
  ] as const) {
    test(what, async () => {
      await assert.rejects(split(), typeof expected === "string" ? { message: expected } : expected);
    });
  }
});
