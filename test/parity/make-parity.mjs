/**
 * Writes parity.json: the accuracies of scikit-learn's forest on the rows that `trainTestSplit` chooses, for the test
 * beside it. Takes some minutes. Needs the package built, the flights written, and a Python with scikit-learn and pandas:
 *
 *     PYTHON=/path/to/python node test/parity/make-parity.mjs
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { getClient, readCSV, trainTestSplit } from "../../dist/src/index.js";

const here = fileURLToPath(new URL(".", import.meta.url));
const sets = [
  { name: "penguins", target: "species", options: { nEstimators: 100 }, seeds: 10 },
  { name: "flights", target: "late", options: { nEstimators: 100, minSamplesLeaf: 20 }, seeds: 2 },
];
const python = process.env.PYTHON ?? "python3";
const scratch = mkdtempSync(join(tmpdir(), "parity-"));
const written = [];
for (const { name, target, options, seeds } of sets) {
  const file = join(here, "../../notebooks/data", `${name}.csv`);
  const frame = await readCSV(file);
  const [rows] = await frame.shape();
  const numbers = Array.from({ length: rows }, (_, row) => row);
  const runs = [];
  for (let seed = 0; seed < seeds; seed++) {
    const split = { testSize: 0.3, randomState: seed };
    const [, , , testRows] = await trainTestSplit(frame.drop({ columns: [target] }), numbers, split);
    const rowsFile = join(scratch, "rows.json");
    writeFileSync(rowsFile, JSON.stringify((await testRows.compute()).values));
    const theirs = {
      n_estimators: options.nEstimators,
      min_samples_leaf: options.minSamplesLeaf ?? 1,
      random_state: seed,
    };
    const args = [join(here, "scikit_learn.py"), file, target, rowsFile, JSON.stringify(theirs)];
    const {
      report: _,
      seconds: __,
      peakMB: ___,
      ...scores
    } = JSON.parse(execFileSync(python, args, { encoding: "utf8" }));
    runs.push({ seed, ...scores });
    console.log(name, seed, scores);
  }
  written.push({ name, target, options, runs });
}
writeFileSync(join(here, "parity.json"), `${JSON.stringify(written, null, 1)}\n`);
rmSync(scratch, { recursive: true });
await getClient().close();
