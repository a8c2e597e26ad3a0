import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { project } from "./jupyter.js";

/** Runs the set-up script of a project's folder. */
function setUp(folder: string, env: Record<string, string> = {}) {
  const { status, stderr } = spawnSync(process.execPath, [join(folder, "notebooks/setup.mjs")], {
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
  return { status, stderr };
}

test("a second set-up finds all in place and does nothing", () => {
  assert.deepEqual(setUp(project), { status: 0, stderr: "" });
  assert.equal(realpathSync(join(project, "node_modules/danfo-distributed")), realpathSync(project));
});

describe("the set-up of a fresh folder", () => {
  const folder = mkdtempSync(join(tmpdir(), "danfo-distributed-"));
  after(() => rmSync(folder, { recursive: true }));
  cpSync(join(project, "notebooks"), join(folder, "notebooks"), {
    recursive: true,
    filter: (file) => !file.endsWith(".csv"),
  });

  test("asks for npm ci where packages are missing", () => {
    mkdirSync(join(folder, "node_modules"));
    for (const name of ["hyparquet", "hyparquet-compressors"]) {
      symlinkSync(join(project, "node_modules", name), join(folder, "node_modules", name));
    }
    const { status, stderr } = setUp(folder);
    assert.equal(status, 1);
    assert.match(stderr, /^The npm packages are not installed here\. Run this first: npm ci\n$/);
    symlinkSync(join(project, "node_modules/.bin"), join(folder, "node_modules/.bin"));
  });

  test("says so where Python is missing", () => {
    const { status, stderr } = setUp(folder, { PYTHON: "no-such-python" });
    assert.equal(status, 1);
    assert.match(
      stderr,
      /Jupyter needs Python 3\.10 or newer, but no program no-such-python was found\. Install Python/,
    );
  });

  test("says so where Python is too old", () => {
    const old = join(folder, "python-old");
    writeFileSync(old, "#!/bin/sh\necho 3 9\n");
    chmodSync(old, 0o755);
    const { status, stderr } = setUp(folder, { PYTHON: old });
    assert.equal(status, 1);
    assert.match(stderr, /python-old is 3\.9\. Install Python/);
  });

  test("says so where pip reaches no index, and starts anew the next time", () => {
    const nowhere = { PIP_INDEX_URL: "http://127.0.0.1:9/simple", PIP_FIND_LINKS: folder, PIP_RETRIES: "0" };
    const { status, stderr } = setUp(folder, nowhere);
    assert.equal(status, 1);
    assert.match(stderr, /pip could not install jupyterlab==[\d.]+, .*PIP_INDEX_URL/);
    assert.equal(existsSync(join(folder, ".venv/danfo-distributed.json")), false);
  });
});
