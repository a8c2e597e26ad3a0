import { ParseFault } from "../parse-fault.js";
import type { JsonLayout } from "./json-source.js";

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

const byteOrderMark = Buffer.of(0xef, 0xbb, 0xbf);

/** Where the text of one record begins and ends. */
export type Place = readonly [start: number, end: number];

/**
 * Finds the records in bytes, without looking at what they say. Lines that are blank are none, nor is a byte order
 * mark in front.
 *
 * @param final - whether the text ends here; otherwise a record that is not finished is left alone.
 * @throws {ParseFault} in an array, something else than a comma stands between records, or it is not closed.
 */
export function findRecords(bytes: Buffer, layout: JsonLayout, final: boolean): Generator<Place> {
  return layout === "lines" ? findLines(bytes, final) : findElements(bytes, final);
}

/** Where the text begins to say something: behind blanks and a byte order mark. */
export function textStart(bytes: Buffer): number {
  return skipSpace(bytes, bytes.subarray(0, 3).equals(byteOrderMark) ? 3 : 0);
}

function skipSpace(bytes: Buffer, at: number): number {
  let i = at;
  while (bytes[i] === SPACE || bytes[i] === LF || bytes[i] === CR || bytes[i] === TAB) i++;
  return i;
}

function* findLines(bytes: Buffer, final: boolean): Generator<Place> {
  for (let start = textStart(bytes); start < bytes.length; ) {
    let end = bytes.indexOf(LF, start);
    if (end < 0) {
      if (!final) return;
      end = bytes.length;
    }
    yield [start, end];
    start = skipSpace(bytes, end);
  }
}

function* findElements(bytes: Buffer, final: boolean): Generator<Place> {
  let start = skipSpace(bytes, textStart(bytes) + 1);
  let closed = bytes[start] === CLOSE_BRACKET;
  while (!closed) {
    const end = elementEnd(bytes, start);
    if (end >= bytes.length) {
      if (final) throw new ParseFault("the array that begins the file is not closed", start);
      return;
    }
    yield [start, end];
    closed = bytes[end] === CLOSE_BRACKET;
    start = closed ? end : skipSpace(bytes, end + 1);
  }
  const rest = skipSpace(bytes, start + 1);
  if (rest < bytes.length) throw new ParseFault("something follows the array, which should be all of the file", rest);
}

/** Where the element ends that begins at `start`: at the comma or bracket behind it. */
function elementEnd(bytes: Buffer, start: number): number {
  let depth = 0;
  let i = start;
  for (; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === QUOTE) i = stringEnd(bytes, i);
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++;
    else if (depth <= 0 && (byte === COMMA || byte === CLOSE_BRACKET)) break;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) depth--;
  }
  return i;
}

/** The place of the quote that closes a string. */
function stringEnd(bytes: Buffer, open: number): number {
  let i = open + 1;
  while (i < bytes.length && bytes[i] !== QUOTE) i += bytes[i] === BACKSLASH ? 2 : 1;
  return i;
}
