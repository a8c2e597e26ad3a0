import { EncodedTexts, encodedColumn } from "../../partition/encoded-texts.js";
import { tellMissing } from "../../partition/missing-counts.js";
import type { Column } from "../../partition/partition.js";
import { ParseFault } from "../parse-fault.js";
import type { ColumnBuilder } from "./column-builder.js";
import type { CsvColumn } from "./csv-source.js";
import { type ColumnPlace, ColumnValues } from "./kernel/column-values.js";
import { addressOf, type Kernel } from "./kernel/kernel.js";
import type { MissingValues } from "./missing-values.js";
import type { Tokens } from "./tokenizer.js";

/** Text, encoded by a dictionary that a kernel keeps. Missing texts have the code -1. */
export class StringBuilder implements ColumnBuilder {
  readonly values: ColumnValues<Int32Array>;
  readonly seesAll = false;
  /** The address of the dictionary. */
  readonly #texts: number;
  readonly #kernel: Kernel;
  #missing = 0;

  constructor(
    private readonly column: CsvColumn,
    missing: MissingValues,
    place: ColumnPlace,
  ) {
    const { kernel, capacity } = place;
    missing.tell(kernel);
    this.#kernel = kernel;
    this.#texts = addressOf(kernel.code.newTexts(capacity));
    this.values = new ColumnValues(place, Int32Array, "text", this.#texts);
  }

  settle(tokens: Tokens, rows: number, odd: Int32Array): void {
    for (const row of [...odd]) {
      const code = this.#repair(tokens, row * tokens.fields + this.column.field);
      this.values.last(rows)[row] = code;
      if (code < 0) this.#missing++;
    }
  }

  /** The code of a text that is not UTF-8: of that with replacement characters. */
  #repair(tokens: Tokens, cell: number): number {
    const text = tokens.bytes.toString("utf8", tokens.startOf(cell), tokens.endOf(cell));
    const bytes = Buffer.from(text);
    const code = this.#kernel.code.readText(this.#texts, this.#kernel.put(bytes), bytes.length);
    if (code < -1) throw tooMuch(tokens);
    return code;
  }

  finish(): Column {
    const { code, bytes } = this.#kernel;
    const ends = addressOf(code.textEnds(this.#texts));
    const offsets = new Int32Array(bytes.buffer, ends, code.textCount(this.#texts) + 1);
    const from = addressOf(code.textBytes(this.#texts));
    const texts = new Uint8Array(bytes.buffer, from, offsets[offsets.length - 1]);
    const codes = this.values.all();
    tellMissing(codes, this.#missing + this.values.absent);
    const dtype = this.column.dtype === "category" ? "category" : "string";
    return encodedColumn(dtype, codes, new EncodedTexts(texts, offsets));
  }
}

/** The texts so far do not fit the kernel's memory. */
export function tooMuch(tokens: Tokens): ParseFault {
  return new ParseFault(
    "the texts up to here take more memory than one block can have, 2 GiB a column and 4 GiB in all. Give a smaller blocksize; a packed file, which is one block, has to be unpacked first",
    tokens.placeOf(tokens.startOf(0)),
  );
}
