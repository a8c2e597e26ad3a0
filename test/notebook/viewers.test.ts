/** What people see who open a notebook of ours in JupyterLab and in Notebook 7: real servers, a real browser, clicks. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { launchBrowser } from "./browser.js";
import { executedNotebook, notebookOf, project } from "./jupyter.js";
import { type LabServer, startLab } from "./lab-server.js";
import { hostileSamples, samples } from "./samples.js";
import { missingWords } from "./words.js";

/** What a cell shows. */
interface SeenCell {
  /** The text of its outputs, and what its pictures say in words. */
  readonly text: string;
  readonly tables: number;
  /** The widths of its pictures, in their own pixels; 0 of one that is broken. */
  readonly pictures: readonly number[];
}

/** The last but one is a chart that can be zoomed, where scripts run. */
const interactiveCells = [
  'import { setDisplayOptions } from "danfo-distributed";\nsetDisplayOptions({ interactive: true });',
  "result.confusion",
];

/** The tutorial up to its second half, then pictures, and its end. */
function penguinsTutorial(): string {
  const notebook = JSON.parse(readFileSync(join(project, "notebooks/tutorial.ipynb"), "utf8"));
  const sourceOf = (cell: { source: string | string[] }): string => [cell.source].flat().join("");
  const half = notebook.cells.findIndex(
    (cell: { source: string }) =>
      sourceOf(cell).includes("half a million flights", 1) && sourceOf(cell).startsWith("# Now"),
  );
  const added = ["result.roc", "model.trees[0]", ...interactiveCells].map((source, i) => ({
    ...notebook.cells[1],
    id: `added-${i}`,
    source,
  }));
  notebook.cells = [...notebook.cells.slice(0, half), ...added, ...notebook.cells.slice(-1)];
  return JSON.stringify(notebook);
}

function codeCells(notebook: string): number {
  return JSON.parse(notebook).cells.filter((cell: { cell_type: string }) => cell.cell_type === "code").length;
}

/** Runs in a page; gives a {@link SeenCell} for each code cell. A picture that is still to be loaded has no width. */
const readCells = `[...document.querySelectorAll(".jp-Notebook .jp-CodeCell")].map((cell) => {
  const outputs = [...cell.querySelectorAll(".jp-OutputArea-output")];
  const images = outputs.flatMap((output) => [...output.querySelectorAll("img")]);
  return {
    text: [...outputs.map((output) => output.textContent), ...images.map((image) => image.alt)].join(" "),
    tables: outputs.reduce((sum, output) => sum + output.querySelectorAll("table").length, 0),
    pictures: images.map((image) => image.checkVisibility() ? image.naturalWidth : 0),
  };
})`;

describe("in a browser", () => {
  let server: LabServer;
  let browser: Browser;
  let page: Page;
  let views: string;

  before(async () => {
    [server, browser] = await Promise.all([startLab(), launchBrowser()]);
    const hostile = Object.entries(hostileSamples()).map(([name, bundle]) => [`hostile ${name}`, bundle]);
    views = executedNotebook({ ...samples(), ...Object.fromEntries(hostile) });
    writeFileSync(join(server.folder, "views.ipynb"), views);
    writeFileSync(join(server.folder, "penguins.ipynb"), penguinsTutorial());
  });

  after(async () => {
    await browser.close();
    await server.stop();
  });

  /** Opens a page of the server. */
  async function open(path: string): Promise<void> {
    await page?.close();
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(120_000);
    await page.goto(`${server.url}${path}`);
    await page.waitForSelector(".jp-Notebook .jp-CodeCell");
  }

  /** What all code cells show, once all are there and no more changes; a viewer draws a notebook bit by bit. */
  async function seenCells(cells: number): Promise<SeenCell[]> {
    for (let before = ""; ; ) {
      const seen = await page.evaluate<SeenCell[]>(readCells);
      const now = JSON.stringify(seen);
      if (seen.length === cells && now === before) return seen;
      before = now;
      await page.waitForTimeout(300);
    }
  }

  async function click(menu: string, item: string): Promise<void> {
    await page.locator(".lm-MenuBar-itemLabel", { hasText: new RegExp(`^${menu}$`) }).click();
    await page.locator(".lm-Menu-itemLabel", { hasText: new RegExp(`^${item}$`) }).click();
  }

  test("JupyterLab runs the tutorial, and shows all of it to the one who ran it and to those who do not trust it", async () => {
    await open("lab/tree/penguins.ipynb?reset");
    await page.getByText("TypeScript | Idle").waitFor();
    await click("Run", "Run All Cells");
    await page.locator(".jp-CodeCell").last().getByText("closed").waitFor();
    const cells = codeCells(penguinsTutorial());
    await page.waitForSelector(".js-plotly-plot .main-svg");
    const ran = await seenCells(cells);
    const shown = (what: RegExp): SeenCell => {
      const found = ran.find(({ text }) => what.test(text));
      assert.ok(found, `no cell shows ${what}`);
      return found;
    };
    assert.equal(shown(/^DataFrame 7 columns/).tables, 1);
    assert.equal(shown(/Feature importances/).tables, 2);
    assert.match(shown(/Feature importances/).text, /trees: 100, finished/);
    assert.equal(shown(/Train Accuracy.*Confusion matrix.*Most often confused/).tables, 3);
    assert.deepEqual(shown(/is the hardest to tell from the rest/).pictures.length, 1);
    assert.match(shown(/Decision tree of depth/).text, /It asks first whether/);
    for (const { pictures } of ran.slice(0, -2)) for (const width of pictures) assert.ok(width > 100);

    // The library is there once, and its chart takes the picture's place.
    assert.deepEqual(ran.at(-2)?.pictures, [0]);

    await page.keyboard.press("Control+s");
    await page.waitForFunction("!document.title.startsWith('●') && !document.querySelector('.jp-mod-dirty')");
    const text = readFileSync(join(server.folder, "penguins.ipynb"), "utf8");
    assert.equal(text.split("* plotly.js v").length - 1, 1);
    const saved = JSON.parse(text);
    // A file that came from elsewhere has other bytes than any that was trusted here.
    writeFileSync(
      join(server.folder, "shared.ipynb"),
      JSON.stringify({ ...saved, metadata: { ...saved.metadata, shared: true } }),
    );
    await open("lab/tree/shared.ipynb?reset");
    const shared = await seenCells(cells);
    assert.deepEqual(shared.slice(0, -3), ran.slice(0, -3));
    assert.ok((shared.at(-2)?.pictures[0] ?? 0) > 100, "where scripts do not run, the picture stands");
    assert.match(shared.at(-2)?.text ?? "", /Most often confused/);
  });

  test("in JupyterLab the stop button cancels what a cell awaits, and a restart begins anew", async () => {
    const cells = [
      'import { Client } from "danfo-distributed";\nconst client = new Client({ nWorkers: 1 });',
      'const endless = client.submit(() => { for (;;); });\nconsole.log("it runs");\nawait endless.result();',
      'await client.submit(() => "the worker is " + "free").result()',
    ];
    writeFileSync(join(server.folder, "stop.ipynb"), JSON.stringify(notebookOf(cells)));
    await open("lab/tree/stop.ipynb?reset");
    const outputOf = (cell: number) => page.locator(".jp-CodeCell").nth(cell).locator(".jp-OutputArea-output");
    const run = async (cell: number): Promise<void> => {
      await page.locator(".jp-CodeCell").nth(cell).locator(".cm-content").click();
      await page.keyboard.press("Control+Enter");
    };
    await page.getByText("TypeScript | Idle").waitFor();
    await run(0);
    await page.getByText("[1]:").waitFor();
    await run(1);
    await outputOf(1).getByText("it runs").waitFor();
    await page.locator('[data-command="notebook:interrupt-kernel"]').click();
    await outputOf(1).getByText("Interrupted").waitFor();
    // For 200 ms after a cell that failed, tslab answers cells without running them.
    await page.waitForTimeout(500);
    await run(2);
    await outputOf(2).getByText("the worker is free").waitFor();
    await click("Kernel", "Restart Kernel…");
    await page.locator(".jp-Dialog .jp-mod-accept").click();
    await page.getByText("TypeScript | Idle").waitFor();
    await run(2);
    await outputOf(2).getByText("Cannot find name 'client'").waitFor();
  });

  for (const [viewer, path] of [
    ["JupyterLab", (name: string) => `lab/tree/${name}?reset`],
    ["Notebook 7", (name: string) => `notebooks/${name}`],
  ] as const) {
    test(`${viewer} shows every view of a notebook that it does not trust, and runs nothing of hostile names`, async () => {
      await open(path("views.ipynb"));
      const seen = await seenCells(codeCells(views));
      for (const [i, [name, bundle]] of Object.entries(samples()).entries()) {
        const html = bundle["text/html"] ?? "";
        assert.equal(seen[i].tables, html.split("<table").length - 1, name);
        assert.equal(seen[i].pictures.length, html.split("<img").length - 1, name);
        for (const width of seen[i].pictures) assert.ok(width > 100, name);
        assert.deepEqual(missingWords(bundle["text/plain"], seen[i].text), [], name);
      }
      const found = await page.evaluate(`({
        broken: "broken" in globalThis,
        headings: document.querySelectorAll(".jp-OutputArea h1").length,
        links: document.querySelectorAll(".jp-OutputArea a").length,
        width: document.documentElement.scrollWidth,
      })`);
      assert.deepEqual(found, { broken: false, headings: 0, links: 0, width: 1280 });
    });
  }
});
