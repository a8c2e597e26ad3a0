import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test, { after, before } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { accessibilityViolations, launchBrowser } from "./notebook/browser.js";

interface Cell {
  readonly cell_type: string;
  readonly source: string;
  readonly outputs: readonly { output_type: string; text?: string; data?: Record<string, unknown> }[];
}

const root = resolve(__dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "tutorial-"));
let cells: Cell[];
let page: string;

/** Executes the tutorial as `npm run tutorial` does; gives the names of the notebook and the page. */
async function execute(name: string): Promise<[notebook: string, page: string]> {
  const environment = await import(pathToFileURL(join(root, "notebooks/environment.mjs")).href);
  const [notebook, html] = [join(folder, `${name}.ipynb`), join(folder, `${name}.html`)];
  const script = [
    join(root, "dist/src/cli/jupyter/execute.py"),
    join(root, "notebooks/tutorial.ipynb"),
    notebook,
    html,
  ];
  await promisify(execFile)(environment.python, script, { env: environment.jupyterEnvironment() });
  return [notebook, html];
}

before(async () => {
  const [notebook, html] = await execute("first");
  cells = JSON.parse(readFileSync(notebook, "utf8"), (key, value) =>
    (key === "source" || key === "text") && Array.isArray(value) ? value.join("") : value,
  ).cells.filter((cell: Cell) => cell.cell_type === "code");
  page = readFileSync(html, "utf8");
});

after(() => rmSync(folder, { recursive: true }));

test("every cell of the tutorial runs in Jupyter with the tslab kernel", () => {
  for (const { source, outputs } of cells) {
    const failed = outputs.filter(({ output_type, text }) => output_type === "error" || /error/i.test(text ?? ""));
    assert.deepEqual(failed, [], source);
  }
});

test("each step ends in an output that notebooks show richly and terminals as text", () => {
  const steps = [
    "client",
    "penguins",
    "await penguins.head()",
    "await penguins.describe()",
    "XTrain",
    "model",
    "result",
  ];
  for (const step of [
    ...steps,
    "await model.predict(XTest).head()",
    "flights",
    "punctuality",
    "delays",
    "punctuality.roc",
  ]) {
    const cell = cells.find(({ source }) => source.trimEnd().split("\n").at(-1) === step);
    const { data = {} } = cell?.outputs.at(-1) ?? {};
    assert.ok("text/html" in data && "text/plain" in data, step);
  }
});

test("the evaluation's text is that of a terminal, with scikit-learn's report", () => {
  const printed = cells.find(({ source }) => source.startsWith("console.log(String(result))"))?.outputs[0].text ?? "";
  assert.match(
    printed,
    /^Train Accuracy: \d\.\d\d\nTest Accuracy: \d\.\d\d\nClassification Report:\n {14}precision {4}recall {2}f1-score {3}support\n\n {6}Adelie/,
  );
});

test("progress is one output that was updated in place", () => {
  const training = cells.find(({ source }) => source.includes("await model.fit(XTrain, yTrain)"));
  const texts = training?.outputs.map(({ data }) => String(data?.["text/plain"]));
  assert.equal(texts?.length, 2);
  assert.equal(texts?.[0], "trees: 100, finished");
});

test("the page holds all it shows: it asks the network for nothing", () => {
  assert.doesNotMatch(page, /<(script|link|img)[^>]+(src|href)="(https?:)?\/\//);
  assert.match(page, /Classification report/);
});

test("executed again, the tutorial is the same to the last byte, and within 1 MB", async () => {
  const [notebook] = await execute("second");
  const [first, second] = [readFileSync(join(folder, "first.ipynb")), readFileSync(notebook)];
  assert.ok(first.equals(second));
  assert.ok(first.length <= 1024 ** 2);
});

test("on the page, whose style sheet puts cells on the right, texts stand on the left and numbers on the right", async () => {
  const browser = await launchBrowser();
  try {
    const opened = await browser.newPage();
    await opened.setContent(page);
    const sidesOf = (like: string) =>
      opened.evaluate<string>(
        `[...new Set([...document.querySelectorAll(".jp-OutputArea td")].filter((cell) => /${like}/.test(cell.textContent)).map((cell) => getComputedStyle(cell).textAlign))].join()`,
      );
    assert.equal(await sidesOf("^(Adelie|Torgersen|LAS|on time)$"), "left");
    assert.equal(await sidesOf("^[0-9]+[.][0-9]$"), "right");
  } finally {
    await browser.close();
  }
});

const backgrounds = { light: "rgb(255, 255, 255)", dark: "rgb(17, 17, 17)" };

test("the page is light or dark as its reader's system is, and axe-core finds nothing amiss in either", async () => {
  const browser = await launchBrowser();
  try {
    for (const colorScheme of ["light", "dark"] as const) {
      const opened = await browser.newPage({ viewport: { width: 1000, height: 800 }, colorScheme });
      await opened.setContent(page);
      assert.equal(await opened.evaluate("getComputedStyle(document.body).backgroundColor"), backgrounds[colorScheme]);
      assert.deepEqual(await accessibilityViolations(opened), []);
    }
  } finally {
    await browser.close();
  }
});
