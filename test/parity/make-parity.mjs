/**
 * Writes parity.json: what scikit-learn's forest scores on the rows that `trainTestSplit` chooses, for the test beside
 * it. Takes some minutes. Needs the package built, the flights written, and a Python with scikit-learn and pandas:
 *
 *     PYTHON=/path/to/python node test/parity/make-parity.mjs
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { getClient, trainTestSplit } from "../../dist/src/index.js";
import { realSets, SPLITS } from "../../dist/test/parity/sets.js";

const here = fileURLToPath(new URL(".", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "parity-"));
const written = [];
for (const { name, options, load } of realSets) {
  const { X, y } = await load();
  const rows = (await y.compute()).values;
  const numbers = rows.map((_, row) => row);
  const splits = [];
  for (let seed = 0; seed < SPLITS; seed++) {
    const [, , , testRows] = await trainTestSplit(X, numbers, { testSize: 0.3, randomState: seed });
    splits.push((await testRows.compute()).values);
  }
  const frame = await X.compute();
  const columns = Object.fromEntries(frame.columns.map((column) => [column, frame[column].values]));
  const input = join(scratch, "data.json");
  writeFileSync(input, JSON.stringify({ columns, y: rows, splits, options }));
  const scores = JSON.parse(
    execFileSync(process.env.PYTHON ?? "python3", [join(here, "score_forests.py"), input], { encoding: "utf8" }),
  );
  written.push({ name, ...scores });
  console.log(name, scores);
}
writeFileSync(join(here, "parity.json"), `${JSON.stringify(written, null, 1)}\n`);
rmSync(scratch, { recursive: true });
await getClient().close();
