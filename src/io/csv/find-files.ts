import { open, readdir, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { CSVParseError } from "../../errors.js";
import { nearest } from "../../options.js";
import type { CsvFile } from "./csv-source.js";

/**
 * The files that a source names: paths, or patterns with `*` and `?` in their last part, whose files come in the order
 * of their names with numbers by value ("part-2" before "part-10"). Reads two bytes of each.
 *
 * @throws {Error} there is no such file, or it is a directory, or nothing matches a pattern.
 * @throws {CSVParseError} a file is empty or is UTF-16.
 */
export async function findFiles(source: string | readonly string[]): Promise<CsvFile[]> {
  const names = typeof source === "string" ? [source] : source;
  if (!Array.isArray(names) || names.length === 0 || names.some((name) => typeof name !== "string")) {
    throw new TypeError("readCSV takes a path or a list of paths, at least one.");
  }
  const files: CsvFile[] = [];
  for (const name of names) {
    for (const found of isPattern(name) ? await matches(name) : [name]) files.push(await describe(found));
  }
  return files;
}

function isPattern(name: string): boolean {
  return /[*?]/.test(basename(name));
}

async function matches(pattern: string): Promise<string[]> {
  const source = basename(pattern).replace(/[.+^${}()|[\]\\]/g, "\\$&");
  const matcher = new RegExp(`^${source.replaceAll("*", ".*").replaceAll("?", ".")}$`, "su");
  const folder = dirname(pattern);
  const entries = await readdir(folder, { withFileTypes: true }).catch((error) => {
    throw cannotRead(pattern, error);
  });
  const order = new Intl.Collator("en", { numeric: true });
  const found = entries
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith(".") && matcher.test(entry.name))
    .map((entry) => entry.name)
    .sort(order.compare);
  if (found.length === 0) throw new Error(`Cannot read ${pattern}: no file in ${resolve(folder)} matches it.`);
  return found.map((name) => join(folder, name));
}

async function describe(name: string): Promise<CsvFile> {
  const path = resolve(name);
  const { size, mtimeMs, directory } = await stat(path).then(
    (found) => ({ size: found.size, mtimeMs: found.mtimeMs, directory: found.isDirectory() }),
    async (error) => {
      throw await missing(name, error);
    },
  );
  if (directory) {
    throw new Error(`Cannot read ${name}: it is a directory. Name its files, as in "${join(name, "*.csv")}".`);
  }
  const handle = await open(path).catch((error) => {
    throw cannotRead(name, error);
  });
  const { buffer: first } = await handle.read(Buffer.alloc(2), 0, 2, 0).finally(() => handle.close());
  if (first.equals(Buffer.of(0xff, 0xfe)) || first.equals(Buffer.of(0xfe, 0xff))) {
    throw new CSVParseError(`${name} is UTF-16. Save it as UTF-8 to read it.`, { file: name });
  }
  return { name, path, size, mtimeMs, gzip: first.equals(Buffer.of(0x1f, 0x8b)) };
}

/** The error of a file that is not there, with the name that was likely meant. */
async function missing(name: string, error: NodeJS.ErrnoException): Promise<Error> {
  if (error.code !== "ENOENT") return cannotRead(name, error);
  const near = nearest(basename(name), await readdir(dirname(resolve(name))).catch(() => []));
  const hint = near === undefined ? "" : ` Did you mean ${join(dirname(name), near)}?`;
  return new Error(`Cannot read ${name}: there is no file ${resolve(name)}.${hint}`, { cause: error });
}

function cannotRead(name: string, error: Error): Error {
  return new Error(`Cannot read ${name}: ${error.message}.`, { cause: error });
}
