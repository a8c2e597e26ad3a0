/**
 * Permutation importances, beside scikit-learn's `permutation_importance` on all cores: the time and processor time for a
 * forest that each library has fitted on the same rows, with other rows; fits are not counted. Made rows of 28 columns with
 * three classes, of which 16 say something, and with numbers (Friedman 1), of which 5 do. Columns that are worth more than a
 * little must be in much the same order.
 *
 *     PYTHON=/path/to/python ROWS=20000 TREES=100 REPEATS=3 npm run bench -- importances
 *
 * Python needs scikit-learn, pandas, pyarrow and psutil. Each run, with a seed of its own, is a process; RUNS says how many.
 */
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { scratch } from "./shared/csv-files.mjs";
import { median } from "./shared/forests.mjs";
import { machine, runScript } from "./shared/peers.mjs";

/** Columns that are worth less to scikit-learn's forest may come in any order. */
const LITTLE = 0.002;
/** The least rank correlation of the others: two of five that are next to each other may change places. */
const ALIKE = 0.9;

const python = process.env.PYTHON ?? "python3";
const number = (name, otherwise) => Number(process.env[name] ?? otherwise);
const [rows, trees, repeats] = [number("ROWS", 20_000), number("TREES", 100), number("REPEATS", 3)];
const runs = number("RUNS", 1);
const libraries = new Map([
  ["danfo-distributed", (...args) => runScript(process.execPath, "importances-run.mjs", ...args)],
  ["scikit-learn", (...args) => runScript(python, "importances_peer.py", "measure", ...args)],
]);

console.log(machine());
console.log(`${rows} rows to fit and as many to shuffle, 28 columns; ${trees} trees, ${repeats} repeats`);
for (const kind of ["classes", "numbers"]) {
  const out = join(scratch, `importances-${kind}-${rows}`);
  const files = [`${out}-train.parquet`, `${out}-test.parquet`];
  if (!files.every((file) => existsSync(file))) {
    mkdirSync(scratch, { recursive: true });
    runScript(python, "importances_peer.py", "make", kind, String(rows), ...files);
  }
  const results = new Map([...libraries].map(([name]) => [name, []]));
  for (let seed = 1; seed <= runs; seed++) {
    const options = JSON.stringify({ trees, seed, repeats });
    for (const [name, measure] of libraries) results.get(name).push(measure(kind, ...files, options));
  }
  console.log(`\n${kind}\n\n${table(results)}`);
  check(results);
}

function table(results) {
  const [ours] = results.values();
  const of = (each, what) => median(each.map((result) => result[what]));
  const lines = [...results].map(([name, each]) => {
    const seconds = ["seconds", "cpuSeconds"].map(
      (what) => `${of(each, what).toFixed(2)} s | ${(of(each, what) / of(ours, what)).toFixed(1)}`,
    );
    return `| ${name} ${each[0].version ?? ""} | ${[...seconds, of(each, "score").toFixed(4)].join(" | ")} |`;
  });
  const head = "| | importances | ratio | processor | ratio | score without shuffling |";
  return [head, head.replaceAll(/[^|]+/g, "---"), ...lines].join("\n");
}

function check(results) {
  const [ours, theirs] = [...results.values()].map((each) =>
    each[0].means.map((_, f) => each.reduce((sum, { means }) => sum + means[f], 0) / each.length),
  );
  const columns = [...theirs.keys()].filter((f) => theirs[f] > LITTLE);
  const [own, wanted] = [ours, theirs].map((means) => columns.map((f) => means[f]));
  const correlation = rankCorrelation(own, wanted);
  const told = `${columns.length} columns are worth more than ${LITTLE}; rank correlation ${correlation.toFixed(3)}`;
  console.log(`\n${told}`);
  if (!(correlation >= ALIKE)) throw new Error(`${told}: ${own} and ${wanted}.`);
}

/** Spearman's, of numbers without ties. */
function rankCorrelation(a, b) {
  const ranks = (values) => values.map((x) => values.filter((y) => y < x).length);
  const [of, as] = [ranks(a), ranks(b)];
  const n = a.length;
  return 1 - (6 * of.reduce((sum, rank, i) => sum + (rank - as[i]) ** 2, 0)) / (n * (n * n - 1));
}
