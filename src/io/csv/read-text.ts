import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { constants, gunzipSync } from "node:zlib";
import { CSVParseError } from "../../errors.js";
import type { CsvFile } from "./csv-source.js";
import { ParseFault } from "./parse-fault.js";

/** The most bytes of text parsed at once: offsets are 32-bit integers. */
const MOST = 2 ** 31 - 2;

/**
 * Reads bytes of a file's text in one go; a gzip file is unpacked as a whole.
 *
 * @returns the bytes from `start` up to `end` or the end of the text, and one spare byte.
 * @throws {CSVParseError} the file is not what it was when it was opened, or cannot be unpacked.
 */
export function readText(file: CsvFile, start: number, end: number): Buffer {
  if (file.gzip) {
    const text = unpack(file, readBytes(file, 0, file.size), true);
    return withSpare(text.subarray(start, Math.min(end, text.length)));
  }
  return readBytes(file, start, end);
}

/**
 * Reads the beginning of a file's text, as far as the first `size` bytes on disk give it.
 *
 * @returns the bytes and one spare byte; `whole` when that is the whole text.
 */
export function readBeginning(file: CsvFile, size: number): { text: Buffer; whole: boolean } {
  const whole = size >= file.size;
  const bytes = readBytes(file, 0, Math.min(size, file.size));
  return { text: file.gzip ? withSpare(unpack(file, bytes, whole)) : bytes, whole };
}

/** Turns a fault in text that was read from `start` into the error that users see. Reads the file once more, for the line. */
export function atLine(file: CsvFile, start: number, error: unknown): unknown {
  if (!(error instanceof ParseFault)) return error;
  const line = lineAt(file, start + error.at);
  return new CSVParseError(`${file.name}, line ${line}: ${error.message}.`, { file: file.name, line, ...error.cell });
}

/** The line, from 1, that holds this position of the file's text. */
function lineAt(file: CsvFile, position: number): number {
  const step = file.gzip ? Math.max(1, position) : 2 ** 24;
  let line = 1;
  for (let start = 0; start < position; start += step) {
    const text = readText(file, start, Math.min(position, start + step));
    for (let i = text.indexOf(10); i >= 0 && i < text.length - 1; i = text.indexOf(10, i + 1)) line++;
  }
  return line;
}

function readBytes(file: CsvFile, start: number, end: number): Buffer {
  const length = end - start;
  if (length > MOST) {
    throw new CSVParseError(
      `${file.name}, line ${lineAt(file, start)}: a row that begins here, or a block, is longer than 2 GiB. A quote may be opened and never closed; or give a smaller blocksize.`,
      { file: file.name },
    );
  }
  const bytes = Buffer.allocUnsafeSlow(length + 1);
  const handle = openSync(file.path, "r");
  let read = 0;
  try {
    while (read < length) {
      const more = readSync(handle, bytes, read, length - read, start + read);
      if (more === 0) break;
      read += more;
    }
    const { size, mtimeMs } = fstatSync(handle);
    if (size !== file.size || mtimeMs !== file.mtimeMs || read < length) throw changed(file);
  } finally {
    closeSync(handle);
  }
  return bytes;
}

function changed(file: CsvFile): CSVParseError {
  return new CSVParseError(
    `${file.name} has changed since readCSV opened it. Call readCSV again to read it as it is now.`,
    {
      file: file.name,
    },
  );
}

/** Unpacks gzip bytes, without their spare one; `whole` tells that the packed bytes are all there. */
function unpack(file: CsvFile, packed: Buffer, whole: boolean): Buffer {
  try {
    return gunzipSync(packed.subarray(0, packed.length - 1), {
      finishFlush: whole ? constants.Z_FINISH : constants.Z_SYNC_FLUSH,
      maxOutputLength: MOST,
    });
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE"
        ? "it unpacks to more than 2 GiB; unpack it first, so that it can be read in blocks"
        : (error as Error).message;
    throw new CSVParseError(`${file.name} cannot be unpacked as gzip: ${reason}.`, { file: file.name });
  }
}

function withSpare(text: Buffer): Buffer {
  const bytes = Buffer.allocUnsafeSlow(text.length + 1);
  text.copy(bytes);
  return bytes;
}
