/**
 * Executes a notebook in real Jupyter with the tslab kernel, and writes it with its outputs, and as a self-contained
 * HTML page, to `.tutorial/`. `setup.mjs` must have run.
 *
 *     node notebooks/run.mjs [NOTEBOOK]
 */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { jupyterEnvironment, notebooks, project, python } from "./environment.mjs";

const notebook = path.resolve(process.argv[2] ?? path.join(notebooks, "tutorial.ipynb"));
const folder = path.join(project, ".tutorial");
const name = path.basename(notebook, ".ipynb");
const executed = path.join(folder, `${name}.ipynb`);
const page = path.join(folder, `${name}.html`);

if (!existsSync(notebook)) fail(`There is no notebook ${notebook}.`);
if (!existsSync(python)) fail("Jupyter is not set up here. Run this first: npm run setup");
mkdirSync(folder, { recursive: true });
const child = spawn(python, [path.join(notebooks, "execute.py"), notebook, executed, page], {
  env: jupyterEnvironment(),
  stdio: "inherit",
});
child.on("error", (error) => fail(`${python} cannot be started: ${error.message}`));
child.on("close", (code) => {
  if (code !== 0) process.exit(code ?? 1);
  console.log(`Executed notebook: ${executed}\nHTML page:         ${page}`);
});

function fail(message) {
  console.error(message);
  process.exit(1);
}
