/**
 * Where the parts of a real Jupyter live in this project, and how to start them. `setup.mjs` puts them there; `run.mjs`
 * and the tests use them.
 */
import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const project = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
export const notebooks = path.join(project, "notebooks");

/** The data sets that the npm package vega-datasets brings; its `exports` do not name them. */
export const vegaDatasets = path.join(project, "node_modules", "vega-datasets", "data");

/** The Python environment with Jupyter in it, made inside the project so that nothing outside is touched. */
export const venv = path.join(project, ".venv");
const programs = path.join(venv, process.platform === "win32" ? "Scripts" : "bin");
export const python = path.join(programs, process.platform === "win32" ? "python.exe" : "python");

/**
 * The environment in which Jupyter finds the kernel of this project and no other one, and in which what a user has
 * configured for Jupyter elsewhere does not change what a notebook gives here.
 */
export function jupyterEnvironment() {
  return {
    ...process.env,
    PATH: [programs, path.dirname(process.execPath), process.env.PATH].join(path.delimiter),
    JUPYTER_CONFIG_DIR: path.join(venv, "etc", "jupyter"),
    JUPYTER_DATA_DIR: path.join(venv, "share", "jupyter"),
    JUPYTER_RUNTIME_DIR: path.join(venv, "runtime"),
    JUPYTER_PLATFORM_DIRS: "1",
    PYTHONNOUSERSITE: "1",
  };
}

/**
 * Runs a program to its end.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {import("node:child_process").SpawnOptions} [options]
 * @returns {Promise<{ code: number, output: string }>} its exit code (-1 if it could not be started) and all it wrote.
 */
export function run(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (text) => (output += text));
    child.stderr.on("data", (text) => (output += text));
    child.on("error", (error) => resolve({ code: -1, output: error.message }));
    child.on("close", (code) => resolve({ code: code ?? -1, output }));
  });
}
