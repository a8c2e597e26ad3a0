/**
 * Executes a notebook in the Jupyter that `setup.mjs` has set up, and writes it with its outputs, and as a
 * self-contained HTML page, to `.tutorial/`, with `danfo-distributed run`.
 *
 *     node notebooks/run.mjs [NOTEBOOK]
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { jupyterEnvironment, notebooks, project, python } from "./environment.mjs";

if (!existsSync(python)) {
  console.error("Jupyter is not set up here. Run this first: npm run setup");
  process.exit(1);
}
const notebook = process.argv[2] ?? path.join(notebooks, "tutorial.ipynb");
const command = path.join(project, "dist", "src", "cli", "main.js");
const args = [command, "run", notebook, "--out", path.join(project, ".tutorial"), "--python", python];
spawn(process.execPath, args, { env: jupyterEnvironment(), stdio: "inherit" }).on("close", (code) => {
  process.exitCode = code ?? 1;
});
