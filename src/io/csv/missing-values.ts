import type { Kernel } from "./kernel/kernel.js";

/** What pandas reads as missing by default, the empty cell among them. */
export const defaultNaValues: readonly string[] = [
  "",
  "#N/A",
  "#N/A N/A",
  "#NA",
  "-1.#IND",
  "-1.#QNAN",
  "-NaN",
  "-nan",
  "1.#IND",
  "1.#QNAN",
  "<NA>",
  "N/A",
  "NA",
  "NULL",
  "NaN",
  "None",
  "n/a",
  "nan",
  "null",
];

/** A cell's value as a number, or undefined where the cell has none. */
export type CellParser = (bytes: Buffer, start: number, end: number) => number | undefined;

/** The spellings of a missing value, to be asked about cells that are still bytes. */
export class MissingValues {
  readonly #texts: ReadonlySet<string>;
  readonly #longest: number;
  /** By first byte, whether a text begins so: most cells are told by it. */
  readonly #begins = new Uint8Array(256);
  #told: Kernel | undefined;
  readonly #parsed = new Map<CellParser, readonly number[]>();

  constructor(texts: readonly string[]) {
    this.#texts = new Set(texts);
    this.#longest = Math.max(0, ...texts.map((text) => Buffer.byteLength(text)));
    for (const text of texts) if (text !== "") this.#begins[Buffer.from(text)[0]] = 1;
  }

  /** Whether the cell from `start` to `end` is spelled as a missing value. */
  has(bytes: Buffer, start: number, end: number): boolean {
    if (end - start > this.#longest || (start < end && this.#begins[bytes[start]] === 0)) return false;
    return this.#texts.has(bytes.toString("utf8", start, end));
  }

  /** Puts the texts into a kernel's memory: those that are not empty, each behind its length, and the bytes they begin with. */
  tell(kernel: Kernel): void {
    const { code } = kernel;
    if (kernel === this.#told) return;
    this.#told = kernel;
    const texts = [...this.#texts].filter((text) => text !== "").map((text) => Buffer.from(text));
    const lengths = texts.map(({ length }) => Buffer.of(length, length >> 8, length >> 16, length >> 24));
    const list = Buffer.concat(texts.flatMap((text, i) => [lengths[i], text]));
    code.begins.value = kernel.allocate(256);
    code.missing.value = kernel.allocate(list.length);
    code.missingEnd.value = code.missing.value + list.length;
    kernel.bytes.set(this.#begins, code.begins.value);
    kernel.bytes.set(list, code.missing.value);
  }

  /**
   * The missing values that a parser takes for values, such as "-999" among numbers: these are to be compared by
   * value, so that "-999.0" is missing too.
   */
  parsedBy(parse: CellParser): readonly number[] {
    const known = this.#parsed.get(parse);
    if (known !== undefined) return known;
    const found: number[] = [];
    for (const text of this.#texts) {
      const bytes = Buffer.from(`${text}\n`);
      const value = parse(bytes, 0, bytes.length - 1);
      if (value !== undefined) found.push(value);
    }
    this.#parsed.set(parse, found);
    return found;
  }
}
