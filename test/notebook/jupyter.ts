/**
 * Runs cells in real Jupyter: the project's own environment (`notebooks/setup.mjs` makes it), nbconvert and the tslab
 * kernel, as `npm run tutorial` does.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Bundle } from "../../src/notebook/bundle.js";

export const project = resolve(__dirname, "../../..");

/** An output of a cell, as notebook files hold it. */
export interface Output {
  readonly output_type: "stream" | "display_data" | "execute_result" | "error";
  /** Of a stream. */
  readonly name?: "stdout" | "stderr";
  readonly text?: string;
  readonly data?: Readonly<Record<string, string>>;
}

export interface Executed {
  /** The outputs of each cell. */
  readonly outputs: readonly (readonly Output[])[];
  /** The executed notebook and its page, as files hold them. The page is empty if a cell failed. */
  readonly notebook: string;
  readonly page: string;
  /** What was said of a cell that failed. */
  readonly failure: string | undefined;
}

/** A kernel besides tslab, as Jupyter is told of it. */
export interface KernelSpec {
  readonly name: string;
  readonly argv: readonly string[];
}

/** Executes a notebook of these cells in a new folder inside the project, so that its packages are found. */
export async function runNotebook(cells: readonly string[], kernel?: KernelSpec): Promise<Executed> {
  const environment = await import(pathToFileURL(join(project, "notebooks/environment.mjs")).href);
  const parent = join(project, ".cache");
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, "notebook-"));
  try {
    const [source, executed, page] = ["source.ipynb", "executed.ipynb", "page.html"].map((name) => join(folder, name));
    writeFileSync(source, JSON.stringify(notebookOf(cells, kernel?.name)));
    const env = environment.jupyterEnvironment();
    if (kernel !== undefined) {
      env.JUPYTER_PATH = folder;
      mkdirSync(join(folder, "kernels", kernel.name), { recursive: true });
      const spec = { argv: kernel.argv, display_name: kernel.name, language: "typescript" };
      writeFileSync(join(folder, "kernels", kernel.name, "kernel.json"), JSON.stringify(spec));
    }
    const args = [join(project, "dist/src/cli/jupyter/execute.py"), source, executed, page];
    const { code, output } = await environment.run(environment.python, args, { env });
    const notebook = readFileSync(executed, "utf8");
    return {
      outputs: JSON.parse(notebook).cells.map((cell: { outputs: RawOutput[] }) => cell.outputs.map(joined)),
      notebook,
      page: code === 0 ? readFileSync(page, "utf8") : "",
      failure: code === 0 ? undefined : output,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A notebook of these cells that has not been executed. */
export function notebookOf(cells: readonly string[], kernel = "tslab"): object {
  return {
    cells: cells.map((source, i) => ({
      cell_type: "code",
      id: `cell-${i}`,
      metadata: {},
      execution_count: null,
      outputs: [],
      source,
    })),
    metadata: { kernelspec: { display_name: "TypeScript", language: "typescript", name: kernel } },
    nbformat: 4,
    nbformat_minor: 5,
  };
}

/** The text of a notebook that was executed: a cell for each of these outputs. */
export function executedNotebook(bundles: Readonly<Record<string, Bundle>>): string {
  const notebook = notebookOf(Object.keys(bundles).map((name) => `// ${name}`)) as { cells: { outputs: object[] }[] };
  for (const [i, bundle] of Object.values(bundles).entries()) {
    notebook.cells[i].outputs = [{ output_type: "display_data", metadata: {}, data: { ...bundle } }];
  }
  return JSON.stringify(notebook);
}

type Lines = string | readonly string[];
type RawOutput = Omit<Output, "text" | "data"> & { text?: Lines; data?: Record<string, Lines> };

/** An output with its texts in one piece; files hold them line by line. */
function joined({ text, data, ...rest }: RawOutput): Output {
  const join = (lines: Lines): string => (typeof lines === "string" ? lines : lines.join(""));
  return {
    ...rest,
    ...(text === undefined ? {} : { text: join(text) }),
    ...(data === undefined
      ? {}
      : { data: Object.fromEntries(Object.entries(data).map(([type, lines]) => [type, join(lines)])) }),
  };
}
