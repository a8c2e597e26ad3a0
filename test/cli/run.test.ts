import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { findBrowser, printPdf } from "../../src/cli/browser.js";
import { missingJupyter, pythonFor } from "../../src/cli/jupyter.js";
import { notebookOf, project } from "../notebook/jupyter.js";

mkdirSync(join(project, ".cache"), { recursive: true });
const folder = mkdtempSync(join(project, ".cache/run-"));
after(() => rmSync(folder, { recursive: true }));

/** Runs the command line as a shell does. */
function danfoDistributed(...args: string[]) {
  const main = join(project, "dist/src/cli/main.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: "utf8", cwd: folder });
  return { status, stdout, stderr };
}

function write(name: string, cells: readonly string[], kernel?: string): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(notebookOf(cells, kernel)));
  return file;
}

describe("danfo-distributed run", () => {
  test("executes a notebook, and writes it, a web page and a PDF, and leaves the notebook as it was", () => {
    const file = write("report.ipynb", [
      'import { accuracyScore, rocCurve } from "danfo-distributed";\nawait rocCurve([0, 1, 1], [0.2, 0.9, 0.1])',
      'console.log("accuracy", await accuracyScore([1, 2], [1, 2]));',
    ]);
    const before = readFileSync(file, "utf8");
    const { status, stdout, stderr } = danfoDistributed("run", "report.ipynb", "--pdf");
    const written = ["ipynb", "html", "pdf"].map((extension) => join(folder, "executed", `report.${extension}`));
    assert.equal(status, 0, stderr);
    for (const name of written) assert.ok(stdout.includes(name), name);
    const [notebook, page, pdf] = written.map((name) => readFileSync(name, "latin1"));
    assert.match(notebook, /accuracy 1/);
    assert.match(notebook, /image\/png/);
    assert.match(page, /<figcaption/);
    assert.doesNotMatch(page, /<(script|link|img)[^>]+(src|href)="(https?:)?\/\//);
    assert.match(pdf, /^%PDF-/);
    assert.equal(readFileSync(file, "utf8"), before);
  });

  test("stops at a cell that fails, says which and why, and keeps what ran until there", () => {
    write("failing.ipynb", ['console.log("ran")', 'throw new Error("as planned")', "3"]);
    const { status, stdout, stderr } = danfoDistributed("run", "failing.ipynb", "--out", "elsewhere");
    assert.equal(status, 1);
    assert.equal(stdout, "");
    assert.match(stderr, /Cell 2 of 3 failed[\s\S]*as planned/);
    assert.match(readFileSync(join(folder, "elsewhere/failing.ipynb"), "utf8"), /"ran\\n"/);
    assert.equal(existsSync(join(folder, "elsewhere/failing.html")), false);
  });

  test("says what to do where the notebook's kernel is not registered", () => {
    write("strange.ipynb", ["1"], "no-such-kernel");
    const { status, stderr } = danfoDistributed("run", "strange.ipynb");
    assert.equal(status, 1);
    assert.match(stderr, /asks for the kernel 'no-such-kernel', which is not registered with .*npx tslab install/);
  });

  test("says what to do where Python or Jupyter is missing", async () => {
    assert.match(
      (await missingJupyter("no-such-python", {}, ["nbclient"])) ?? "",
      /no-such-python cannot be started.*--python names/,
    );
    const bare = join(folder, "bare-python");
    writeFileSync(bare, "#!/bin/sh\nexit 1\n");
    chmodSync(bare, 0o755);
    assert.match(
      (await missingJupyter(bare, {}, ["nbclient"])) ?? "",
      /bare-python has no Jupyter[\s\S]*-m pip install jupyterlab/,
    );
  });

  test("takes the Python of the nearest .venv above the notebook, else the system's", () => {
    assert.ok(pythonFor(join(folder, "report.ipynb")).startsWith(join(project, ".venv")));
    assert.match(pythonFor(join(tmpdir(), "nowhere", "report.ipynb")), /^python3?$/);
  });

  test("finds no browser where there is none, and says why a page could not be printed", async () => {
    assert.equal(findBrowser(folder, []), undefined);
    const failure = await printPdf(process.execPath, join(folder, "report.ipynb"), join(folder, "x.pdf"));
    assert.match(failure ?? "", /^There is no PDF: .* could not print the web page/);
  });

  for (const [what, args, message] of [
    ["no notebook", ["run"], /run takes one notebook, but none is named/],
    ["two notebooks", ["run", "a.ipynb", "b.ipynb"], /run takes one notebook, but 2 are named/],
    ["a file that is no notebook", ["run", "a.ts"], /a file that ends in \.ipynb; a\.ts does not/],
    ["an unknown option", ["run", "a.ipynb", "--pfd"], /Unknown option '--pfd'\./],
    ["the notebook's own folder", ["run", "a.ipynb", "--out", "."], /--out must be another folder/],
    ["an unknown command", ["rum"], /There is no command "rum"/],
  ] as const) {
    test(`${what}: says so, shows how it is used, and exits with 2`, () => {
      const { status, stdout, stderr } = danfoDistributed(...args);
      assert.equal(status, 2);
      assert.equal(stdout, "");
      assert.match(stderr, message);
      assert.match(stderr, /danfo-distributed \w+/);
    });
  }

  test("a notebook that is not there is a sentence, and exits with 1", () => {
    const { status, stderr } = danfoDistributed("run", "none.ipynb");
    assert.equal(status, 1);
    assert.match(stderr, /^There is no notebook .*none\.ipynb\.\n$/);
  });
});

test("danfo-distributed --help lists the commands, and a command's --help its options", () => {
  assert.match(danfoDistributed("--help").stdout, /run +execute a notebook/);
  assert.match(danfoDistributed("run", "--help").stdout, /--out FOLDER/);
  const { version } = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
  assert.equal(danfoDistributed("--version").stdout, `${version}\n`);
  assert.equal(danfoDistributed().status, 2);
});
