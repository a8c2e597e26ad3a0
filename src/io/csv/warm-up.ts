import { toArrowBytes } from "../../partition/arrow.js";
import type { DType } from "../../partition/partition.js";
import { bytesReader } from "../text-reader.js";
import type { CsvColumn } from "./csv-source.js";
import { parseBlock } from "./parse-block.js";

const ROWS = 512;

/** How often they are read: until WebAssembly has compiled the kernels for speed. */
const TIMES = 8;

const dialect = { delimiter: 44, quote: 34, comment: -1 };

/** A column of each kind of numbers that kernels tell apart, and its cell in a row. */
const columns: readonly (readonly [DType, (row: number) => string])[] = [
  ["int32", (row) => String((row * 7919) % 1009)],
  ["int32", (row) => String(row * 104_729)],
  ["float64", (row) => (row / 7).toFixed(2)],
  ["float64", (row) => (-row / 7).toFixed(4)],
  ["float64", (row) => String((row + 1) / 7)],
  ["float64", (row) => String(-1 / (row + 3))],
];

/**
 * Reads a few rows that are made up as blocks of files are, so that the first block finds functions and kernels compiled, in
 * other threads too, as compiled WebAssembly is shared. For a thread with nothing to do: takes some 20 ms of it, in steps
 * between which a task can come first, and keeps nothing but the compiled code. Rows of numbers alone: functions that have
 * seen texts, booleans and dates here are compiled for all of them, and then sort and join Parquet's columns of numbers a
 * tenth slower.
 */
export function* warmUp(): Generator<undefined, void> {
  const lines = Array.from({ length: ROWS }, (_, row) => columns.map(([, cell]) => cell(row)).join());
  const text = Buffer.from(lines.join("\n"));
  const schema = columns.map(([dtype], field): CsvColumn => ({ name: String(field), dtype, field, inferred: true }));
  const table = { dialect, fields: schema.length, naValues: [""] };
  const names = schema.map(({ name }) => name);
  for (let i = 0; i < TIMES; i++) {
    yield;
    toArrowBytes({ names, ...parseBlock(bytesReader(text), table, schema) });
  }
}
