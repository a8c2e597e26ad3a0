import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import type { Bundle } from "../../src/notebook/bundle.js";
import { setDisplayOptions } from "../../src/notebook/display-options.js";
import { plotlyLibrary } from "../../src/notebook/plotly.js";
import { accessibilityViolations, launchBrowser } from "./browser.js";
import { project, runNotebook } from "./jupyter.js";
import { hostileSamples, samples } from "./samples.js";
import { missingWords } from "./words.js";

const width = 900;
const themes = { light: "background:#fff;color:#111", dark: "background:#111;color:#ddd" };

function pageOf(bundles: Record<string, Bundle>, style = themes.light): string {
  const body = Object.values(bundles).map((bundle) => `<section>${bundle["text/html"]}</section>`);
  return `<!doctype html><html lang="en"><title>views</title><body style="font:13px sans-serif;${style}"><main><h1>Views</h1>${body.join("")}</main></body></html>`;
}

function interactive<T>(make: () => T): T {
  setDisplayOptions({ interactive: true });
  try {
    return make();
  } finally {
    setDisplayOptions({ interactive: false });
  }
}

describe("in Chromium", () => {
  let browser: Browser;
  let page: Page;
  let errors: string[];

  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());

  /** Opens a page that may load nothing. */
  async function open(source: string): Promise<void> {
    await page?.close();
    page = await browser.newPage({ viewport: { width, height: 800 } });
    page.setDefaultTimeout(120_000);
    errors = [];
    page.on("pageerror", (error) => errors.push(error.message));
    await page.route(/^(?!data:)/, (route) => {
      errors.push(`asked for ${route.request().url()}`);
      return route.abort();
    });
    await page.setContent(source);
  }

  /** With new snapshots, a picture of all views to look at. It is not compared, as browsers differ by a pixel here and there. */
  async function keepSheet(theme: string): Promise<void> {
    if (process.env.UPDATE_SNAPSHOTS !== "1") return;
    await page.evaluate('document.querySelector("main").style.columns = 2');
    await page.setViewportSize({ width: 2 * width, height: 800 });
    await page.screenshot({ path: join(project, `test/output/views-${theme}.jpg`), quality: 60, fullPage: true });
  }

  for (const [theme, style] of Object.entries(themes)) {
    test(`every text of every view stands out from what is behind it on a ${theme} page`, async () => {
      await open(pageOf(samples(), style));
      await page.addScriptTag({ path: join(project, "test/fixtures/notebook/low-contrasts.js") });
      assert.deepEqual(await page.evaluate("lowContrasts(4.5)"), []);
      await keepSheet(theme);
    });
  }

  for (const size of [width, 360]) {
    test(`axe-core finds nothing amiss in any view on a page ${size} pixels wide`, async () => {
      for (const style of Object.values(themes)) {
        await open(pageOf(samples(), style));
        await page.setViewportSize({ width: size, height: 800 });
        assert.deepEqual(await accessibilityViolations(page), []);
      }
    });
  }

  test("every view says and shows the same where scripts, styles, ids and classes are taken out, as on GitHub", async () => {
    for (const bundles of [samples(), interactive(samples)]) {
      await open(pageOf(bundles));
      const seen = (): Promise<{ text: string; pictures: number[] }[]> =>
        page.evaluate(`[...document.querySelectorAll("section")].map((section) => ({
          text: [...section.querySelectorAll(":not(script)")].flatMap((element) => [...element.childNodes])
            .map((node) => node.nodeType === 3 ? node.textContent : node.alt ?? "").join(" ").replace(/\\s+/g, " "),
          pictures: [...section.querySelectorAll("img")].map((image) => image.checkVisibility() && image.naturalWidth),
        }))`);
      const before = await seen();
      await page.evaluate(`for (const element of document.querySelectorAll("section, section *")) {
        if (["SCRIPT", "STYLE", "SVG"].includes(element.tagName.toUpperCase())) element.remove();
        for (const { name } of [...element.attributes]) if (/^(style|id|class|on.*|tabindex)$/.test(name)) element.removeAttribute(name);
      }`);
      assert.deepEqual(await seen(), before);
      for (const [i, [name, bundle]] of Object.entries(bundles).entries()) {
        assert.deepEqual(missingWords(bundle["text/plain"], before[i].text), [], name);
        assert.ok(before[i].pictures.every((width) => width > 100));
      }
      assert.equal(await page.locator("section [style], section script").count(), 0);
    }
  });

  test("hostile names run nothing, add no element of their own and do not widen the page", async () => {
    for (const bundles of [hostileSamples(), interactive(hostileSamples)]) {
      await open(pageOf({ library: plotlyLibrary(), ...bundles }));
      await page.waitForTimeout(500);
      const seen = await page.evaluate(`({
        broken: "broken" in globalThis,
        headings: document.querySelectorAll("section h1").length,
        links: document.querySelectorAll("section a[href^=javascript]").length,
        width: document.documentElement.scrollWidth,
      })`);
      assert.deepEqual(seen, { broken: false, headings: 0, links: 0, width });
      assert.deepEqual(errors, []);
    }
  });

  test("an interactive figure takes the place of its picture where Plotly is", async () => {
    await open(pageOf({ library: plotlyLibrary(), ...interactive(samples) }));
    await page.waitForSelector("figure .js-plotly-plot .main-svg");
    assert.ok((await page.locator("figure:has(script) img").count()) > 0);
    await page.waitForFunction(
      "[...document.querySelectorAll('figure:has(script) img')].every((image) => !image.checkVisibility())",
    );
    assert.deepEqual(errors, []);
  });

  test("an interactive figure stays a picture where Plotly is not", async () => {
    await open(pageOf(interactive(samples)));
    const images = await page.evaluate<boolean[]>(
      "[...document.querySelectorAll('img')].map((image) => image.naturalWidth > 100 && image.checkVisibility())",
    );
    assert.ok(images.length > 0);
    assert.ok(images.every((seen) => seen));
    assert.deepEqual(errors, []);
  });

  test("the page of an executed notebook shows its outputs, and asks for nothing from elsewhere", async () => {
    const executed = await runNotebook([
      `import { setDisplayOptions } from "danfo-distributed";
setDisplayOptions({ interactive: true });
setDisplayOptions({ interactive: true });`,
      `import { confusionMatrix } from "../../dist/src/metrics/confusion-matrix.js";
await confusionMatrix(["a", "b", "b"], ["a", "b", "a"])`,
    ]);
    assert.equal(executed.failure, undefined);
    await open(executed.page);
    await page.waitForSelector(".js-plotly-plot .main-svg");
    assert.equal(await page.getByText("Most often confused").isVisible(), true);
    assert.equal(await page.getByText("Charts in the cells below").count(), 1);
    assert.deepEqual(errors, []);
  });
});
