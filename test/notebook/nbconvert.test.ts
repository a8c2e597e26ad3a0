/** What nbconvert makes of every view, and of hostile names in them: web pages, LaTeX and Markdown. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { findBrowser, printPdf } from "../../src/cli/browser.js";
import type { Bundle } from "../../src/notebook/bundle.js";
import { launchBrowser } from "./browser.js";
import { executedNotebook, project } from "./jupyter.js";
import { hostileSamples, samples } from "./samples.js";
import { missingWords } from "./words.js";

const pages = ["lab.html", "classic.html", "basic.html", "markdown.html"];

describe("nbconvert", () => {
  const home = mkdtempSync(join(tmpdir(), "nbconvert-"));
  const folders = { views: join(home, "views"), hostile: join(home, "hostile") };
  let browser: Browser;
  let page: Page;

  before(async () => {
    const environment = await import(pathToFileURL(join(project, "notebooks/environment.mjs")).href);
    const convert = async (folder: string, bundles: Record<string, Bundle>): Promise<void> => {
      mkdirSync(folder);
      const notebook = join(folder, "notebook.ipynb");
      writeFileSync(notebook, executedNotebook(bundles));
      const script = join(project, "test/notebook/convert.py");
      const { code, output } = await environment.run(environment.python, [script, notebook, folder], {
        env: environment.jupyterEnvironment(),
      });
      assert.equal(code, 0, output);
    };
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1000, height: 800 } });
    // The pages of nbconvert itself ask for scripts of others; ours must not need them.
    await page.route(/^https?:/, (route) => route.abort());
    await Promise.all([convert(folders.views, samples()), convert(folders.hostile, hostileSamples())]);
  });

  after(async () => {
    await browser.close();
    rmSync(home, { recursive: true });
  });

  const open = (folder: string, name: string) => page.goto(pathToFileURL(join(folder, name)).href);

  for (const name of pages) {
    test(`${name} says all that the views say, with their pictures`, async () => {
      await open(folders.views, name);
      const seen = await page.evaluate<string>(
        "document.body.textContent + [...document.images].map((image) => image.alt).join(' ')",
      );
      for (const [view, bundle] of Object.entries(samples())) {
        assert.deepEqual(missingWords(bundle["text/plain"], seen), [], view);
      }
      const widths = await page.evaluate<number[]>("[...document.images].map((image) => image.naturalWidth)");
      const pictures = Object.values(samples()).reduce((sum, bundle) => sum + count(bundle["text/html"], "<img"), 0);
      assert.equal(widths.length, pictures);
      assert.ok(widths.every((width) => width > 100));
    });

    test(`${name} runs nothing of hostile names, and takes no element from them`, async () => {
      await open(folders.hostile, name);
      const seen = await page.evaluate(`({
        broken: "broken" in globalThis,
        headings: [...document.querySelectorAll("h1")].filter(({ textContent }) => textContent === "out").length,
        links: document.querySelectorAll("a[href^='javascript:']").length,
        pictures: [...document.images].filter((image) => image.naturalWidth === 0).length,
      })`);
      assert.deepEqual(seen, { broken: false, headings: 0, links: 0, pictures: 0 });
    });
  }

  test("LaTeX has each view as tables and text, or as a picture in a file beside it", () => {
    const tex = readFileSync(join(folders.views, "notebook.tex"), "utf8");
    for (const [view, bundle] of Object.entries(samples())) {
      const latex = bundle["text/latex"];
      if (latex !== undefined) assert.ok(tex.includes(latex), view);
    }
    const pictures = [...tex.matchAll(/\{([^{}]+\.png)\}/g)].map(([, file]) => file);
    assert.equal(pictures.length, Object.values(samples()).filter((bundle) => "image/png" in bundle).length);
    for (const picture of pictures) assert.ok(existsSync(join(folders.views, picture)), picture);
    for (const name of ["booktabs", "adjustbox"]) assert.match(tex, new RegExp(`\\\\usepackage.*\\{${name}\\}`));
  });

  test("LaTeX of hostile names holds no command of theirs, and every brace has its partner", () => {
    const tex = readFileSync(join(folders.hostile, "notebook.tex"), "utf8");
    const body = tex.slice(tex.indexOf("\\maketitle"));
    assert.deepEqual(body.match(/\\end\{document\}/g)?.length, 1);
    assert.doesNotMatch(body, /\\(input|include|write|openout|def|catcode|immediate)\b/);
    const ours = Object.values(hostileSamples()).map((bundle) => bundle["text/latex"] ?? "");
    for (const latex of ours) {
      let depth = 0;
      for (const [brace] of latex.replace(/\\[{}]/g, "").matchAll(/[{}]/g)) {
        depth += brace === "{" ? 1 : -1;
        assert.ok(depth >= 0);
      }
      assert.equal(depth, 0);
    }
  });

  test("a page of hostile names is printed to a PDF", async () => {
    const pdf = join(home, "hostile.pdf");
    const found = findBrowser() ?? browser.browserType().executablePath();
    assert.equal(await printPdf(found, join(folders.hostile, "basic.html"), pdf), undefined);
    assert.equal(readFileSync(pdf, "latin1").slice(0, 5), "%PDF-");
  });
});

function count(text: string | undefined, part: string): number {
  return (text ?? "").split(part).length - 1;
}
