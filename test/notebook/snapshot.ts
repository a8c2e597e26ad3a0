import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const folder = resolve(__dirname, "../../../test/output");

/**
 * Compares a text with the file of this name under `test/output`. To accept what is new, look at it, then run the tests
 * with `UPDATE_SNAPSHOTS=1`.
 */
export function matchesSnapshot(name: string, text: string): void {
  const file = join(folder, name);
  const written = `${text.replace(/(<\/(?:p|caption|tr|thead|li|figcaption|div)>)(?!\n|$)/g, "$1\n").replace(/\n?$/, "\n")}`;
  if (process.env.UPDATE_SNAPSHOTS === "1") {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, written);
  }
  assert.ok(existsSync(file), `There is no snapshot ${file}; see snapshot.ts.`);
  assert.equal(written, readFileSync(file, "utf8"));
}
