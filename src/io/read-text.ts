import { ReadError } from "../errors.js";
import { readBytes } from "./read-bytes.js";
import type { SourceFile } from "./source-file.js";
import { MOST_BYTES, unpack } from "./unpack.js";

const LF = 10;

/**
 * Reads bytes of a file's text in one go; a packed file is unpacked as a whole.
 *
 * @returns the bytes from `start` up to `end` or the end of the text.
 * @throws {ReadError} the file cannot be read or unpacked, or is not what it was when it was opened.
 */
export async function readText(file: SourceFile, start: number, end: number): Promise<Buffer> {
  if (file.seekable) {
    if (end - start > MOST_BYTES) throw await tooLong(file, start);
    return readBytes(file, start, end);
  }
  const text = unpacked(file, await readBytes(file, 0, file.size), true);
  return text.subarray(start, end);
}

/**
 * Reads the beginning of a file's text, as far as the first `size` stored bytes give it.
 *
 * @returns the bytes; `whole` when that is the whole text.
 * @throws {ReadError} as {@link readText}.
 */
export async function readBeginning(file: SourceFile, size: number): Promise<{ text: Buffer; whole: boolean }> {
  const stored = await readBytes(file, 0, Math.min(size, file.size));
  const whole = size >= file.size || stored.length < size;
  return { text: unpacked(file, stored, whole), whole };
}

/** The line, from 1, that holds this position of the file's text. Reads the text up to there. */
export async function lineAt(file: SourceFile, position: number): Promise<number> {
  const step = file.seekable ? 2 ** 24 : Math.max(1, position);
  let line = 1;
  for (let start = 0; start < position; start += step) {
    const text = await readText(file, start, Math.min(position, start + step));
    for (let i = text.indexOf(LF); i >= 0; i = text.indexOf(LF, i + 1)) line++;
  }
  return line;
}

async function tooLong(file: SourceFile, start: number): Promise<ReadError> {
  return new ReadError(
    `${file.name}, line ${await lineAt(file, start)}: a row that begins here, or a block, is longer than 2 GiB. A quote may be opened and never closed; or give a smaller blocksize.`,
    { file: file.name },
  );
}

function unpacked(file: SourceFile, stored: Buffer, whole: boolean): Buffer {
  return file.packing === "none" ? stored : unpack(file, stored, whole);
}
