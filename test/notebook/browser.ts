import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";

/**
 * A Chromium to look at pages with: the system's (Debian's package `chromium`, as `.ci/run` installs it), else the one
 * that Playwright has downloaded.
 */
export function launchBrowser(): Promise<Browser> {
  const files = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", chromium.executablePath()];
  const executablePath = files.find((file) => existsSync(file));
  if (executablePath === undefined) {
    throw new Error(
      "These tests need Chromium, and none was found. On Debian: apt-get install chromium; elsewhere: " +
        "npx playwright-core install chromium",
    );
  }
  return chromium.launch({ executablePath, args: ["--no-sandbox"] });
}

/** What axe-core finds on a page that some people cannot use, a line each. */
export async function accessibilityViolations(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: require.resolve("axe-core/axe.min.js") });
  return page.evaluate(`axe.run(document).then(({ violations }) => violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => id + ": " + html.slice(0, 200) + " " + failureSummary)))`);
}
