import { CSVParseError } from "../../errors.js";
import { readBytes } from "../read-bytes.js";
import type { SourceFile, TextBlock } from "../source-file.js";
import type { CsvSource } from "./csv-source.js";

/**
 * Blocks with their edges where lines begin. That is where rows begin, unless a newline lies inside quotes; and whether one
 * does shows when the blocks are parsed. The first row of a file begins where it does; and if the blocks up to a place were
 * parsed from where a row begins, without an error, the last of them ends with a row, since a quote that its end cut through
 * would be an open one. So blocks of which all before them, and they themselves, can be parsed are those of `layout.ts`.
 */

const LF = 10;

/** A line may be longer, but is not looked for then: what is searched for each edge must not grow with the file. */
const LONGEST_LINE = 2 ** 20;

/** Bytes that hold the end of most lines. */
const FIRST_LOOK = 4096;

/** The source's blocks, marked for {@link moveToLines}; the edges of its files stay. */
export function looseBlocks({ blocks }: Pick<CsvSource, "blocks">): TextBlock[] {
  return blocks.map((block, i) => {
    const [start, end] = [i - 1, i + 1].map((other) => blocks[other]?.file === block.file);
    return start || end ? { ...block, loose: { start, end } } : block;
  });
}

/**
 * A block with its loose edges moved on to where a line begins. Of two neighbours the one ends where the other starts. Reads
 * some thousand bytes an edge.
 *
 * @throws {CSVParseError} no line begins within a mebibyte of an edge.
 * @throws {ReadError} the file cannot be read, or has changed since it was opened.
 */
export async function moveToLines(file: SourceFile, block: TextBlock): Promise<TextBlock> {
  const { start, end, loose } = block;
  if (loose === undefined) return block;
  return {
    file: block.file,
    start: loose.start ? await nextLine(file, start) : start,
    end: loose.end ? await nextLine(file, end) : end,
  };
}

/** The first place from this one on that is behind a newline, or the end of the file. */
async function nextLine(file: SourceFile, place: number): Promise<number> {
  for (const look of [FIRST_LOOK, LONGEST_LINE]) {
    const bytes = await readBytes(file, place - 1, Math.min(place - 1 + look, file.size));
    const newline = bytes.indexOf(LF);
    if (newline >= 0) return place + newline;
    if (place - 1 + look >= file.size) return file.size;
  }
  throw new CSVParseError(`${file.name}: no line ends within a mebibyte of byte ${place}.`, { file: file.name });
}
