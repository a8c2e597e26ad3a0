import { existsSync, mkdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { parsedArgs } from "./arguments.js";
import { findBrowser, printPdf } from "./browser.js";
import { fail } from "./fail.js";
import { jupyterEnvironment, missingJupyter, pythonFor } from "./jupyter.js";
import { runProgram } from "./run-program.js";
import { UsageError } from "./usage-error.js";

export const runHelp = `danfo-distributed run NOTEBOOK [--out FOLDER] [--pdf] [--python PROGRAM] [--browser PROGRAM]

Executes a notebook from top to bottom in the Jupyter of a Python environment, with the kernel that the notebook names.
Writes the notebook with its outputs, and one web page that needs nothing else, under the notebook's name. At the
first cell that fails it stops and says why; the written notebook then holds what ran until there.

  --out FOLDER       where to; default: the folder "executed" beside the notebook
  --pdf              also a PDF, printed by Chromium or Chrome
  --python PROGRAM   the Python that has Jupyter; default: of the nearest .venv above the notebook, else python3
  --browser PROGRAM  the Chromium or Chrome for --pdf; default: the first that is found
`;

interface Request {
  readonly notebook: string;
  readonly folder: string;
  readonly pdf: boolean;
  readonly python?: string;
  readonly browser?: string;
}

/** `danfo-distributed run`. */
export async function run(args: readonly string[]): Promise<number> {
  const { notebook, folder, pdf, python = pythonFor(notebook), browser } = requestOf(args);
  if (!existsSync(notebook)) return fail(`There is no notebook ${notebook}.`);
  const env = jupyterEnvironment(python, notebook);
  const missing = await missingJupyter(python, env, ["nbclient", "nbconvert"]);
  if (missing !== undefined) return fail(missing);
  mkdirSync(folder, { recursive: true });
  const name = basename(notebook, ".ipynb");
  const file = (extension: string): string => join(folder, `${name}.${extension}`);
  const script = join(__dirname, "jupyter/execute.py");
  const { code } = await runProgram(python, [script, notebook, file("ipynb"), file("html")], { env, shown: true });
  if (code !== 0) return 1;
  process.stdout.write(`notebook: ${file("ipynb")}\nweb page: ${file("html")}\n`);
  if (!pdf) return 0;
  const found = browser ?? findBrowser();
  if (found === undefined) {
    return fail(
      "There is no PDF: that takes Chromium or Chrome, and none was found. Install one, or name it with --browser, " +
        "or print the web page from the browser you have.",
    );
  }
  const failure = await printPdf(found, file("html"), file("pdf"));
  if (failure !== undefined) return fail(failure);
  process.stdout.write(`PDF:      ${file("pdf")}\n`);
  return 0;
}

function requestOf(args: readonly string[]): Request {
  const { values, positionals } = parsedArgs(args, {
    out: { type: "string" },
    pdf: { type: "boolean", default: false },
    python: { type: "string" },
    browser: { type: "string" },
  });
  if (positionals.length !== 1) {
    throw new UsageError(
      `run takes one notebook, but ${positionals.length === 0 ? "none is" : `${positionals.length} are`} named.`,
    );
  }
  const notebook = resolve(positionals[0]);
  if (!notebook.endsWith(".ipynb"))
    throw new UsageError(`run takes a notebook, a file that ends in .ipynb; ${positionals[0]} does not.`);
  const folder = resolve(values.out ?? join(dirname(notebook), "executed"));
  if (folder === dirname(notebook)) {
    throw new UsageError(
      `--out must be another folder than the notebook's own, ${folder}; the notebook is not written over.`,
    );
  }
  return { notebook, folder, pdf: values.pdf, python: values.python, browser: values.browser };
}
