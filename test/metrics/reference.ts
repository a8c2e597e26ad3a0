import { readFileSync } from "node:fs";
import { resolve } from "node:path";

/** The cases of a file that `make-reference.py` wrote; its string "NaN" is read as the number. */
export function referenceCases<T>(file: string): T[] {
  const path = resolve(__dirname, "../../../test/fixtures/metrics", file);
  return JSON.parse(readFileSync(path, "utf8"), (_, value) => (value === "NaN" ? Number.NaN : value));
}
