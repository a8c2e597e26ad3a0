import { readBeginning, readText } from "../read-text.js";
import type { SourceFile } from "../source-file.js";
import { findRecords, type Place, textStart } from "./find-records.js";
import { type JsonKind, kindOf } from "./json-kinds.js";
import type { JsonLayout } from "./json-source.js";
import { parseRecord } from "./parse-records.js";
import { atLine } from "./read-json-block.js";

const LF = 10;
const OPEN_BRACKET = 91;

/** The kinds of values that each key has been seen with, in the order the keys came. */
export type Kinds = Map<string, Set<JsonKind>>;

/** The beginning of a file: its text, and the whole records in it. */
export interface FileHead {
  readonly layout: JsonLayout;
  readonly bytes: Buffer;
  readonly places: readonly Place[];
}

/**
 * Looks at the first records of a file: as many as the bytes hold, and one at least if there is one.
 *
 * @param kinds - takes up what the records show; without it only the layout is found out.
 * @throws {JSONParseError} a record is not JSON, or no object.
 */
export async function readHead(file: SourceFile, sampleBytes: number, kinds: Kinds | undefined): Promise<FileHead> {
  for (let size = Math.max(64, kinds === undefined ? 0 : sampleBytes); ; size *= 2) {
    const { text: bytes, whole } = await readBeginning(file, size);
    const first = textStart(bytes);
    if (first === bytes.length && !whole) continue;
    const layout = bytes[first] === OPEN_BRACKET ? "array" : "lines";
    if (kinds === undefined) return { layout, bytes, places: [] };
    try {
      const places = [...findRecords(bytes, layout, whole)];
      if (places.length === 0 && !whole) continue;
      for (const place of places) look(bytes, place, kinds);
      return { layout, bytes, places };
    } catch (error) {
      throw await atLine(file, 0, error);
    }
  }
}

/** Looks at records in the middle and at the end of a file of lines; of one that is not seekable or is small, at none. */
export async function sampleInside(file: SourceFile, sampleBytes: number, kinds: Kinds): Promise<void> {
  if (!file.seekable || file.size <= 3 * sampleBytes) return;
  for (const start of [Math.floor((file.size - sampleBytes) / 2), file.size - sampleBytes]) {
    const bytes = await readText(file, start, start + sampleBytes);
    const first = bytes.indexOf(LF);
    if (first < 0) continue;
    const lines = bytes.subarray(first);
    try {
      for (const place of findRecords(lines, "lines", start + sampleBytes === file.size)) look(lines, place, kinds);
    } catch (error) {
      throw await atLine(file, start + first, error);
    }
  }
}

function look(bytes: Buffer, [start, end]: Place, kinds: Kinds): void {
  for (const [key, value] of Object.entries(parseRecord(bytes, start, end))) {
    const seen = kinds.get(key) ?? new Set();
    kinds.set(key, seen.add(kindOf(value)));
  }
}
