import type { TaskContext } from "../../engine/engine.js";
import type { CsvBlock, CsvDialect, CsvFile, CsvSource } from "./csv-source.js";
import { readText } from "./read-text.js";

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

/** Bytes between two looks at whether start states have come to the same. */
const STRETCH = 4096;

/** What a block is, seen from each state that it may be entered in. */
export interface BlockLayout {
  readonly block: CsvBlock;
  /** The state it is left in, by the state it is entered in. */
  readonly ends: readonly number[];
  /** Where the first row starts behind the block's start, by the state it is entered in; -1 when none does. */
  readonly rows: readonly number[];
}

/** The arguments of a "csv.layout" task. */
export type LayoutArgs = [file: CsvFile, dialect: CsvDialect, block: CsvBlock];

/** The "csv.layout" tasks that a source needs before it can be read: one a block, for files of more than one. */
export function layoutArgs({ files, dialect, blocks }: CsvSource): LayoutArgs[] {
  return blocks
    .filter((block) => block.start !== block.end)
    .filter((block, i, all) => all[i - 1]?.file === block.file || all[i + 1]?.file === block.file)
    .map((block) => [files[block.file], dialect, block]);
}

/** The task function "csv.layout": reads a block and finds its layout. */
export function csvLayout(_context: TaskContext, file: CsvFile, dialect: CsvDialect, block: CsvBlock): BlockLayout {
  const text = readText(file, block.start, block.end);
  return layoutOf(text.subarray(0, text.length - 1), dialect, block);
}

/** The layout of a block, from its bytes. */
export function layoutOf(bytes: Buffer, dialect: CsvDialect, block: CsvBlock): BlockLayout {
  const { quote, comment } = dialect;
  const steps = transitions(dialect);
  const ends = Array.from({ length: STATES }, (_, state) => state);
  const rows = new Array<number>(STATES).fill(-1);
  // Without quotes and comments it is enough to look at the edges: what lies between cannot matter.
  const plain = !bytes.includes(quote) && (comment < 0 || !bytes.includes(comment));
  const stretch = plain ? bytes.length : STRETCH;
  for (let from = 0; from < bytes.length; from += stretch) {
    const to = Math.min(bytes.length, from + stretch);
    const passed = new Map<number, readonly [end: number, row: number]>();
    for (let state = 0; state < STATES; state++) {
      let result = passed.get(ends[state]);
      if (result === undefined) {
        result = plain ? passPlain(steps, bytes, ends[state]) : pass(steps, bytes, from, to, ends[state]);
        passed.set(ends[state], result);
      }
      ends[state] = result[0];
      if (rows[state] < 0 && result[1] >= 0 && result[1] < bytes.length) rows[state] = block.start + result[1];
    }
  }
  return { block, ends, rows };
}

/**
 * The source's blocks with their edges at row starts: a row belongs to the block that it starts in. A block in which no
 * row starts comes out empty, `start` equal to `end`.
 *
 * @param layouts - the values of the tasks of {@link layoutArgs}, in any order.
 */
export function composeLayout({ blocks }: Pick<CsvSource, "blocks">, layouts: readonly BlockLayout[]): CsvBlock[] {
  const byPlace = new Map(layouts.map((layout) => [`${layout.block.file}:${layout.block.start}`, layout]));
  const starts: number[] = [];
  let state = ROW_START;
  for (const [i, block] of blocks.entries()) {
    if (blocks[i - 1]?.file !== block.file) state = ROW_START;
    const layout = byPlace.get(`${block.file}:${block.start}`);
    starts.push(state === ROW_START ? block.start : (layout?.rows[state] ?? -1));
    state = layout?.ends[state] ?? state;
  }
  const aligned: CsvBlock[] = new Array(blocks.length);
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

/** The state behind the bytes, and the position of the first row start, or -1. */
function pass(steps: Uint8Array, bytes: Buffer, from: number, to: number, start: number): [end: number, row: number] {
  let state = start;
  let i = from;
  while (i < to) {
    state = steps[state * 256 + bytes[i++]];
    if (state === ROW_START) break;
  }
  const row = state === ROW_START ? i : -1;
  while (i < to) state = steps[state * 256 + bytes[i++]];
  return [state, row];
}

/** As {@link pass}, for bytes without quotes and comments. */
function passPlain(steps: Uint8Array, bytes: Buffer, start: number): [end: number, row: number] {
  if (start === QUOTED) return [QUOTED, -1];
  const newline = bytes.indexOf(LF);
  if (start === COMMENT && newline < 0) return [COMMENT, -1];
  return [steps[PLAIN * 256 + bytes[bytes.length - 1]], newline < 0 ? -1 : newline + 1];
}
