import { ParseFault } from "../parse-fault.js";
import { readBeginning, readText } from "../read-text.js";
import type { SourceFile, TextBlock } from "../source-file.js";
import { bytesReader } from "../text-reader.js";
import { atLine } from "./at-line.js";
import type { CsvDialect } from "./csv-source.js";
import type { DTypeInference } from "./infer-dtypes.js";
import { layoutOf, PLAIN, QUOTED } from "./layout.js";
import { Tokenizer } from "./tokenizer.js";

/** What a look at a file needs to know. */
export interface Sampling {
  readonly dialect: CsvDialect;
  readonly fields: number;
  readonly inference: DTypeInference;
  /** Bytes to look at in each place. */
  readonly bytes: number;
}

/**
 * Shows the inference rows from the start, the middle and the end of a file; from the start alone of one that is not seekable.
 *
 * @param rows - the part of the file that holds the rows.
 * @returns the whole rows at the start that were looked at.
 * @throws {CSVParseError} a ragged row at the start, or an open quote.
 */
export async function sampleRows(file: SourceFile, rows: TextBlock, sampling: Sampling): Promise<Buffer> {
  const { bytes } = sampling;
  const { start, end } = rows;
  if (!file.seekable || end - start <= 3 * bytes) return sampleStart(file, rows, 3 * bytes, sampling);
  const first = await sampleStart(file, rows, bytes, sampling);
  const middle = Math.floor((start + end - bytes) / 2);
  sampleInside(await readText(file, middle, middle + bytes), false, sampling);
  sampleInside(await readText(file, end - bytes, end), true, sampling);
  return first;
}

/** Looks at the first rows: as many as the bytes hold, and one at least. */
async function sampleStart(
  file: SourceFile,
  { start, end }: TextBlock,
  bytes: number,
  sampling: Sampling,
): Promise<Buffer> {
  for (let size = bytes; ; size *= 2) {
    const { text, final } = await beginning(file, start, end, size);
    const tokenizer = new Tokenizer(bytesReader(text), sampling.fields, sampling.dialect, { final });
    let rows: number;
    try {
      rows = showAll(tokenizer, sampling.inference);
    } catch (error) {
      throw await atLine(file, start, error);
    }
    if (rows > 0 || final) return text.subarray(0, tokenizer.position);
  }
}

/** Text from `start`; `final` when it reaches `end`. */
async function beginning(
  file: SourceFile,
  start: number,
  end: number,
  size: number,
): Promise<{ text: Buffer; final: boolean }> {
  if (file.seekable) {
    return { text: await readText(file, start, Math.min(end, start + size)), final: start + size >= end };
  }
  const { text, whole } = await readBeginning(file, size);
  const textEnd = Math.min(end, text.length);
  return { text: text.subarray(Math.min(start, textEnd), textEnd), final: whole || textEnd === end };
}

/**
 * Looks at text from the inside of a file. What precedes it is not known, so it may begin inside quotes or not: the
 * first of the two that gives rows of the right number of fields is believed. This decides on nothing but dtypes.
 */
function sampleInside(text: Buffer, final: boolean, { dialect, fields, inference }: Sampling): void {
  const { rows } = layoutOf(bytesReader(text), dialect, { file: 0, start: 0, end: text.length });
  for (const start of [rows[PLAIN], rows[QUOTED]]) {
    if (start < 0) continue;
    const undo = inference.mark();
    try {
      showAll(new Tokenizer(bytesReader(text.subarray(start)), fields, dialect, { final }), inference);
      return;
    } catch (error) {
      if (!(error instanceof ParseFault)) throw error;
      undo();
    }
  }
}

/** Goes through all rows, and shows them to an inference. */
function showAll(tokenizer: Tokenizer, inference: DTypeInference): number {
  let all = 0;
  for (let rows = tokenizer.next(); rows > 0; rows = tokenizer.next()) {
    inference.add(tokenizer, rows);
    all += rows;
  }
  return all;
}
