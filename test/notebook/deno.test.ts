/** The same cells in the kernel that Deno brings, and the same program run by Deno. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { stripVTControlCharacters } from "node:util";
import { type Executed, type KernelSpec, project, runNotebook } from "./jupyter.js";

const deno = join(project, "node_modules", ".bin", "deno");
const names = "Client, readCSV, trainTestSplit, RandomForestClassifier, evaluate";
const steps = [
  "const client = new Client({ nWorkers: 2 });",
  `const penguins = await readCSV(${JSON.stringify(join(project, "notebooks/data/penguins.csv"))});`,
  `const [XTrain, XTest, yTrain, yTest] = await trainTestSplit(
     penguins.drop({ columns: ["species"] }), penguins.column("species"), { testSize: 0.3, randomState: 42 });
   const model = new RandomForestClassifier({ nEstimators: 20, randomState: 42 });
   await model.fit(XTrain, yTrain);
   const result = await evaluate(model, { train: [XTrain, yTrain], test: [XTest, yTest] });`,
];
const report = /^Train Accuracy: 1\.00\nTest Accuracy: 0\.9\d\nClassification Report:\n {14}precision/m;

test("a notebook with Deno's kernel shows what the cells end in, and updates progress in place", async () => {
  const kernel = { name: "deno", argv: [deno, "jupyter", "--kernel", "--conn", "{connection_file}"] };
  const double = "await client.gather(client.map((x: number) => 2 * x, [1, 2, 3]))";
  const cells = [
    `import { ${names} } from "danfo-distributed";`,
    `${steps[0]}\nclient`,
    `${steps[1]}\npenguins`,
    `${steps[2]}\nresult`,
    double,
    "const factor = 3; let told = ''; try { client.map((x: number) => factor * x, [1]) } catch (error) { told = error.message }\ntold",
    "await client.close();",
  ];
  const { outputs, failure } = await runWhole(cells, kernel, [1, 2, 3, 4, 5]);
  assert.equal(failure, undefined);
  for (const cell of [1, 2, 3]) {
    const { data = {} } = outputs[cell].at(-1) ?? {};
    assert.ok(
      ["text/html", "text/latex", "text/plain"].every((type) => type in data),
      `cell ${cell}`,
    );
  }
  const [progress, evaluation] = outputs[3];
  assert.match(progress.data?.["text/plain"] ?? "", /^trees: 20, finished/);
  assert.match(evaluation.data?.["text/plain"] ?? "", report);
  const text = (cell: number) => stripVTControlCharacters(outputs[cell][0].data?.["text/plain"] ?? "");
  assert.equal(text(4), "[ 2, 4, 6 ]");
  assert.match(text(5), /uses "factor", which a worker does not have\. Give it as an argument/);
});

/**
 * Runs cells until those that end in a value have an output. Deno's kernel (2.9) says now and then that a cell is done
 * before it sends what the cell ended in, of plain objects too (some 5 of 100 cells), and Jupyter then leaves that out.
 */
async function runWhole(cells: readonly string[], kernel: KernelSpec, ends: readonly number[]): Promise<Executed> {
  for (let run = 1; ; run++) {
    const executed = await runNotebook(cells, kernel);
    if (run === 8 || ends.every((cell) => executed.outputs[cell].at(-1)?.output_type === "execute_result"))
      return executed;
  }
}

for (const [program, args] of [
  [process.execPath, []],
  [deno, ["run", "-A"]],
] as const) {
  test(`an ES module run by ${program === deno ? "Deno" : "Node"} imports the package by name`, () => {
    mkdirSync(join(project, ".cache"), { recursive: true });
    const folder = mkdtempSync(join(project, ".cache", "module-"));
    try {
      const file = join(folder, "program.mjs");
      const code = [`import { ${names} } from "danfo-distributed";`, ...steps, "console.log(String(result));"];
      writeFileSync(file, code.join("\n"));
      const { stdout, stderr, status } = spawnSync(program, [...args, file], { encoding: "utf8", timeout: 60_000 });
      assert.equal(status, 0, stderr);
      assert.match(stdout, report);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}
