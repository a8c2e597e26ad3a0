import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { runProgram } from "./run-program.js";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome.exe", "msedge.exe"];

/** Where browsers are that are not on the PATH. */
const places = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

/** A Chromium, or a browser made from it, on this machine; undefined if none is found. */
export function findBrowser(path = process.env.PATH ?? "", elsewhere: readonly string[] = places): string | undefined {
  const onPath = path.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return [...onPath, ...elsewhere].find((file) => existsSync(file));
}

/**
 * Prints a page to a PDF file.
 *
 * @returns why there is none; undefined if there is.
 */
export async function printPdf(browser: string, page: string, pdf: string): Promise<string | undefined> {
  // A profile of its own, since one that is in use by a browser with windows cannot be shared.
  const profile = mkdtempSync(join(tmpdir(), "danfo-distributed-"));
  const args = [
    "--headless",
    `--user-data-dir=${profile}`,
    "--disable-gpu",
    "--no-pdf-header-footer",
    `--print-to-pdf=${pdf}`,
  ];
  // Chromium refuses to run as root in its sandbox, and containers have no other user.
  if (process.getuid?.() === 0) args.push("--no-sandbox");
  const { code, output } = await runProgram(browser, [...args, pathToFileURL(page).href]);
  rmSync(profile, { recursive: true, force: true });
  if (code === 0 && existsSync(pdf)) return undefined;
  return `There is no PDF: ${browser} could not print the web page. ${output.trim().split("\n").at(-1)}`;
}
