import { spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parsedArgs } from "./arguments.js";
import { fail } from "./fail.js";
import { foldersAbove, jupyterEnvironment, missingJupyter, pythonFor } from "./jupyter.js";
import { runProgram } from "./run-program.js";
import { UsageError } from "./usage-error.js";

export const labHelp = `danfo-distributed lab [FOLDER] [--python PROGRAM] [-- OPTIONS OF JUPYTERLAB]

Opens JupyterLab in a folder of a project that has this package, on the tutorial. Registers the TypeScript kernel with the
Jupyter of the Python environment if it is not there yet, and puts the tutorial and its data into the folder if they
are not; the flights of its second half only where the npm package vega-datasets is installed. It writes over nothing.
Ctrl-C ends it.

  FOLDER             default: the current folder
  --python PROGRAM   the Python that has JupyterLab; default: of the nearest .venv above the folder, else python3
`;

/** What the tutorial is made of, from the folder `notebooks` of this package. */
const tutorial = ["tutorial.ipynb", "data/penguins.csv", "data/README.md"];

/** `danfo-distributed lab`. */
export async function lab(args: readonly string[]): Promise<number> {
  const end = args.includes("--") ? args.indexOf("--") : args.length;
  const { values, positionals } = parsedArgs(args.slice(0, end), { python: { type: "string" } });
  if (positionals.length > 1) throw new UsageError(`lab takes one folder, but ${positionals.length} are named.`);
  const folder = resolve(positionals[0] ?? ".");
  const notebook = join(folder, tutorial[0]);
  const python = values.python ?? pythonFor(notebook);
  const env = jupyterEnvironment(python, notebook);
  const missing = missingPackage(folder) ?? (await missingJupyter(python, env, ["jupyterlab"]));
  if (missing !== undefined) return fail(missing);
  const failure = await registerKernel(python, env, folder);
  if (failure !== undefined) return fail(failure);
  copyTutorial(folder);
  await writeFlights(folder);
  return openLab(python, ["-m", "jupyter", "lab", ...args.slice(end + 1), tutorial[0]], folder, env);
}

/** Why a notebook in this folder could not import this package; undefined if it can. */
function missingPackage(folder: string): string | undefined {
  try {
    createRequire(join(folder, "notebook.js")).resolve("danfo-distributed");
    return undefined;
  } catch {
    return `Notebooks in ${folder} cannot import danfo-distributed. Install it there first:\n  npm install danfo-distributed tslab`;
  }
}

/** Registers tslab with Jupyter, unless that knows it. Gives why it could not be, if so. */
async function registerKernel(python: string, env: NodeJS.ProcessEnv, folder: string): Promise<string | undefined> {
  const { output } = await runProgram(python, ["-m", "jupyter", "kernelspec", "list"], { env });
  if (/^\s*tslab\s/m.test(output)) return undefined;
  const file = process.platform === "win32" ? "tslab.cmd" : "tslab";
  const tslab = foldersAbove(join(folder, file))
    .map((above) => join(above, "node_modules", ".bin", file))
    .find((program) => existsSync(program));
  if (tslab === undefined) {
    return `The TypeScript kernel is not installed in ${folder}. Install it first:\n  npm install tslab`;
  }
  // An environment keeps its kernels to itself; the system's Python may be written to by its administrator only.
  const where = existsSync(join(dirname(python), "activate")) ? "--sys-prefix" : "--user";
  const { code, output: said } = await runProgram(
    tslab,
    ["install", where, `--python=${python}`, `--binary=${tslab}`],
    { env },
  );
  return code === 0 ? undefined : `The TypeScript kernel could not be registered with ${python}.\n${said.trim()}`;
}

/** Puts those parts of the tutorial into the folder that are not there. */
function copyTutorial(folder: string): void {
  for (const name of tutorial) {
    const to = join(folder, name);
    if (existsSync(to)) continue;
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(join(__dirname, "../../../notebooks", name), to);
    process.stdout.write(`wrote ${to}\n`);
  }
}

/** Writes the flights of the tutorial's second half, if they are not there and the package they come from is. */
async function writeFlights(folder: string): Promise<void> {
  const to = join(folder, "data/flights.csv");
  if (existsSync(to)) return;
  const vegaDatasets = foldersAbove(to)
    .map((above) => join(above, "node_modules/vega-datasets/data"))
    .find((data) => existsSync(data));
  if (vegaDatasets === undefined) {
    process.stdout.write(
      "The second half of the tutorial reads half a million flights. To have them, end this and start it again after:\n  npm install vega-datasets\n",
    );
    return;
  }
  const script = pathToFileURL(join(__dirname, "../../../notebooks/data/flights.mjs")).href;
  await (await import(script)).writeFlights(to, vegaDatasets);
  process.stdout.write(`wrote ${to}\n`);
}

/** Runs JupyterLab until it ends. Ctrl-C reaches it by itself: it asks before it stops. */
function openLab(python: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((done) => {
    const child = spawn(python, args, { cwd, env, stdio: "inherit" });
    const wait = (): void => {};
    const stop = (): void => void child.kill("SIGTERM");
    process.on("SIGINT", wait).on("SIGTERM", stop);
    child.on("close", (code) => {
      process.off("SIGINT", wait).off("SIGTERM", stop);
      done(code ?? 1);
    });
  });
}
