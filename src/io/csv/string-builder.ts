import { EncodedTexts, encodedColumn } from "../../partition/encoded-texts.js";
import type { Column } from "../../partition/partition.js";
import { ParseFault } from "../parse-fault.js";
import { type ColumnBuilder, grown } from "./column-builder.js";
import type { CsvColumn } from "./csv-source.js";
import { addressOf, type Kernel } from "./kernel/kernel.js";
import type { MissingValues } from "./missing-values.js";
import type { Tokens } from "./tokenizer.js";

/** Text, encoded by a dictionary that a kernel keeps. Missing texts have the code -1. */
export class StringBuilder implements ColumnBuilder {
  /** The address of the dictionary. */
  readonly #texts: number;
  #codes: Int32Array;
  #length = 0;

  constructor(
    private readonly column: CsvColumn,
    missing: MissingValues,
    capacity: number,
    private readonly kernel: Kernel,
  ) {
    missing.tell(kernel);
    this.#texts = addressOf(kernel.code.newTexts());
    this.#codes = new Int32Array(capacity);
  }

  append(tokens: Tokens, rows: number): void {
    const { field } = this.column;
    const length = this.#length;
    if (length + rows > this.#codes.length) this.#codes = grown(this.#codes, length + rows);
    const odd = this.kernel.code.readTexts(this.#texts, field, rows);
    if (odd < 0) throw tooMuch(tokens);
    this.#codes.set(tokens.integers(rows), length);
    for (const row of tokens.oddRows(odd))
      this.#codes[length + row] = this.#repair(tokens, row * tokens.fields + field);
    this.#length += rows;
  }

  /** The code of a text that is not UTF-8: of that with replacement characters. */
  #repair(tokens: Tokens, cell: number): number {
    const text = tokens.bytes.toString("utf8", tokens.startOf(cell), tokens.endOf(cell));
    const bytes = Buffer.from(text);
    const code = this.kernel.code.readText(this.#texts, this.kernel.put(bytes), bytes.length);
    if (code < -1) throw tooMuch(tokens);
    return code;
  }

  finish(): Column {
    const { code, bytes } = this.kernel;
    const count = code.textCount(this.#texts);
    const offsets = new Int32Array(bytes.buffer, addressOf(code.textEnds(this.#texts)), count + 1).slice();
    const from = addressOf(code.textBytes(this.#texts));
    const dictionary = new EncodedTexts(new Uint8Array(bytes.buffer, from, offsets[count]).slice(), offsets);
    const codes = this.#codes.length === this.#length ? this.#codes : this.#codes.slice(0, this.#length);
    return encodedColumn(this.column.dtype === "category" ? "category" : "string", codes, dictionary);
  }
}

function tooMuch(tokens: Tokens): ParseFault {
  return new ParseFault(
    "the texts up to here take more memory than one block can have, 2 GiB a column and 4 GiB in all. Give a smaller blocksize; a packed file, which is one block, has to be unpacked first",
    tokens.placeOf(tokens.startOf(0)),
  );
}
