import { open, readdir, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { ReadError } from "../errors.js";
import { nearest } from "../options.js";
import { cannotRead } from "./file-errors.js";
import { isURL, openURL } from "./http.js";
import { versionOf } from "./read-bytes.js";
import type { SourceFile } from "./source-file.js";
import { packingOf } from "./unpack.js";

/**
 * The files that a source names: paths, or patterns with `*` and `?` in their last part, whose files come in the order
 * of their names with numbers by value ("part-2" before "part-10"), and http(s) addresses. Reads four bytes of each.
 *
 * @param reader - the function that was given the source, for messages: `"readCSV"`.
 * @param suffix - how its files' names usually end: `".csv"`.
 * @throws {TypeError} the source names nothing.
 * @throws {ReadError} there is no such file, or it is a directory, or nothing matches a pattern, or it is UTF-16.
 */
export async function findFiles(
  source: string | readonly string[],
  reader: string,
  suffix: string,
): Promise<SourceFile[]> {
  const names = typeof source === "string" ? [source] : source;
  if (!Array.isArray(names) || names.length === 0 || names.some((name) => typeof name !== "string")) {
    throw new TypeError(`${reader} takes a path or a list of paths, at least one.`);
  }
  const files: SourceFile[] = [];
  for (const name of names) {
    for (const found of isPattern(name) ? await matches(name) : [name]) {
      files.push(isURL(found) ? await describeURL(found) : await describe(found, suffix));
    }
  }
  return files;
}

function isPattern(name: string): boolean {
  return !isURL(name) && /[*?]/.test(basename(name));
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
  if (found.length === 0) {
    throw new ReadError(`Cannot read ${pattern}: no file in ${resolve(folder)} matches it.`, { file: pattern });
  }
  return found.map((name) => join(folder, name));
}

async function describe(name: string, suffix: string): Promise<SourceFile> {
  const path = resolve(name);
  const found = await stat(path).catch(async (error) => {
    throw await missing(name, error);
  });
  if (found.isDirectory()) {
    throw new ReadError(
      `Cannot read ${name}: it is a directory. Name its files, as in "${join(name, `*${suffix}`)}".`,
      { file: name },
    );
  }
  const handle = await open(path).catch((error) => {
    throw cannotRead(name, error);
  });
  const { buffer: first } = await handle.read(Buffer.alloc(4), 0, 4, 0).finally(() => handle.close());
  checkEncoding(name, first);
  const packing = packingOf(first);
  return { name, path, size: found.size, version: versionOf(found), packing, seekable: packing === "none" };
}

async function describeURL(url: string): Promise<SourceFile> {
  const { first, size, version } = await openURL(url);
  checkEncoding(url, first);
  const packing = packingOf(first);
  return { name: url, path: url, size, version, packing, seekable: packing === "none" && Number.isFinite(size) };
}

function checkEncoding(name: string, first: Buffer): void {
  const mark = first.toString("hex", 0, 2);
  if (mark === "fffe" || mark === "feff") {
    throw new ReadError(`${name} is UTF-16. Save it as UTF-8 to read it.`, { file: name });
  }
}

/** The error of a file that is not there, with the name that was likely meant. */
async function missing(name: string, error: NodeJS.ErrnoException): Promise<ReadError> {
  if (error.code !== "ENOENT") return cannotRead(name, error);
  const near = nearest(basename(name), await readdir(dirname(resolve(name))).catch(() => []));
  const hint = near === undefined ? "" : ` Did you mean ${join(dirname(name), near)}?`;
  return new ReadError(
    `Cannot read ${name}: there is no file ${resolve(name)}.${hint}`,
    { file: name },
    { cause: error },
  );
}
