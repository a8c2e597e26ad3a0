import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { runProgram } from "./run-program.js";

const onWindows = process.platform === "win32";

/** The Python of the nearest `.venv` in the notebook's folder or one above it, else the system's. */
export function pythonFor(notebook: string): string {
  for (const folder of foldersAbove(notebook)) {
    const python = join(folder, ".venv", onWindows ? "Scripts/python.exe" : "bin/python");
    if (existsSync(python)) return python;
  }
  return onWindows ? "python" : "python3";
}

/** The environment to run Jupyter in: the programs of its Python and of the notebook's npm packages are found, tslab among them. */
export function jupyterEnvironment(python: string, notebook: string): NodeJS.ProcessEnv {
  const programs = foldersAbove(notebook).map((folder) => join(folder, "node_modules", ".bin"));
  const path = [dirname(python), ...programs.filter((folder) => existsSync(folder)), dirname(process.execPath)];
  return { ...process.env, PATH: [...path.filter((folder) => folder !== "."), process.env.PATH].join(delimiter) };
}

/** Why this Python lacks one of these modules of Jupyter, and what to do; undefined if it has them. */
export async function missingJupyter(
  python: string,
  env: NodeJS.ProcessEnv,
  modules: readonly string[],
): Promise<string | undefined> {
  const { code, output } = await runProgram(python, ["-c", `import ${modules.join(", ")}`], { env });
  if (code === 0) return undefined;
  if (code === -1) return `${python} cannot be started: ${output}. --python names the Python that has Jupyter.`;
  return (
    `${python} has no Jupyter. Install it and register the TypeScript kernel, or name another Python with --python:\n` +
    `  ${python} -m pip install jupyterlab\n  npm install tslab && npx tslab install --python=${python}`
  );
}

/** The folder of a file, the one that this is in, and so on. */
export function foldersAbove(file: string): string[] {
  const folder = dirname(file);
  return folder === file ? [] : [folder, ...foldersAbove(folder)];
}
