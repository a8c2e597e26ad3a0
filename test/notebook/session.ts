import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { project } from "./jupyter.js";

export interface Cell {
  readonly code: string;
  /** The cell is interrupted as soon as it has printed this. */
  readonly interruptAt?: string;
}

/** Runs cells one after the other in a real tslab kernel, and gives what each one printed. */
export async function runSession(cells: readonly Cell[]): Promise<string[]> {
  const environment = await import(pathToFileURL(join(project, "notebooks/environment.mjs")).href);
  const parent = join(project, ".cache");
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, "session-"));
  try {
    const { stdout, stderr, status } = spawnSync(
      environment.python,
      [join(project, "test/notebook/session.py"), folder],
      { input: JSON.stringify(cells), env: environment.jupyterEnvironment(), encoding: "utf8" },
    );
    assert.equal(status, 0, stderr);
    return JSON.parse(stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
