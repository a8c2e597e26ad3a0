import { ParseFault } from "../parse-fault.js";
import type { TextReader } from "../text-reader.js";
import type { CsvDialect } from "./csv-source.js";
import { Kernel } from "./kernel/kernel.js";

/** Cells cut at a time: few enough that they and their bytes stay in a processor's cache. */
const CELLS = 2 ** 15;

/** Cells that the kernel may write beyond those of the rows it cuts. */
const CELLS_MORE = 72;

/** The most rows cut at a time. */
const ROWS = 4096;

/** Bytes of text in memory at a time, unless a row is longer. */
const WINDOW = 2 ** 19;

/** The most bytes of a row. */
const LONGEST_ROW = 2 ** 30;

/** A byte that there is not. */
const NONE = 256;

/** The cells of some rows: row `r`, field `f` has the number `r * fields + f`. They are there until the next rows are cut. */
export interface Tokens {
  readonly kernel: Kernel;
  readonly fields: number;
  /** Where cells are: the cell runs from {@link startOf} up to {@link endOf}, and the byte behind it may be read. */
  readonly bytes: Buffer;
  startOf(cell: number): number;
  endOf(cell: number): number;
  /** The place in the text of a place in the bytes. */
  placeOf(address: number): number;
  /** The address of room for a value a row, for whoever has none. */
  readonly scratch: number;
  /** So many of the rows that a kernel left, from a place in its list on. */
  oddRows(count: number, from?: number): Int32Array;
}

/**
 * Cuts text into rows and cells, some rows at a time. The rules are those of pandas' C parser: a quote counts only as
 * the first byte of a cell, a doubled one inside a quoted cell is one quote, and what follows the closing quote
 * belongs to the cell; a comment ends the row; blank lines and lines of comment alone are no rows. A row ends with LF
 * or CRLF, or with the last byte.
 *
 * A kernel cuts the rows out of a window of the text in its memory (see `kernel/`), so only one tokenizer of a thread can be
 * at work.
 */
export class Tokenizer implements Tokens {
  readonly kernel = new Kernel();
  readonly scratch: number;
  /** The most rows that are cut at a time. */
  readonly most: number;
  readonly #final: boolean;
  readonly #columns: number;
  /** The window, and what of it has not been cut. */
  #window: number;
  #size = WINDOW;
  #start: number;
  #end: number;
  /** The place in the text of address 0. */
  #origin: number;
  #whole = false;
  #views: Views;

  /**
   * @param final - whether the text ends where its reader does; otherwise a row that reaches the end is left alone.
   * @param exact - whether a row with another number of fields is an error.
   * @param columns - how many columns a kernel is asked for at a time.
   */
  constructor(
    private readonly text: TextReader,
    readonly fields: number,
    { delimiter, quote, comment }: CsvDialect,
    { final = true, exact = true, columns = 1 }: { final?: boolean; exact?: boolean; columns?: number } = {},
  ) {
    const { kernel } = this;
    const { code } = kernel;
    this.#final = final;
    this.#columns = columns;
    this.most = Math.max(1, Math.min(ROWS, Math.floor(CELLS / fields)));
    code.delimiter.value = delimiter;
    code.quote.value = quote;
    code.comment.value = comment < 0 ? NONE : comment;
    code.fields.value = fields;
    code.exact.value = exact ? 1 : 0;
    code.cells.value = kernel.allocate(8 * (this.most * fields + CELLS_MORE));
    this.scratch = kernel.allocate(8 * this.most);
    code.odd.value = kernel.allocate(4 * this.most * columns);
    this.#window = this.#start = this.#end = kernel.allocate(WINDOW);
    this.#origin = -this.#window;
    this.#views = new Views(kernel, this.most, fields, columns);
  }

  get bytes(): Buffer {
    return this.kernel.bytes;
  }

  /** Where the next row is looked for: behind the last row. */
  get position(): number {
    return this.placeOf(this.#start);
  }

  /** Fields of the last row that was cut. */
  get found(): number {
    return this.kernel.code.found.value;
  }

  /**
   * Cuts the next rows, `most` or fewer.
   *
   * @returns how many; 0 at the end.
   * @throws {ParseFault} a row with too many or too few fields, or a quote that is not closed.
   */
  next(most = Number.POSITIVE_INFINITY): number {
    const { code } = this.kernel;
    for (;;) {
      const final = this.#whole && this.#final ? 1 : 0;
      const rows = code.cutRows(this.#start, this.#end, Math.min(most, this.most), final);
      if (code.fault.value !== 0) throw this.#fault();
      this.#start = code.position.value >>> 0;
      if (rows > 0 || this.#whole || most <= 0) return rows;
      this.#fill();
    }
  }

  startOf(cell: number): number {
    return this.#current().cells[2 * cell];
  }

  endOf(cell: number): number {
    return this.#current().cells[2 * cell + 1];
  }

  placeOf(address: number): number {
    return this.#origin + address;
  }

  oddRows(count: number, from = 0): Int32Array {
    return this.#current().odd.subarray(from, from + count);
  }

  #current(): Views {
    if (this.#views.bytes !== this.kernel.bytes)
      this.#views = new Views(this.kernel, this.most, this.fields, this.#columns);
    return this.#views;
  }

  /** Moves what has not been cut to the beginning of the window, a larger one where that is half of it, and reads on. */
  #fill(): void {
    const { kernel } = this;
    const left = this.#end - this.#start;
    const from = this.#start;
    if (2 * left > this.#size) {
      if (left >= LONGEST_ROW) {
        throw new ParseFault(
          "a row that begins here is longer than 1 GiB. A quote may be opened and never closed",
          this.position,
        );
      }
      this.#size *= 2;
      this.#window = kernel.allocate(this.#size);
    }
    kernel.bytes.copyWithin(this.#window, from, this.#end);
    this.#origin += from - this.#window;
    this.#start = this.#window;
    this.#end = this.#window + left;
    const read = this.text.fill(kernel.bytes.subarray(this.#end, this.#window + this.#size));
    this.#end += read;
    this.#whole = read === 0;
  }

  #fault(): ParseFault {
    const { fault, faultAt, found } = this.kernel.code;
    const place = this.placeOf(faultAt.value >>> 0);
    if (fault.value === OPEN_QUOTE) return new ParseFault("a quote is opened and never closed", place);
    return new ParseFault(
      `the row has ${fieldCount(found.value)}, but ${this.fields} ${this.fields === 1 ? "is" : "are"} expected`,
      place,
    );
  }
}

/** What a kernel calls a quote that is not closed. */
const OPEN_QUOTE = 2;

function fieldCount(count: number): string {
  return `${count} ${count === 1 ? "field" : "fields"}`;
}

/** The kernel's arrays, in its memory as it is now. */
class Views {
  readonly bytes: Buffer;
  readonly cells: Uint32Array;
  readonly odd: Int32Array;

  constructor({ bytes, code }: Kernel, rows: number, fields: number, columns: number) {
    const { buffer } = bytes;
    this.bytes = bytes;
    this.cells = new Uint32Array(buffer, code.cells.value, 2 * rows * fields);
    this.odd = new Int32Array(buffer, code.odd.value, rows * columns);
  }
}
