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
  assert.equal(written, known(file, written).toString());
}

/** Compares a picture with the file of this name, as {@link matchesSnapshot} does. */
export function matchesPicture(name: string, picture: Uint8Array): void {
  const file = join(folder, name);
  assert.ok(known(file, picture).equals(picture), `The picture is not that of ${file}; see snapshot.ts.`);
}

function known(file: string, now: string | Uint8Array): Buffer {
  if (process.env.UPDATE_SNAPSHOTS === "1") {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, now);
  }
  assert.ok(existsSync(file), `There is no snapshot ${file}; see snapshot.ts.`);
  return readFileSync(file);
}
