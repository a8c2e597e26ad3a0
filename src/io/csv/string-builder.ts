import type { Column } from "../../partition/partition.js";
import { type ColumnBuilder, grown } from "./column-builder.js";
import type { CsvColumn } from "./csv-source.js";
import type { MissingValues } from "./missing-values.js";
import { TextPieces } from "./text-pieces.js";
import type { Tokens } from "./tokenizer.js";

/**
 * Text, encoded by a dictionary. A hash table finds a cell's bytes among those met before, which stay where they are
 * in the block; a JavaScript string is made once for each distinct text. Missing texts are entries with code -1.
 */
export class StringBuilder implements ColumnBuilder {
  readonly #texts = new TextPieces();
  #codes: Int32Array;
  #length = 0;
  /** By slot, the entry's number plus one, or 0 where it is free; and the entry's hash. The number of slots is a power of two, and half of them or more are free. */
  #table = new Int32Array(2 * 256);
  #entries = 0;
  #starts = new Int32Array(128);
  #ends = new Int32Array(128);
  #entryCodes = new Int32Array(128);
  /** Codes of texts with a replacement character: different invalid bytes can read the same. */
  readonly #repaired = new Map<string, number>();

  constructor(
    private readonly column: CsvColumn,
    private readonly missing: MissingValues,
    capacity: number,
  ) {
    this.#codes = new Int32Array(capacity);
  }

  append({ bytes, words, starts, ends, fields }: Tokens, rows: number): void {
    if (this.#length + rows > this.#codes.length) this.#codes = grown(this.#codes, this.#length + rows);
    const codes = this.#codes;
    let row = this.#length;
    for (let cell = this.column.field, last = rows * fields; cell < last; cell += fields) {
      const start = starts[cell];
      const end = ends[cell];
      codes[row++] = start === end ? -1 : this.#code(bytes, words, start, end);
    }
    this.#length = row;
  }

  finish(): Column {
    return {
      dtype: this.column.dtype === "category" ? "category" : "string",
      codes: this.#codes.length === this.#length ? this.#codes : this.#codes.slice(0, this.#length),
      dictionary: this.#texts.finish(),
    };
  }

  #code(bytes: Buffer, words: DataView, start: number, end: number): number {
    const hash = hashOf(bytes, words, start, end);
    const table = this.#table;
    const mask = table.length - 2;
    let slot = (2 * hash) & mask;
    for (;;) {
      const entry = table[slot] - 1;
      if (entry < 0) return this.#add(bytes, start, end, hash, slot);
      if (table[slot + 1] === hash && this.#isAt(entry, bytes, words, start, end)) return this.#entryCodes[entry];
      slot = (slot + 2) & mask;
    }
  }

  #isAt(entry: number, bytes: Buffer, words: DataView, start: number, end: number): boolean {
    let i = this.#starts[entry];
    if (this.#ends[entry] - i !== end - start) return false;
    let j = start;
    for (; j <= end - 4; j += 4, i += 4) if (words.getInt32(i, true) !== words.getInt32(j, true)) return false;
    for (; j < end; j++, i++) if (bytes[i] !== bytes[j]) return false;
    return true;
  }

  #add(bytes: Buffer, start: number, end: number, hash: number, slot: number): number {
    const entry = this.#entries++;
    if (entry === this.#starts.length) {
      this.#starts = grown(this.#starts, entry * 2);
      this.#ends = grown(this.#ends, entry * 2);
      this.#entryCodes = grown(this.#entryCodes, entry * 2);
    }
    this.#starts[entry] = start;
    this.#ends[entry] = end;
    this.#table[slot] = entry + 1;
    this.#table[slot + 1] = hash;
    if (this.#entries * 4 > this.#table.length) this.#rehash();
    const code = this.#newCode(bytes, start, end);
    this.#entryCodes[entry] = code;
    return code;
  }

  #newCode(bytes: Buffer, start: number, end: number): number {
    if (this.missing.has(bytes, start, end)) return -1;
    const code = this.#texts.addASCII(bytes, start, end);
    if (code >= 0) return code;
    const text = bytes.toString("utf8", start, end);
    if (this.missing.hasText(text)) return -1;
    if (!text.includes("\uFFFD")) return this.#texts.add(text);
    const known = this.#repaired.get(text) ?? this.#texts.add(text);
    this.#repaired.set(text, known);
    return known;
  }

  #rehash(): void {
    const old = this.#table;
    const table = new Int32Array(old.length * 4);
    const mask = table.length - 2;
    for (let from = 0; from < old.length; from += 2) {
      if (old[from] === 0) continue;
      let slot = (2 * old[from + 1]) & mask;
      while (table[slot] !== 0) slot = (slot + 2) & mask;
      table[slot] = old[from];
      table[slot + 1] = old[from + 1];
    }
    this.#table = table;
  }
}

/** Four bytes a step; the last four may overlap those before. */
function hashOf(bytes: Buffer, words: DataView, start: number, end: number): number {
  let hash = end - start;
  const last = end - 4;
  if (last >= start) {
    for (let i = start; i < last; i += 4) {
      hash = Math.imul(hash ^ words.getInt32(i, true), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    hash = Math.imul(hash ^ words.getInt32(last, true), 0x9e3779b1);
  } else {
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
    hash = Math.imul(hash, 0x9e3779b1);
  }
  return hash ^ (hash >>> 15);
}
