/** One of each view, with data as it may come, and the same with hostile names. */

import { dfd } from "../../src/danfo/danfo.js";
import { ColumnError, ReadError } from "../../src/errors.js";
import type { OutlineNode } from "../../src/forest/decision-tree.js";
import { Evaluation } from "../../src/metrics/evaluate.js";
import { Importances } from "../../src/metrics/importances.js";
import { comparePartition } from "../../src/metrics/regression/compare-predictions.js";
import { RegressionEvaluation } from "../../src/metrics/regression-evaluation.js";
import { countScores, mergeBins, mergeThresholds } from "../../src/metrics/score-counts.js";
import type { ClassScoreCounts } from "../../src/metrics/scores-of-series.js";
import { Scores } from "../../src/model-selection/scores.js";
import type { Bundle } from "../../src/notebook/bundle.js";
import { clientView } from "../../src/notebook/views/client.js";
import { confusionView } from "../../src/notebook/views/confusion.js";
import { calibrationView, precisionRecallView, rocView } from "../../src/notebook/views/curves.js";
import { danfoFrameView, danfoSeriesView } from "../../src/notebook/views/danfo.js";
import { errorView } from "../../src/notebook/views/error.js";
import { evaluationView } from "../../src/notebook/views/evaluation.js";
import { frameView, seriesView } from "../../src/notebook/views/frame.js";
import { futureView } from "../../src/notebook/views/future.js";
import { groupByView } from "../../src/notebook/views/group-by.js";
import { importancesView } from "../../src/notebook/views/importances.js";
import { modelView } from "../../src/notebook/views/model.js";
import { progressView } from "../../src/notebook/views/progress.js";
import { predictionsView, regressionView, residualsView } from "../../src/notebook/views/regression.js";
import { reportView } from "../../src/notebook/views/report.js";
import { scoresView, searchView } from "../../src/notebook/views/search.js";
import { type TreeState, treeView } from "../../src/notebook/views/tree.js";
import { type Column, cellAt, type Partition } from "../../src/partition/partition.js";

/** Text that is up to no good in HTML, scripts, LaTeX, terminals, or just by its length or its direction. */
export const hostile = [
  "<script>globalThis.broken = true</script>",
  '"><img src=x onerror="globalThis.broken = true">',
  "</script><script>globalThis.broken = true//",
  "' style='position:fixed;inset:0;background:red' x='",
  "</td></tr></table><h1>out</h1>",
  "\\end{document}\\input{/etc/passwd}$#%&_{}~^",
  "\u001b[31mred\u001b[0m\u0007",
  "\u202eesrever\u202c \u2067x",
  "__proto__",
  "javascript:alert(1)",
  "x".repeat(10_000),
  "",
];

export function floats(...values: number[]): Column {
  return { dtype: "float64", values: Float64Array.from(values) };
}

export function strings(...values: (string | null)[]): Column {
  const dictionary = [...new Set(values.filter((value): value is string => value !== null))];
  const codes = Int32Array.from(values.map((value) => (value === null ? -1 : dictionary.indexOf(value))));
  return { dtype: "string", codes, dictionary };
}

const penguins: Partition = {
  length: 6,
  names: ["species", "island", "beakLength", "beakDepth", "flipperLength", "bodyMass", "sex"],
  columns: [
    strings("Adelie", "Adelie", "Adelie", "Adelie", "Gentoo", "Chinstrap"),
    strings("Torgersen", "Torgersen", "Torgersen", "Torgersen", "Biscoe", "Dream"),
    floats(39.1, 39.5, 40.3, Number.NaN, 44.5, 49.8),
    floats(18.7, 17.4, 18, Number.NaN, 15.7, 17.3),
    floats(181, 186, 195, Number.NaN, 217, 198),
    { dtype: "int32", values: Int32Array.of(3750, 3800, 3250, 0, 4875, 3675), valid: Uint8Array.of(1, 1, 1, 0, 1, 1) },
    strings("male", "female", "female", null, null, "female"),
  ],
};

export const penguinsFrame = {
  columns: penguins.names,
  dtypes: Object.fromEntries(penguins.names.map((name, i) => [name, penguins.columns[i].dtype])),
  npartitions: 4,
  preview: penguins,
};

/** An evaluation whose test rows were predicted so: `counts[i][j]` of class i as class j. */
export function evaluationOf(labels: readonly string[], counts: readonly (readonly number[])[]): Evaluation {
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const test = {
    labels,
    counts: Float64Array.from(counts.flat()),
    trueSums: Float64Array.from(counts, sum),
    predSums: Float64Array.from(labels, (_, j) => sum(counts.map((row) => row[j]))),
    weighted: false,
  };
  const one = Float64Array.of(1);
  const train = { labels: ["all"], counts: one, trueSums: one, predSums: one, weighted: false };
  const features = ["flipperLength", "beakLength", "island"];
  return new Evaluation(train, test, scoresOf(labels, counts), new Importances(features, [0.5, 0.3, 0.2]));
}

/** The counts of probabilities that would predict so: the predicted class has the greatest one, between 0.4 and 1. */
function scoresOf(labels: readonly string[], counts: readonly (readonly number[])[]): ClassScoreCounts[] {
  const truth: string[] = [];
  const probabilities: number[][] = labels.map(() => []);
  for (const [i, row] of counts.entries()) {
    for (const [j, rows] of row.entries()) {
      for (let r = 0; r < rows; r++) {
        truth.push(labels[i]);
        const greatest = 0.4 + 0.6 * ((r * 0.618) % 1);
        const second = (j + 1 + (r % Math.max(1, labels.length - 1))) % labels.length;
        for (const [k, list] of probabilities.entries())
          list.push(k === j ? greatest : k === second ? 1 - greatest : 0);
      }
    }
  }
  const columns = probabilities.map((list) => floats(...list));
  const counted = countScores(strings(...truth), columns, labels, true);
  return labels.map((label, k) => ({
    label,
    thresholds: mergeThresholds([counted[k]]),
    bins: mergeBins([counted[k]]),
  }));
}

export const penguinsEvaluation = evaluationOf(
  ["Adelie", "Chinstrap", "Gentoo"],
  [
    [46, 0, 0],
    [1, 20, 0],
    [0, 0, 37],
  ],
);

/** What goes wrong in practice: a class never predicted, one without rows, one with few. */
const flightsEvaluation = evaluationOf(
  ["cancelled", "diverted", "late", "on time", "returned"],
  [
    [1, 0, 0, 2, 0],
    [0, 0, 5, 20, 0],
    [1, 0, 200, 797, 1],
    [0, 0, 120, 3881, 0],
    [0, 0, 0, 0, 0],
  ],
);

const forest = {
  name: "RandomForestClassifier",
  options: { nEstimators: 100, randomState: 42, maxDepth: undefined },
  fitted: {
    classes: ["Adelie", "Chinstrap", "Gentoo"],
    featureNames: ["island", "beakLength", "beakDepth", "flipperLength", "bodyMass", "sex"],
    featureImportances: [0.1312, 0.3671, 0.1763, 0.2269, 0.0901, 0.0084],
    trees: Array.from({ length: 100 }, (_, i) => ({ depth: 4 + (i % 4), leaves: 8 + (i % 7) })),
  },
};

/** The out-of-bag error of the first 1, 2, … trees; that of one tree is by few rows. */
const oobErrors = Array.from({ length: 100 }, (_, i) => 0.03 + 0.12 / (i + 1) + 0.004 * Math.cos(i));

/** A node of a tree on penguins: how many of each species there are, and what parts them. */
function treeNode(
  counts: readonly [adelie: number, chinstrap: number, gentoo: number],
  test: string | undefined,
  leaves = 1,
  children: readonly OutlineNode[] = [],
): OutlineNode {
  const place = counts.indexOf(Math.max(...counts));
  const of = counts[0] + counts[1] + counts[2];
  return {
    says: { class: forest.fitted.classes[place], place, count: counts[place], of, counted: true },
    test,
    leaves,
    children,
  };
}

const tree: TreeState = {
  depth: 5,
  leaves: 8,
  outline: () =>
    treeNode([108, 51, 81], undefined, 8, [
      treeNode([106, 49, 2], "flipperLength <= 206.5", 6, [
        treeNode([104, 3, 0], "beakLength <= 43.35", 3, [
          treeNode([104, 0, 0], 'island in {"Torgersen", "Biscoe", missing}'),
          treeNode([0, 3, 0], 'island in {"Dream"}', 2),
        ]),
        treeNode([2, 46, 2], "beakLength > 43.35", 3, [
          treeNode([2, 46, 0], "bodyMass <= 4575 or missing", 2),
          treeNode([0, 0, 2], "bodyMass > 4575"),
        ]),
      ]),
      treeNode([2, 2, 79], "flipperLength > 206.5", 2, [
        treeNode([0, 0, 79], "beakDepth <= 17.65"),
        treeNode([2, 2, 0], "beakDepth > 17.65"),
      ]),
    ]),
};

/** A tree on the miles per gallon of cars. */
const numberTree: TreeState = {
  depth: 6,
  leaves: 31,
  outline: () => {
    const node = (mean: number, of: number, test?: string, children: readonly OutlineNode[] = []): OutlineNode => {
      return { says: { mean, of }, test, leaves: children.length === 0 ? 1 + (of % 3) : 31, children };
    };
    return node(23.51, 398, undefined, [
      node(28.9, 211, "Displacement <= 190.5", [
        node(33.58, 100, "Horsepower <= 70.5 or missing"),
        node(24.7, 111, "Horsepower > 70.5"),
      ]),
      node(17.4, 187, "Displacement > 190.5", [
        node(19.86, 74, "Weight_in_lbs <= 3674.5"),
        node(14.5, 113, "Weight_in_lbs > 3674.5"),
      ]),
    ]);
  },
};

/** An evaluation of numbers, the predictions being off by more where they are greater; one in 50 is far off. */
export function regressionOf(rows: number, features: readonly string[]): RegressionEvaluation {
  const truth = Float64Array.from({ length: rows }, (_, i) => 10 + 35 * ((i * 0.618) % 1) ** 2);
  const predicted = truth.map((value, i) => value + ((i % 11) - 5) * (value / 60) + (i % 50 === 0 ? 8 : 0));
  const errors = comparePartition(truth, predicted, 0, rows);
  const trained = comparePartition(
    truth,
    truth.map((value, i) => value + (i % 3) - 1),
    0,
    rows,
  );
  const importances = features.map((_, i) => 2 ** -(i + 1));
  return new RegressionEvaluation(trained, errors, new Importances(features, importances));
}

const carsEvaluation = regressionOf(400, ["Displacement", "Weight_in_lbs", "Horsepower", "Year"]);

/** The rows of penguins as danfo has them. */
const rows = penguins.names.map((_, c) =>
  Array.from({ length: penguins.length }, (_, r) => cellAt(penguins.columns[c], r)),
);

/** A cross-validation with these scores. */
function foldScores(scoring: string, ...scores: number[]): Scores {
  return new Scores(
    scoring,
    scores.map((score, i) => ({ train: 275 + (i % 2), test: 69 - (i % 2), score })),
  );
}

/** Many classes, each now and then taken for the next two. */
export function manyClasses(n: number): Evaluation {
  const labels = Array.from({ length: n }, (_, i) => `class ${i}`);
  const counts = labels.map((_, i) =>
    labels.map((_, j) => (i === j ? 90 - i : j === (i + 1) % n ? 8 : j === (i + 2) % n ? 2 : 0)),
  );
  return evaluationOf(labels, counts);
}

/** Every view by name. */
export function samples(): Record<string, Bundle> {
  const column = (name: string) => penguins.columns[penguins.names.indexOf(name)];
  const wide = Array.from({ length: 40 }, (_, i) => `feature${i}`);
  return {
    client: clientView("Client", {
      kind: "worker threads",
      state: "running",
      workers: [1, 2, 3, 4].map((id) => ({ id, state: "idle", finished: 0 })),
      memoryUsed: 12_345_678,
      memorySpilled: 0,
      memoryLimit: 4 * 1024 ** 3,
      tasks: { waiting: 0, queued: 0, running: 0, finished: 0, error: 0, cancelled: 0 },
    }),
    "client-closed": clientView("Client", {
      kind: "worker threads",
      state: "closed",
      workers: [],
      memoryUsed: 0,
      memorySpilled: 0,
      memoryLimit: 0,
      tasks: { waiting: 0, queued: 0, running: 0, finished: 0, error: 0, cancelled: 0 },
    }),
    "client-busy": clientView("Client", {
      kind: "worker threads",
      state: "running",
      workers: [1, 2].map((id) => ({ id, state: "busy", finished: 17 })),
      memoryUsed: 1_234_567_890,
      memorySpilled: 0,
      memoryLimit: 4 * 1024 ** 3,
      tasks: { waiting: 1, queued: 1234, running: 2, finished: 34, error: 0, cancelled: 0 },
    }),
    "future-pending": futureView({ status: "pending" }),
    "future-error": futureView({ status: "error" }),
    "error-column": errorView(
      new ColumnError('column("specie"): there is no column "specie". The columns are "species", "island".', {
        column: "specie",
        columns: ["species", "island"],
      }),
    ),
    "error-file": errorView(
      new ReadError("penguins.csv cannot be read.", { file: "penguins.csv" }, { cause: new Error("EACCES") }),
    ),
    frame: frameView(penguinsFrame),
    "frame-persisted": frameView({ ...penguinsFrame, counted: { rows: 344, missing: [0, 0, 2, 2, 2, 2, 11] } }),
    "frame-wide": frameView({
      columns: wide,
      dtypes: Object.fromEntries(wide.map((name) => [name, "float64"])),
      npartitions: 1,
      preview: { length: 1, names: wide, columns: wide.map((_, i) => floats(i / 7)) },
    }),
    "frame-long-texts": frameView({
      columns: wide.slice(0, 20),
      dtypes: Object.fromEntries(wide.map((name) => [name, "string"])),
      npartitions: 1,
      counted: { rows: 20, missing: wide.map(() => 0) },
      preview: {
        length: 20,
        names: wide,
        columns: wide.map(() => strings(...wide.slice(20).map((name) => `${name} `.repeat(30)))),
      },
    }),
    "frame-unknown": frameView({ ...penguinsFrame, preview: undefined }),
    series: seriesView({
      name: "beakLength",
      dtype: "float64",
      npartitions: 1,
      preview: { length: 6, names: ["beakLength"], columns: [column("beakLength")] },
    }),
    "group-by": groupByView({
      keys: ["species", "island"],
      columns: ["beakLength", "beakDepth", "sex"],
      numericColumns: ["beakLength", "beakDepth"],
    }),
    "danfo-frame": danfoFrameView(
      new dfd.DataFrame(
        rows[0].map((_, r) => rows.map((column) => column[r])),
        { columns: [...penguins.names] },
      ),
    ),
    "danfo-series": danfoSeriesView(new dfd.Series(rows[2], { columns: ["beakLength"] })),
    tree: treeView(tree),
    "tree-leaf": treeView({ depth: 0, leaves: 1, outline: () => treeNode([12, 0, 0], undefined) }),
    "tree-numbers": treeView(numberTree),
    regression: regressionView(carsEvaluation),
    "regression-one": regressionView(regressionOf(1, ["Displacement"])),
    predictions: predictionsView(carsEvaluation.predictions),
    "predictions-many": predictionsView(regressionOf(40_000, ["Displacement"]).predictions),
    residuals: residualsView(carsEvaluation.residuals),
    model: modelView(forest),
    "model-numbers": modelView({
      name: "RandomForestRegressor",
      options: { nEstimators: 100, criterion: "poisson", oobScore: true },
      fitted: {
        ...forest.fitted,
        classes: undefined,
        oobR2: 0.8614,
        oobErrors: oobErrors.map((error) => 96.2 * error),
      },
    }),
    "model-oob": modelView({ ...forest, fitted: { ...forest.fitted, oobErrors } }),
    "model-unfitted": modelView({ ...forest, fitted: undefined }),
    report: reportView(penguinsEvaluation.report),
    evaluation: evaluationView(penguinsEvaluation),
    "evaluation-poor": evaluationView(flightsEvaluation),
    confusion: confusionView(penguinsEvaluation.confusion),
    "confusion-26": confusionView(manyClasses(26).confusion),
    roc: rocView(penguinsEvaluation.roc.curves),
    "roc-one": rocView([flightsEvaluation.roc.of("late")]),
    "roc-26": rocView(manyClasses(26).roc.curves),
    "precision-recall": precisionRecallView(penguinsEvaluation.precisionRecall.curves),
    "precision-recall-poor": precisionRecallView(flightsEvaluation.precisionRecall.curves),
    calibration: calibrationView(penguinsEvaluation.calibration.curves),
    "calibration-one": calibrationView([flightsEvaluation.calibration.of("late")]),
    importances: importancesView(penguinsEvaluation.importances.features),
    "evaluation-26": evaluationView(manyClasses(26)),
    scores: scoresView(foldScores("accuracy", 1, 1, 0.9855, 0.9855, 0.9853)),
    "scores-undefined": scoresView(foldScores("rocAuc", 0.9871, Number.NaN, 0.5)),
    search: searchView({
      name: "GridSearchCV",
      found: {
        cvResults: [1, 2, 4, 8, 16, null].flatMap((maxDepth, i) =>
          (["sqrt", null] as const).map((maxFeatures, j) => ({
            params: { maxDepth, maxFeatures },
            mean: 0.75 + 0.04 * i - 0.01 * j,
            std: 0.01 + 0.001 * i,
            rank: 11 - 2 * i + j,
          })),
        ),
        bestParams: { maxDepth: null, maxFeatures: "sqrt" },
        bestScores: foldScores("accuracy", 0.9316, 0.95, 0.9684),
      },
    }),
    "search-unfitted": searchView({ name: "RandomizedSearchCV", found: undefined }),
    "progress-running": progressView({ title: "trees", done: 40, total: 100, state: "running" }),
    "progress-errors": progressView({
      title: "trees",
      done: 60,
      total: 100,
      state: "running",
      rowsPerSecond: 1_234_567,
      errors: oobErrors.slice(0, 50),
    }),
    "progress-numbers": progressView({
      title: "trees",
      done: 30,
      total: 100,
      state: "running",
      rowsPerSecond: 98_765,
      errors: oobErrors.slice(0, 25).map((error) => 96.2 * error),
      measure: "RMSE",
    }),
    "progress-finished": progressView({ title: "trees", done: 100, total: 100, state: "finished" }),
    "progress-failed": progressView({ title: "trees", done: 40, total: 100, state: "failed" }),
  };
}

/** The same views wherever a name can come from outside, with hostile ones. */
export function hostileSamples(): Record<string, Bundle> {
  const n = hostile.length;
  const frame: Partition = {
    length: n,
    names: hostile,
    columns: hostile.map(() => strings(...hostile)),
  };
  const evaluation = evaluationOf(
    hostile,
    hostile.map((_, i) => hostile.map((_, j) => i + j)),
  );
  const dtypes = new Map(hostile.map((name) => [name, "string"]));
  const options = Object.fromEntries(hostile.map((name) => [name, name]));
  return {
    frame: frameView({
      columns: hostile,
      dtypes: Object.assign(Object.create(null), Object.fromEntries(dtypes)),
      npartitions: 1,
      preview: frame,
    }),
    error: errorView({
      name: hostile[0],
      message: hostile.join(" "),
      where: { ...options, columns: hostile },
      cause: new Error(hostile[1]),
    }),
    series: seriesView({
      name: hostile[0],
      dtype: "string",
      npartitions: 1,
      preview: { ...frame, names: [hostile[0]] },
    }),
    model: modelView({
      name: hostile[1],
      options,
      fitted: {
        classes: hostile,
        featureNames: hostile,
        featureImportances: hostile.map((_, i) => i / n),
        trees: [{ depth: 1, leaves: 2 }],
      },
    }),
    "group-by": groupByView({ keys: hostile, columns: hostile, numericColumns: hostile }),
    "danfo-frame": danfoFrameView(
      new dfd.DataFrame(
        hostile.map(() => hostile),
        { columns: hostile, index: hostile },
      ),
    ),
    "danfo-series": danfoSeriesView(new dfd.Series(hostile, { columns: [hostile[0]] })),
    tree: treeView({
      ...tree,
      outline: () => {
        const node = (i: number): OutlineNode => ({
          says: { class: hostile[i % n], place: 0, count: 1, of: 1, counted: true },
          test: `${hostile[i % n]} in {${hostile[i % n]}}`,
          leaves: 5,
          children: i < 7 ? [node(2 * i + 1), node(2 * i + 2)] : [],
        });
        return node(0);
      },
    }),
    regression: regressionView(regressionOf(20, hostile)),
    report: reportView(evaluation.report),
    evaluation: evaluationView(evaluation),
    confusion: confusionView(evaluation.confusion),
    roc: rocView(evaluation.roc.curves),
    "precision-recall": precisionRecallView(evaluation.precisionRecall.curves),
    calibration: calibrationView(evaluation.calibration.curves),
    "calibration-one": calibrationView(evaluation.calibration.curves.slice(0, 1)),
    importances: importancesView(hostile.map((feature, i) => ({ feature, importance: (n - i) / n }))),
    scores: scoresView(foldScores(hostile[1], 0.5, 1)),
    search: searchView({
      name: hostile[0],
      found: {
        cvResults: hostile.map((value, i) => ({
          params: { ...options, added: value },
          mean: i / n,
          std: 0,
          rank: n - i,
        })),
        bestParams: options,
        bestScores: foldScores(hostile[2], 0.5, 1),
      },
    }),
    progress: progressView({ title: hostile[0], done: 1, total: 2, state: "running" }),
  };
}
