import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import test, { before, describe } from "node:test";
import { setCurrentEngine } from "../../src/engine/current-engine.js";
import { setFollower } from "../../src/engine/follow-tasks.js";
import type { RandomForestOptions } from "../../src/forest/forest-options.js";
import { RandomForestClassifier } from "../../src/forest/random-forest-classifier.js";
import { GridSearchCV } from "../../src/model-selection/grid-search-cv.js";
import { combinations } from "../../src/model-selection/parameter-grid.js";
import { sampleParameters } from "../../src/model-selection/parameter-sampler.js";
import { RandomizedSearchCV } from "../../src/model-selection/randomized-search-cv.js";
import { rankMeans } from "../../src/model-selection/search.js";
import { StratifiedKFold } from "../../src/model-selection/stratified-k-fold.js";
import { camelCased, dataSet } from "../forest/fixture.js";
import { InlineEngine } from "../forest/inline-engine.js";

interface Reference {
  searches: { data: string; params: Record<string, unknown>[]; mean: number[]; spread: number[] }[];
  ranks: { means: (number | null)[]; ranks: number[] }[];
}

const path = resolve(__dirname, "../../../test/fixtures/model-selection/search.json");
const reference: Reference = JSON.parse(readFileSync(path, "utf8"));

const engine = new InlineEngine();
before(() => setCurrentEngine(engine));

const wine = dataSet("wine");
const y = wine.y as number[];
const small = (options: RandomForestOptions = {}) =>
  new RandomForestClassifier({ nEstimators: 5, randomState: 1, ...options });

test("on the same folds a grid has scikit-learn's candidates, scores and ranks", async () => {
  const grid = { maxDepth: [1, 2, null], minSamplesLeaf: [1, 40], maxFeatures: ["sqrt" as const, null] };
  for (const { data, params, mean, spread } of reference.searches) {
    const { X, y } = dataSet(data);
    const cv = new StratifiedKFold({ nSplits: 3 });
    const search = await new GridSearchCV(new RandomForestClassifier({ randomState: 3 }), grid, {
      cv,
      refit: false,
    }).fit(X, y as number[]);
    const found = search.cvResults;
    assert.deepEqual(
      found.map((result) => result.params),
      params.map(camelCased),
    );
    for (const [i, expected] of mean.entries()) {
      const near = 0.02 + 3 * spread[i];
      const { mean: own } = found[i];
      assert.ok(Math.abs(own - expected) < near, `${data}, ${JSON.stringify(params[i])}: ${own}, expected ${expected}`);
      for (const [j, other] of mean.entries()) {
        if (expected - other < 2 * near) continue;
        assert.ok(
          found[i].rank < found[j].rank,
          `${data}: ${JSON.stringify(params[i])} before ${JSON.stringify(params[j])}`,
        );
      }
    }
  }
});

test("candidates of one mean share a rank, and those without one come last, as in scikit-learn", () => {
  for (const { means, ranks } of reference.ranks) {
    assert.deepEqual(rankMeans(means.map((mean) => mean ?? Number.NaN)), ranks, String(means));
  }
});

test("a search gives the best options, scores and a model with them that is fitted on all rows", async () => {
  const grid = { maxDepth: [1, 4], nEstimators: [3, 6] };
  const search = await new GridSearchCV(small(), grid, { cv: 3 }).fit(wine.X, y);
  const best = search.cvResults[search.bestIndex];
  assert.equal(best.rank, 1);
  assert.deepEqual(search.bestParams, best.params);
  assert.equal(search.bestScore, Math.max(...search.cvResults.map(({ mean }) => mean)));
  assert.deepEqual(search.bestScores.scores, best.scores);
  const own = await small(search.bestParams).fit(wine.X, y);
  assert.equal(search.bestEstimator.fingerprint, own.fingerprint);
  assert.equal(engine.held, 0);
});

test("of equal candidates the first is the best", async () => {
  const grid = { criterion: ["entropy" as const, "logLoss" as const], maxDepth: [3] };
  const search = await new GridSearchCV(small(), grid, { cv: 2, refit: false }).fit(wine.X, y);
  assert.deepEqual(
    search.cvResults.map(({ rank }) => rank),
    [1, 1],
  );
  assert.equal(search.bestParams.criterion, "entropy");
});

test("a candidate that cannot be trained has the score NaN and the last rank", async () => {
  const rows = Array.from({ length: 12 }, (_, i) => [i]);
  const labels = rows.map(([i]) => (i < 6 ? "a" : "b"));
  const scoring = (model: RandomForestClassifier) => (model.options.maxDepth === 1 ? Number.NaN : 0.5);
  const search = await new GridSearchCV(small(), { maxDepth: [1, 2] }, { cv: 2, scoring }).fit(rows, labels);
  assert.deepEqual(
    search.cvResults.map(({ rank }) => rank),
    [2, 1],
  );
  assert.deepEqual(search.bestParams, { maxDepth: 2 });
});

test("progress counts candidates, and shows nothing of the models' own", async () => {
  const shown: string[] = [];
  let done = 0;
  setFollower((news, keys, { title }) => {
    shown.push(`${title}: ${keys.length}`);
    news.subscribe((event) => {
      if (event.type === "task" && keys.includes(event.key) && event.state === "finished") done += 1;
    });
    return { stop: () => {} };
  });
  try {
    await new GridSearchCV(small(), { maxDepth: [1, 2, 3] }, { cv: 2, refit: false }).fit(wine.X, y);
  } finally {
    setFollower(() => ({ stop: () => {} }));
  }
  assert.deepEqual(shown, ["candidates: 3"]);
  assert.equal(done, 3);
});

describe("combinations()", () => {
  test("come in scikit-learn's order: options by name, the last changing fastest", () => {
    assert.deepEqual(combinations("X", { b: [1, 2], a: ["x", "y"] }), [
      { a: "x", b: 1 },
      { a: "x", b: 2 },
      { a: "y", b: 1 },
      { a: "y", b: 2 },
    ]);
  });

  test("of several grids come one after the other", () => {
    assert.deepEqual(combinations("X", [{ a: [1] }, { b: [2, 3] }]), [{ a: 1 }, { b: 2 }, { b: 3 }]);
  });
});

describe("sampleParameters()", () => {
  const lists = { a: [1, 2, 3, 4], b: ["x", "y", "z"] };

  test("draws from lists without drawing a combination twice, and the same for the same seed", () => {
    for (let seed = 0; seed < 50; seed++) {
      const drawn = sampleParameters("X", lists, 11, seed);
      assert.equal(new Set(drawn.map((params) => JSON.stringify(params))).size, 11);
      assert.deepEqual(sampleParameters("X", lists, 11, seed), drawn);
    }
    assert.notDeepEqual(sampleParameters("X", lists, 5, 1), sampleParameters("X", lists, 5, 2));
  });

  test("draws every combination as often as any other", () => {
    const times = new Map<string, number>();
    for (let seed = 0; seed < 3000; seed++) {
      const [params] = sampleParameters("X", lists, 1, seed);
      times.set(JSON.stringify(params), (times.get(JSON.stringify(params)) ?? 0) + 1);
    }
    assert.equal(times.size, 12);
    // Within five standard deviations.
    for (const count of times.values()) assert.ok(Math.abs(count - 250) < 5 * 15.2, String(count));
  });

  test("gives all combinations, with a warning, where there are no more than are asked for", async () => {
    const warned = once(process, "warning");
    assert.deepEqual(sampleParameters("X", { a: [1, 2] }, 5, 0), [{ a: 1 }, { a: 2 }]);
    assert.match((await warned)[0].message, /there are only 2 combinations, fewer than nIter, 5/);
  });

  test("draws from ranges evenly: whole numbers with both ends, real ones, and logarithms", () => {
    const ranges = {
      whole: { low: 2, high: 4, whole: true },
      real: { low: -1, high: 1 },
      log: { low: 1, high: 10_000, log: true },
      both: { low: 1, high: 15, whole: true, log: true },
    };
    const drawn = sampleParameters("X", ranges, 4000, 7) as Record<keyof typeof ranges, number>[];
    const share = (test: (params: (typeof drawn)[0]) => boolean): number => drawn.filter(test).length / drawn.length;
    const near = (found: number, expected: number): void => assert.ok(Math.abs(found - expected) < 0.04, `${found}`);
    for (const value of [2, 3, 4])
      near(
        share(({ whole }) => whole === value),
        1 / 3,
      );
    assert.equal(
      share(({ real }) => real >= -1 && real < 1),
      1,
    );
    near(
      share(({ real }) => real < -0.5),
      0.25,
    );
    for (const end of [10, 100, 1000])
      near(
        share(({ log }) => log < end),
        Math.log10(end) / 4,
      );
    assert.equal(
      share(({ both }) => Number.isInteger(both) && both >= 1 && both <= 15),
      1,
    );
    near(
      share(({ both }) => both < 4),
      0.5,
    );
  });
});

test("a randomized search draws nIter candidates, the same for the same randomState", async () => {
  const ranges = { maxDepth: { low: 1, high: 8, whole: true }, maxFeatures: ["sqrt" as const, null] };
  const searches = [];
  for (const randomState of [4, 4, 5]) {
    const search = new RandomizedSearchCV(small(), ranges, { nIter: 4, randomState, cv: 2, refit: false });
    searches.push((await search.fit(wine.X, y)).cvResults);
  }
  assert.equal(searches[0].length, 4);
  assert.deepEqual(searches[0], searches[1]);
  assert.notDeepEqual(searches[0], searches[2]);
});

describe("what is wrong is said in a sentence, before a model is trained", () => {
  const grid = (given: unknown, options: object = {}) =>
    new GridSearchCV(small(), given as object, options).fit(wine.X, y);
  const ranges = (given: unknown) => new RandomizedSearchCV(small(), given as object).fit(wine.X, y);
  for (const [what, search, expected] of [
    [
      "an unknown option",
      () => grid({ maxDept: [1] }),
      /RandomForestClassifier has no option "maxDept"\. Did you mean "maxDepth"\?/,
    ],
    [
      "a wrong value",
      () => grid({ maxDepth: [1, 2.5] }),
      /option "maxDepth" must be a whole number of at least 1, or null, but it is 2.5/,
    ],
    ["no grid", () => grid(undefined), /GridSearchCV takes a grid as an object with a list for each option/],
    ["an empty grid", () => grid({}), /GridSearchCV: the grid is empty/],
    ["no grids", () => grid([]), /GridSearchCV: the grid is empty/],
    [
      "an empty list",
      () => grid({ maxDepth: [] }),
      /needs a list of values to try for "maxDepth", but has an empty list/,
    ],
    [
      "a value that is no list",
      () => grid({ maxDepth: 3 }),
      /needs a list of values to try for "maxDepth", but has no list/,
    ],
    [
      "an unknown option of the search",
      () => grid({ maxDepth: [3] }, { nIter: 3 }),
      /GridSearchCV has no option "nIter"/,
    ],
    [
      "a range without an end",
      () => ranges({ maxDepth: { low: 3 } }),
      /the range of "maxDepth" needs two numbers, low and a high/,
    ],
    [
      "a range of other things",
      () => ranges({ maxDepth: { low: 3, high: 4, step: 1 } }),
      /the range of "maxDepth" has no "step"; a range is \{ low, high \}/,
    ],
    [
      "a whole range with other ends",
      () => ranges({ maxDepth: { low: 0.5, high: 4, whole: true } }),
      /is of whole numbers but ends in others/,
    ],
    [
      "a logarithmic range from 0",
      () => ranges({ minImpurityDecrease: { low: 0, high: 1, log: true } }),
      /is logarithmic, so low must be above 0/,
    ],
  ] as const) {
    test(what, async () => {
      engine.labels.length = 0;
      await assert.rejects(search(), { name: "OptionError", message: expected });
      assert.deepEqual(engine.labels, []);
    });
  }

  test("asking before the search, or for a model that was not wanted", async () => {
    const search = new GridSearchCV(small(), { maxDepth: [1] }, { cv: 2, refit: false });
    assert.throws(() => search.bestParams, /GridSearchCV: bestParams needs a finished search; call fit\(X, y\) first/);
    await search.fit(wine.X, y);
    assert.throws(
      () => search.bestEstimator,
      /there is no bestEstimator with refit: false; fit a model with bestParams/,
    );
  });
});
