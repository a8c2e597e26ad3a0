import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { project } from "../notebook/jupyter.js";

/** Runs `danfo-distributed lab` in a folder, as a shell does. */
function lab(cwd: string, ...args: string[]) {
  const main = join(project, "dist/src/cli/main.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, "lab", ...args], { encoding: "utf8", cwd });
  return { status, stdout, stderr };
}

describe("danfo-distributed lab", () => {
  const elsewhere = mkdtempSync(join(tmpdir(), "danfo-distributed-"));
  mkdirSync(join(project, ".cache"), { recursive: true });
  const inside = mkdtempSync(join(project, ".cache/lab-"));
  after(() => {
    for (const folder of [elsewhere, inside]) rmSync(folder, { recursive: true });
  });

  test("says what to install where notebooks could not import the package", () => {
    const { status, stdout, stderr } = lab(elsewhere);
    assert.deepEqual([status, stdout], [1, ""]);
    assert.match(
      stderr,
      /Notebooks in .* cannot import danfo-distributed\. .*\n {2}npm install danfo-distributed tslab/,
    );
  });

  test("says what to do where Python has no JupyterLab", () => {
    const { status, stderr } = lab(inside, "--python", "no-such-python");
    assert.equal(status, 1);
    assert.match(stderr, /no-such-python cannot be started.*--python names/);
  });

  test("takes one folder", () => {
    assert.match(lab(inside, "a", "b").stderr, /^lab takes one folder, but 2 are named\.\n\ndanfo-distributed lab/);
  });

  test("puts what is missing of the tutorial into the folder, and hands what follows -- to JupyterLab", () => {
    writeFileSync(join(inside, "tutorial.ipynb"), "mine");
    const { status, stdout } = lab(inside, "--", "--version");
    assert.equal(status, 0);
    assert.match(stdout, /^wrote .*penguins\.csv\nwrote .*README\.md\nwrote .*flights\.csv\n4\.\d+\.\d+/);
    assert.match(readFileSync(join(inside, "data/flights.csv"), "utf8").slice(0, 40), /^month,day,dayOfWeek/);
    assert.equal(readFileSync(join(inside, "tutorial.ipynb"), "utf8"), "mine");
  });
});
