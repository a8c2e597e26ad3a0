import type { Column } from "../../partition/partition.js";
import { type ColumnBuilder, grown } from "./column-builder.js";
import type { CsvColumn } from "./csv-source.js";
import type { MissingValues } from "./missing-values.js";
import type { Tokens } from "./tokenizer.js";

/**
 * Text, encoded by a dictionary. A hash table finds a cell's bytes among those met before, which stay where they are
 * in the block; a JavaScript string is made once for each distinct text. Missing texts are entries with code -1.
 */
export class StringBuilder implements ColumnBuilder {
  readonly #dictionary: string[] = [];
  #codes: Int32Array;
  #length = 0;
  /** Entry number plus one by slot; 0 is free. The size is a power of two, and half the slots or more are free. */
  #table = new Int32Array(256);
  #entries = 0;
  #hashes = new Int32Array(128);
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

  append({ bytes, starts, ends, fields }: Tokens, rows: number): void {
    if (this.#length + rows > this.#codes.length) this.#codes = grown(this.#codes, this.#length + rows);
    const codes = this.#codes;
    let row = this.#length;
    for (let cell = this.column.field, last = rows * fields; cell < last; cell += fields) {
      const start = starts[cell];
      const end = ends[cell];
      codes[row++] = start === end ? -1 : this.#code(bytes, start, end);
    }
    this.#length = row;
  }

  finish(): Column {
    return {
      dtype: this.column.dtype === "category" ? "category" : "string",
      codes: this.#codes.length === this.#length ? this.#codes : this.#codes.slice(0, this.#length),
      dictionary: this.#dictionary,
    };
  }

  #code(bytes: Buffer, start: number, end: number): number {
    let hash = 0x811c9dc5 | 0;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
    hash ^= hash >>> 15;
    const table = this.#table;
    const mask = table.length - 1;
    let slot = hash & mask;
    for (;;) {
      const entry = table[slot] - 1;
      if (entry < 0) return this.#add(bytes, start, end, hash, slot);
      if (this.#hashes[entry] === hash && this.#isAt(entry, bytes, start, end)) return this.#entryCodes[entry];
      slot = (slot + 1) & mask;
    }
  }

  #isAt(entry: number, bytes: Buffer, start: number, end: number): boolean {
    let i = this.#starts[entry];
    if (this.#ends[entry] - i !== end - start) return false;
    for (let j = start; j < end; j++) if (bytes[j] !== bytes[i++]) return false;
    return true;
  }

  #add(bytes: Buffer, start: number, end: number, hash: number, slot: number): number {
    const entry = this.#entries++;
    if (entry === this.#hashes.length) {
      this.#hashes = grown(this.#hashes, entry * 2);
      this.#starts = grown(this.#starts, entry * 2);
      this.#ends = grown(this.#ends, entry * 2);
      this.#entryCodes = grown(this.#entryCodes, entry * 2);
    }
    this.#hashes[entry] = hash;
    this.#starts[entry] = start;
    this.#ends[entry] = end;
    this.#table[slot] = entry + 1;
    if (this.#entries * 2 > this.#table.length) this.#rehash();
    this.#entryCodes[entry] = this.#newCode(bytes.toString("utf8", start, end));
    return this.#entryCodes[entry];
  }

  #newCode(text: string): number {
    if (this.missing.hasText(text)) return -1;
    const known = this.#repaired.get(text);
    if (known !== undefined) return known;
    const code = this.#dictionary.push(text) - 1;
    if (text.includes("\uFFFD")) this.#repaired.set(text, code);
    return code;
  }

  #rehash(): void {
    const table = new Int32Array(this.#table.length * 2);
    const mask = table.length - 1;
    for (let entry = 0; entry < this.#entries; entry++) {
      let slot = this.#hashes[entry] & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = entry + 1;
    }
    this.#table = table;
  }
}
