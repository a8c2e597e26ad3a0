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

/**
 * The layout of a block, from its text. Once a row has started whatever the block was entered in, only the end matters: where
 * the block's tail leaves every state in the same one, as it does where there are quotes, what lies before it is not read.
 *
 * @param tail - bytes of the tail.
 */
export function layoutOf(text: TextReader, dialect: CsvDialect, block: TextBlock, tail = WINDOW): BlockLayout {
  const kernel = new Kernel();
  kernel.code.quote.value = dialect.quote;
  kernel.code.delimiter.value = dialect.delimiter;
  const address = kernel.allocate(WINDOW);
  const window = kernel.bytes.subarray(address, address + WINDOW);
  const passNext = (seen: Seen): boolean => {
    const bytes = window.subarray(0, text.fill(window));
    passWindow(kernel, address, dialect, bytes, seen);
    return bytes.length > 0;
  };
  const layout = ({ ends }: Seen): BlockLayout => {
    const rows = seen.rows.map((row) => (row >= 0 && row < text.size ? block.start + row : -1));
    return { block, ends, rows };
  };

  const seen = seenFrom(0);
  while (seen.rows.some((row) => row < 0) && passNext(seen));
  if (seen.place < text.size - tail) {
    const last = seenFrom(text.size - tail);
    text.seek(last.place);
    while (passNext(last));
    if (isSame(last.ends)) return layout(last);
    text.seek(seen.place);
  }
  while (passNext(seen));
  return layout(seen);
}

/** What some text is, seen from each state that it may be entered in: as {@link BlockLayout} has it, with places in the text. */
interface Seen {
  readonly ends: number[];
  readonly rows: number[];
  /** Behind what was seen. */
  place: number;
}

function seenFrom(place: number): Seen {
  return {
    ends: Array.from({ length: STATES }, (_, state) => state),
    rows: new Array<number>(STATES).fill(-1),
    place,
  };
}

function isSame(ends: readonly number[]): boolean {
  return ends.every((end) => end === ends[0]);
}

/** Goes through the next bytes, which are at this address, from each of the states. */
function passWindow(kernel: Kernel, address: number, dialect: CsvDialect, bytes: Buffer, seen: Seen): void {
  if (dialect.comment >= 0 && bytes.includes(dialect.comment))
    passStates(passBytes(dialect, bytes), bytes.length, seen);
  else if (bytes.includes(dialect.quote)) passStates(passQuotes(kernel, address), bytes.length, seen);
  else if (bytes.length > 0) passPlain(dialect, bytes, seen);
  seen.place += bytes.length;
}

function passStates(pass: Pass, size: number, { ends, rows, place }: Seen): void {
  for (let from = 0; from < size; ) {
    // States that have come to the same are gone through once, and in one go.
    const to = isSame(ends) ? size : Math.min(size, from + STRETCH);
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

/** The same for bytes without quotes and comments: what is entered inside quotes stays there, and the last byte tells the rest. */
function passPlain({ delimiter }: CsvDialect, bytes: Buffer, { ends, rows, place }: Seen): void {
  const newline = bytes.indexOf(LF);
  const last = bytes[bytes.length - 1];
  const plain = last === LF ? ROW_START : last === delimiter ? CELL_START : PLAIN;
  for (let state = 0; state < STATES; state++) {
    if (ends[state] === QUOTED || (ends[state] === COMMENT && newline < 0)) continue;
    ends[state] = plain;
    if (rows[state] < 0 && newline >= 0) rows[state] = place + newline + 1;
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
