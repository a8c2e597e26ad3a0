import { closeSync, fstatSync, openSync, readSync, type Stats } from "node:fs";
import { cannotRead, changed } from "./file-errors.js";
import { isURL, readURL } from "./http.js";
import type { SourceFile } from "./source-file.js";

/**
 * Reads stored bytes of a file in one go, from its path or over http.
 *
 * @param room - memory to read a local file's bytes into, if they fit.
 * @returns the bytes from `start` up to `end`, which may be more than an address of unknown size has.
 * @throws {ReadError} it cannot be read, or is not what it was when it was opened.
 */
export async function readBytes(file: SourceFile, start: number, end: number, room?: Buffer): Promise<Buffer> {
  return isURL(file.path) ? readURL(file, start, end) : readLocal(file, start, end, room);
}

/** What tells one state of a file from another. */
export function versionOf({ ino, mtimeMs }: Stats): string {
  return `${ino} ${mtimeMs}`;
}

function readLocal(file: SourceFile, start: number, end: number, room?: Buffer): Buffer {
  const length = end - start;
  const bytes = room !== undefined && length <= room.length ? room.subarray(0, length) : Buffer.allocUnsafeSlow(length);
  const reader = new LocalReader(file, start, end);
  try {
    for (let read = 0; read < length; ) read += reader.fill(bytes.subarray(read));
  } finally {
    reader.close();
  }
  return bytes;
}

/** Reads bytes of a local file, from `start` up to `end`, some at a time. */
export class LocalReader {
  readonly size: number;
  readonly #handle: number;
  #at: number;
  #closed = false;

  /** @throws {ReadError} the file cannot be opened. */
  constructor(
    private readonly file: SourceFile,
    private readonly start: number,
    private readonly end: number,
  ) {
    this.size = end - start;
    this.#at = start;
    try {
      this.#handle = openSync(file.path, "r");
    } catch (error) {
      throw cannotRead(file.name, error);
    }
  }

  /**
   * Puts the next bytes into an array.
   *
   * @returns how many; 0 at the end.
   * @throws {ReadError} they cannot be read, or the file ends before.
   */
  fill(target: Uint8Array): number {
    const wanted = Math.min(target.length, this.end - this.#at);
    if (wanted === 0) return 0;
    let read: number;
    try {
      read = readSync(this.#handle, target, 0, wanted, this.#at);
    } catch (error) {
      throw cannotRead(this.file.name, error);
    }
    if (read === 0) throw changed(this.file.name);
    this.#at += read;
    return read;
  }

  /** Has the bytes from a place in this part of the file come next. */
  seek(place: number): void {
    this.#at = this.start + place;
  }

  /** @throws {ReadError} the file is not what it was when its source was opened. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    let now: Stats;
    try {
      now = fstatSync(this.#handle);
    } catch (error) {
      throw cannotRead(this.file.name, error);
    } finally {
      closeSync(this.#handle);
    }
    if (now.size !== this.file.size || versionOf(now) !== this.file.version) throw changed(this.file.name);
  }
}
