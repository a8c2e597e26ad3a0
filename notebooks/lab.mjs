/**
 * Opens JupyterLab in this folder, with the tslab kernel. `setup.mjs` must have run. Arguments go to JupyterLab.
 *
 *     node notebooks/lab.mjs [NOTEBOOK] [--no-browser …]
 */
import { spawn } from "node:child_process";
import { jupyterEnvironment, notebooks, python } from "./environment.mjs";

const args = process.argv.slice(2);
const lab = spawn(python, ["-m", "jupyter", "lab", ...(args.length > 0 ? args : ["tutorial.ipynb"])], {
  cwd: notebooks,
  env: jupyterEnvironment(),
  stdio: "inherit",
});
lab.on("error", () => {
  console.error("Jupyter is not set up here. Run this first: npm run setup");
  process.exitCode = 1;
});
lab.on("close", (code) => {
  process.exitCode ||= code ?? 1;
});
// Ctrl-C is JupyterLab's to answer; it asks before it stops.
process.on("SIGINT", () => {});
