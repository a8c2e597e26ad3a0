import { readText } from "../read-text.js";
import type { SourceFile, TextBlock } from "../source-file.js";
import { bytesReader } from "../text-reader.js";
import { atLine } from "./at-line.js";
import type { CsvDialect } from "./csv-source.js";
import { Tokenizer } from "./tokenizer.js";

/** Bytes read at a time. */
const WINDOW = 2 ** 23;

/**
 * The parts of files that hold the first rows: reads the files from the first on until there are enough.
 *
 * @param parts - the part of each file that holds rows.
 * @throws {CSVParseError} a ragged row among them, or an open quote.
 */
export async function limitRows(
  files: readonly SourceFile[],
  parts: readonly TextBlock[],
  dialect: CsvDialect,
  fields: number,
  nRows: number,
): Promise<TextBlock[]> {
  const limited: TextBlock[] = [];
  let left = nRows;
  for (const part of parts) {
    if (left === 0 && limited.length > 0) break;
    const { rows, end } = await endOfRows(files[part.file], part, dialect, fields, left);
    limited.push({ ...part, end });
    left -= rows;
  }
  return limited;
}

/** Counts rows up to `most`, and tells where they end. */
async function endOfRows(
  file: SourceFile,
  { start, end }: TextBlock,
  dialect: CsvDialect,
  fields: number,
  most: number,
): Promise<{ rows: number; end: number }> {
  let rows = 0;
  let position = start;
  let window = file.seekable ? WINDOW : end;
  while (rows < most && position < end) {
    const text = await readText(file, position, Math.min(end, position + window));
    const final = !file.seekable || position + window >= end;
    const tokenizer = new Tokenizer(bytesReader(text), fields, dialect, { final });
    try {
      for (let found = -1; found !== 0 && rows < most; rows += found) found = tokenizer.next(most - rows);
    } catch (error) {
      throw await atLine(file, position, error);
    }
    if (tokenizer.position === 0) window *= 2;
    position += tokenizer.position;
    if (final && rows < most) return { rows, end };
  }
  return { rows, end: position };
}
