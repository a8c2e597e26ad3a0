/**
 * Predicting with forests: the models of forest.mjs are asked for the classes of the test rows, five times in each
 * process. Rows are in memory; the first time, which may lay the trees out, stands beside the median of the others.
 *
 *     PYTHON=/path/to/python SETS=made-200k PEERS=danfo-distributed,scikit-learn npm run bench -- predict
 *
 * Sets, peers and other variables are those of forest.mjs.
 */
import { chosenSets, median, takeForests } from "./shared/forests.mjs";
import { machine } from "./shared/peers.mjs";

const PREDICTS = 6;

const runs = Number(process.env.RUNS ?? 1);
console.log(machine());
for (const set of chosenSets()) {
  const results = await takeForests({ ...set, fits: 1 }, runs, PREDICTS);
  console.log(
    `\n${set.name}: ${set.trees} trees, leaves of ${set.leaf} row or more; medians of ${runs} runs in turn\n`,
  );
  console.log(table(results));
}

function table(results) {
  const again = (each) => median(each.map(({ predicts }) => median(predicts.slice(1))));
  const base = again(results.get("danfo-distributed") ?? [...results.values()][0]);
  const lines = [...results].map(([name, each]) => {
    const first = median(each.map(({ predicts }) => predicts[0]));
    const cells = [
      `${first.toFixed(3)} s`,
      `${again(each).toFixed(3)} s`,
      (again(each) / base).toFixed(1),
      median(each.map(({ accuracy }) => accuracy)).toFixed(4),
      `${median(each.map(({ peakMB }) => peakMB))} MB`,
    ];
    return `| ${name} ${each[0].version ?? ""} | ${cells.join(" | ")} |`;
  });
  return ["| | first | again | ratio | accuracy | peak memory |", "|---|---|---|---|---|---|", ...lines].join("\n");
}
