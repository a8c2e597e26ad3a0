import { readFileSync } from "node:fs";
import { resolve } from "node:path";

/** What a script of this folder's fixtures wrote; its strings "NaN" and "Infinity" are read as the numbers. */
export function reference<T>(file: string): T {
  const path = resolve(__dirname, "../../../test/fixtures/metrics", file);
  const numbers = new Map<unknown, number>([
    ["NaN", Number.NaN],
    ["Infinity", Number.POSITIVE_INFINITY],
  ]);
  return JSON.parse(readFileSync(path, "utf8"), (_, value) => numbers.get(value) ?? value);
}

/** The cases of a file that `make-reference.py` wrote. */
export function referenceCases<T>(file: string): T[] {
  return reference(file);
}
