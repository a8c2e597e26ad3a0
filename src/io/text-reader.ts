import { isURL } from "./http.js";
import { LocalReader } from "./read-bytes.js";
import { readText } from "./read-text.js";
import type { SourceFile } from "./source-file.js";

/** Text to be read from its beginning to its end, some bytes at a time. */
export interface TextReader {
  /** Bytes in all. */
  readonly size: number;
  /** Puts the next bytes into an array; how many, 0 at the end. */
  fill(target: Uint8Array): number;
  /** Has the bytes from a place in the text come next. */
  seek(place: number): void;
}

/** Text of a file. */
export interface FileText extends TextReader {
  /**
   * Ends the reading.
   *
   * @throws {ReadError} the file is not what it was when it was opened.
   */
  close(): void;
}

/** Bytes that are in memory already. */
export function bytesReader(bytes: Uint8Array): FileText {
  let at = 0;
  return {
    size: bytes.length,
    fill(target) {
      const part = bytes.subarray(at, at + target.length);
      target.set(part);
      at += part.length;
      return part.length;
    },
    seek(place) {
      at = place;
    },
    close() {},
  };
}

/**
 * Opens a part of a file's text. Of a local file that is not packed no more is in memory than is asked for at a time; any other
 * text is fetched and unpacked at once.
 *
 * @throws {ReadError} the file cannot be read or unpacked, or is not what it was when it was opened.
 */
export async function openText(file: SourceFile, start: number, end: number): Promise<FileText> {
  if (file.seekable && !isURL(file.path)) return new LocalReader(file, start, end);
  return bytesReader(await readText(file, start, end));
}
