/**
 * Sets up what a notebook of this project needs, inside the project's folder: a Python environment `.venv/` with
 * Jupyter in it, tslab from `node_modules` registered there as the TypeScript kernel, the package itself under its own
 * name, and the data. Whatever is there already is left alone, so a second run takes no time.
 *
 *     node notebooks/setup.mjs
 */
import { existsSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { writeFlights } from "./data/flights.mjs";
import { jupyterEnvironment, notebooks, project, python, run, vegaDatasets, venv } from "./environment.mjs";

/** The versions of Jupyter's parts; what they need in turn is pip's choice. */
const jupyter = ["jupyterlab==4.6.6", "notebook==7.6.5", "nbclient==0.11.0", "nbconvert==7.17.2"];

const stampFile = path.join(venv, "danfo-distributed.json");
const tslab = path.join(project, "node_modules", ".bin", process.platform === "win32" ? "tslab.cmd" : "tslab");

/** A reason why the set-up cannot go on, for the person who started it. */
class SetupError extends Error {}

async function setUp() {
  linkPackage();
  await setUpJupyter();
  const flights = path.join(notebooks, "data", "flights.csv");
  if (!existsSync(flights)) {
    say("Writing notebooks/data/flights.csv …");
    await writeFlights(flights, vegaDatasets);
  }
}

/**
 * Lets `import … from "danfo-distributed"` find this project, as it will find the installed package elsewhere: tslab
 * looks for packages in `node_modules` folders only.
 */
function linkPackage() {
  const link = path.join(project, "node_modules", "danfo-distributed");
  if (existsSync(link) && realpathSync(link) === realpathSync(project)) return;
  rmSync(link, { force: true });
  symlinkSync("..", link, "junction");
}

async function setUpJupyter() {
  if (!existsSync(tslab)) throw new SetupError("The npm packages are not installed here. Run this first: npm ci");
  // The environment and the kernel's entry name this folder by its full path, so a moved project is set up again.
  const stamp = JSON.stringify({ project, jupyter }, null, 2);
  if (existsSync(python) && existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return;

  say(`Setting up Jupyter in ${venv} (once; about a minute) …`);
  const systemPython = await findPython();
  const made = await run(systemPython, ["-m", "venv", "--clear", venv]);
  if (made.code !== 0) {
    throw new SetupError(
      `${systemPython} cannot make a Python environment in ${venv}. On Debian and Ubuntu that takes the package ` +
        `python3-venv: apt-get install python3-venv\n\n${lastLines(made.output)}`,
    );
  }
  const installed = await run(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...jupyter]);
  if (installed.code !== 0) {
    throw new SetupError(
      `pip could not install ${jupyter.join(", ")}. If it cannot reach its package index from here, name a proxy in ` +
        `HTTPS_PROXY or another index in PIP_INDEX_URL, then try again.\n\n${lastLines(installed.output)}`,
    );
  }
  const registered = await run(tslab, ["install", "--sys-prefix", `--python=${python}`, `--binary=${tslab}`], {
    env: jupyterEnvironment(),
    shell: process.platform === "win32",
  });
  const kernels = await run(python, ["-m", "jupyter", "kernelspec", "list", "--json"], { env: jupyterEnvironment() });
  if (!kernels.output.includes(JSON.stringify(tslab))) {
    throw new SetupError(`The tslab kernel could not be registered in ${venv}.\n\n${lastLines(registered.output)}`);
  }
  writeFileSync(stampFile, stamp);
}

/** The first Python on the PATH that Jupyter runs on; the variable PYTHON names another one. */
async function findPython() {
  const names = process.env.PYTHON ? [process.env.PYTHON] : ["python3", "python"];
  const seen = [];
  for (const name of names) {
    const { code, output } = await run(name, ["-c", "import sys; print(*sys.version_info[:2])"]);
    if (code !== 0) continue;
    const [major, minor] = output.trim().split(" ").map(Number);
    if (major > 3 || (major === 3 && minor >= 10)) return name;
    seen.push(`${name} is ${major}.${minor}`);
  }
  const found = seen.length > 0 ? seen.join(", ") : `no program ${names.join(" or ")} was found`;
  throw new SetupError(
    `Jupyter needs Python 3.10 or newer, but ${found}. Install Python (https://www.python.org/downloads/, or your ` +
      "system's package python3), or name the one to use: PYTHON=/path/to/python3 npm run setup",
  );
}

function lastLines(output) {
  return output.trim().split("\n").slice(-15).join("\n");
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

try {
  await setUp();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(error.message);
  process.exitCode = 1;
}
