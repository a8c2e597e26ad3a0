import type { TaskContext } from "../../engine/engine.js";
import type { SourceFile, TextBlock } from "../source-file.js";
import { openText, type TextReader } from "../text-reader.js";
import type { CsvDialect, CsvSource } from "./csv-source.js";
import { Kernel } from "./kernel/kernel.js";

/**
 * Where rows start, exactly. Whether a newline ends a row depends on all the quotes before it, so no block can tell
 * alone. But each block can tell, for every state that the text before may leave it in, the state that it ends in and
 * where its first row starts; put together from the first block on, these give every edge. In parallel, in one pass,
 * with nothing guessed.
 */

/** States between two bytes: a row starts, a cell starts, inside a plain cell, a quoted one, behind a quote in one, inside a comment. */
const ROW_START = 0;
const CELL_START = 1;
export const PLAIN = 2;
export const QUOTED = 3;
const QUOTE_IN_QUOTED = 4;
const COMMENT = 5;
const STATES = 6;

const LF = 10;

/** Bytes of text in memory at a time. */
const WINDOW = 2 ** 18;

/** Bytes between two looks at whether start states have come to the same. */
const STRETCH = 4096;

/** What a block is, seen from each state that it may be entered in. */
export interface BlockLayout {
  readonly block: TextBlock;
  /** The state it is left in, by the state it is entered in. */
  readonly ends: readonly number[];
  /** Where the first row starts behind the block's start, by the state it is entered in; -1 when none does. */
  readonly rows: readonly number[];
}

/** The arguments of a "csv.layout" task. */
export type LayoutArgs = [file: SourceFile, dialect: CsvDialect, block: TextBlock];

/** The "csv.layout" tasks that a source needs before it can be read: one a block, for files of more than one. */
export function layoutArgs({ files, dialect, blocks }: CsvSource): LayoutArgs[] {
  return blocks
    .filter((block) => block.start !== block.end)
    .filter((block, i, all) => all[i - 1]?.file === block.file || all[i + 1]?.file === block.file)
    .map((block) => [files[block.file], dialect, block]);
}

/** The task function "csv.layout": reads a block and finds its layout. */
export async function csvLayout(
  _context: TaskContext,
  file: SourceFile,
  dialect: CsvDialect,
  block: TextBlock,
): Promise<BlockLayout> {
  const text = await openText(file, block.start, block.end);
  try {
    return layoutOf(text, dialect, block);
  } finally {
    text.close();
  }
}

/** The layout of a block, from its text. */
export function layoutOf(text: TextReader, dialect: CsvDialect, block: TextBlock): BlockLayout {
  const kernel = new Kernel();
  const at = kernel.allocate(WINDOW);
  const window = kernel.bytes.subarray(at, at + WINDOW);
  kernel.code.quote.value = dialect.quote;
  kernel.code.delimiter.value = dialect.delimiter;
  const ends = Array.from({ length: STATES }, (_, state) => state);
  const rows = new Array<number>(STATES).fill(-1);
  let from = 0;
  for (let size = text.fill(window); size > 0; size = text.fill(window)) {
    const bytes = window.subarray(0, size);
    const commented = dialect.comment >= 0 && bytes.includes(dialect.comment);
    const pass = commented ? passBytes(dialect, bytes) : passQuotes(kernel, at);
    const stretch = commented || bytes.includes(dialect.quote) ? STRETCH : size;
    passWindow(pass, size, stretch, ends, rows, block.start + from);
    from += size;
  }
  return { block, ends, rows: rows.map((row) => (row < block.start + from ? row : -1)) };
}

/** Goes through some bytes from each of the states, and brings `ends` and `rows` up to date. */
function passWindow(pass: Pass, size: number, stretch: number, ends: number[], rows: number[], place: number): void {
  for (let from = 0; from < size; ) {
    // States that have come to the same are gone through once, and in one go.
    const merged = ends.every((end) => end === ends[0]);
    const to = merged ? size : Math.min(size, from + stretch);
    const passed = new Map<number, Passage>();
    for (let state = 0; state < STATES; state++) {
      const passage = passed.get(ends[state]) ?? pass(from, to, ends[state]);
      passed.set(ends[state], passage);
      ends[state] = passage.end;
      if (rows[state] < 0 && passage.row >= 0) rows[state] = place + passage.row;
    }
    from = to;
  }
}

/**
 * The source's blocks with their edges at row starts: a row belongs to the block that it starts in. A block in which no
 * row starts comes out empty, `start` equal to `end`.
 *
 * @param layouts - the values of the tasks of {@link layoutArgs}, in any order.
 */
export function composeLayout({ blocks }: Pick<CsvSource, "blocks">, layouts: readonly BlockLayout[]): TextBlock[] {
  const byPlace = new Map(layouts.map((layout) => [`${layout.block.file}:${layout.block.start}`, layout]));
  const starts: number[] = [];
  let state = ROW_START;
  for (const [i, block] of blocks.entries()) {
    if (blocks[i - 1]?.file !== block.file) state = ROW_START;
    const layout = byPlace.get(`${block.file}:${block.start}`);
    starts.push(state === ROW_START ? block.start : (layout?.rows[state] ?? -1));
    state = layout?.ends[state] ?? state;
  }
  const aligned: TextBlock[] = new Array(blocks.length);
  for (let i = blocks.length - 1; i >= 0; i--) {
    const { file, end: nominalEnd } = blocks[i];
    const end = blocks[i + 1]?.file === file ? aligned[i + 1].start : nominalEnd;
    aligned[i] = { file, start: starts[i] < 0 ? end : starts[i], end };
  }
  return aligned;
}

/** The next state by state and byte: `steps[state * 256 + byte]`. The rules are those of the tokenizer. */
function transitions({ delimiter, quote, comment }: CsvDialect): Uint8Array {
  const steps = new Uint8Array(STATES * 256);
  for (let byte = 0; byte < 256; byte++) {
    let plain = PLAIN;
    if (byte === delimiter) plain = CELL_START;
    if (byte === LF) plain = ROW_START;
    if (byte === comment) plain = COMMENT;
    steps[ROW_START * 256 + byte] = byte === quote ? QUOTED : plain;
    steps[CELL_START * 256 + byte] = byte === quote ? QUOTED : plain;
    steps[PLAIN * 256 + byte] = plain;
    steps[QUOTED * 256 + byte] = byte === quote ? QUOTE_IN_QUOTED : QUOTED;
    steps[QUOTE_IN_QUOTED * 256 + byte] = byte === quote ? QUOTED : plain;
    steps[COMMENT * 256 + byte] = byte === LF ? ROW_START : COMMENT;
  }
  return steps;
}

/** The state behind some bytes, and the position of the first row start among them, or -1. */
interface Passage {
  readonly end: number;
  readonly row: number;
}

/** Goes through the bytes between two places. */
type Pass = (from: number, to: number, entered: number) => Passage;

/** Takes every byte as a step. */
function passBytes(dialect: CsvDialect, bytes: Buffer): Pass {
  const steps = transitions(dialect);
  return (from, to, entered) => {
    let state = entered;
    let i = from;
    while (i < to) {
      state = steps[state * 256 + bytes[i++]];
      if (state === ROW_START) break;
    }
    const row = state === ROW_START ? i : -1;
    while (i < to) state = steps[state * 256 + bytes[i++]];
    return { end: state, row };
  };
}

/** The same for bytes without comments, by a kernel; they are at this address. */
function passQuotes({ code }: Kernel, address: number): Pass {
  return (from, to, entered) => {
    const end = code.passQuotes(address + from, address + to, entered);
    const row = code.rowAt.value;
    return { end, row: row === 0 ? -1 : row - address };
  };
}
