import { closeSync, fstatSync, openSync, readSync, type Stats } from "node:fs";
import { cannotRead, changed } from "./file-errors.js";
import { isURL, readURL } from "./http.js";
import type { SourceFile } from "./source-file.js";

/**
 * Reads stored bytes of a file in one go, from its path or over http.
 *
 * @param spare - bytes to leave behind them, of no meaning.
 * @returns the bytes from `start` up to `end`, which may be more than an address of unknown size has.
 * @throws {ReadError} it cannot be read, or is not what it was when it was opened.
 */
export async function readBytes(file: SourceFile, start: number, end: number, spare = 0): Promise<Buffer> {
  return isURL(file.path) ? readURL(file, start, end, spare) : readLocal(file, start, end, spare);
}

/** What tells one state of a file from another. */
export function versionOf({ ino, mtimeMs }: Stats): string {
  return `${ino} ${mtimeMs}`;
}

function readLocal(file: SourceFile, start: number, end: number, spare: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(end - start + spare);
  let read = 0;
  let now: Stats;
  try {
    const handle = openSync(file.path, "r");
    try {
      while (read < end - start) {
        const more = readSync(handle, bytes, read, end - start - read, start + read);
        if (more === 0) break;
        read += more;
      }
      now = fstatSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    throw cannotRead(file.name, error);
  }
  if (now.size !== file.size || versionOf(now) !== file.version || read < end - start) throw changed(file.name);
  return bytes;
}
