/**
 * Growing forests: each library fits the same rows with as many trees and as large leaves, on all cores, and is asked
 * about the same other rows. Each run is a process of its own with a seed of its own, in turn; medians count. Rows are in
 * memory when the clock starts, as each library's users hold them; turning text into numbers, for those that need it, is
 * part of the fit, and so is binning. An accuracy far below scikit-learn's stops the bench; one far above it is pointed out.
 *
 *     pip install -r test/bench/requirements.txt
 *     PYTHON=/path/to/python RUNS=5 npm run bench -- forest
 *     SETS=made-1m PEERS=danfo-distributed,scikit-learn TREES=20 PYTHON=… npm run bench -- forest
 *
 * Sets: made-300, digits, mixed, made-200k, flights, made-1m (only when asked for). ranger takes part where Rscript has it.
 */
import { chosenSets, median, takeForests } from "./shared/forests.mjs";
import { machine } from "./shared/peers.mjs";

/** What any forest may lie below scikit-learn's accuracy, on few rows and on many, and what ours may. */
const BOUND = { few: 0.15, many: 0.05, ours: 0.003 };
/** The sets whose few rows to test with say less than that. */
const few = ["made-300", "digits"];

const runs = Number(process.env.RUNS ?? 3);
console.log(machine());
for (const set of chosenSets()) {
  const results = await takeForests(set, runs, 1);
  console.log(
    `\n${set.name}: ${set.trees} trees, leaves of ${set.leaf} row or more; medians of ${runs} runs in turn\n`,
  );
  console.log(table(results, set));
  check(results, set);
}

function table(results, { fits }) {
  const again = fits > 1 ? " again in the process |" : "";
  const head = `| | fit |${again} ratio | processor seconds | accuracy, mean | nodes | saved | peak memory |`;
  const first = (each) => median(each.map((result) => result.fits[0]));
  const base = first(results.get("danfo-distributed") ?? [...results.values()][0]);
  const lines = [...results].map(([name, each]) => {
    const of = (what) => median(each.map((result) => result[what]));
    const warm = fits > 1 ? ` ${median(each.map((result) => median(result.fits.slice(1)))).toFixed(3)} s |` : "";
    const cells = [
      `${first(each).toFixed(first(each) < 1 ? 3 : 1)} s |${warm} ${(first(each) / base).toFixed(1)}`,
      `${of("cpuSeconds").toFixed(1)} s`,
      accuracy(each).toFixed(4),
      `${(of("nodes") / 1e6).toFixed(2)} million`,
      `${(of("bytes") / 1e6).toFixed(1)} MB`,
      `${of("fitPeakMB")} MB`,
    ];
    return `| ${name} ${each[0].version ?? ""} | ${cells.join(" | ")} |`;
  });
  return [head, head.replaceAll(/[^|]+/g, "---"), ...lines].join("\n");
}

function check(results, { name }) {
  const wanted = results.get("scikit-learn");
  if (wanted === undefined) return;
  const bound = name === "made-300" ? BOUND.few : BOUND.many;
  for (const [peer, each] of results) {
    const below = accuracy(wanted) - accuracy(each);
    const [own, theirs] = [each, wanted].map((results) => accuracy(results).toFixed(4));
    const said = `${peer} has an accuracy of ${own} on ${name}, scikit-learn of ${theirs}.`;
    if (below > (peer === "danfo-distributed" && !few.includes(name) ? BOUND.ours : bound)) throw new Error(said);
    if (-below > bound) console.log(`\n${said}`);
  }
}

function accuracy(each) {
  return each.reduce((sum, result) => sum + result.accuracy, 0) / each.length;
}
