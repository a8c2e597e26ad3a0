interface TextColumn {
  readonly dtype: "string" | "category";
  readonly codes: Int32Array;
  readonly dictionary: readonly string[];
}

/** The most bytes that are decoded at a time: a part of a string can keep all of it in memory. */
const PIECE = 65_536;

/** A dictionary of texts as UTF-8 bytes: strings are made of them when they are first asked for. */
export class EncodedTexts {
  #texts: readonly string[] | undefined;

  /**
   * @param bytes - the texts, one behind the other; valid UTF-8.
   * @param offsets - where each of them begins, and the last one ends.
   */
  constructor(
    readonly bytes: Uint8Array,
    readonly offsets: Int32Array,
  ) {}

  /** How many there are. */
  get count(): number {
    return this.offsets.length - 1;
  }

  get texts(): readonly string[] {
    this.#texts ??= decoded(this.bytes, this.offsets);
    return this.#texts;
  }
}

const dictionaries = new WeakMap<object, EncodedTexts>();

/** A column of text with such a dictionary. It is decoded when the column's `dictionary` is read, which copying the column by `...` does. */
export function encodedColumn(dtype: "string" | "category", codes: Int32Array, dictionary: EncodedTexts): TextColumn {
  const column = {
    dtype,
    codes,
    get dictionary() {
      return dictionary.texts;
    },
  };
  dictionaries.set(column, dictionary);
  return column;
}

/** The dictionary in bytes of a column that {@link encodedColumn} made. */
export function bytesOf(column: object): EncodedTexts | undefined {
  return dictionaries.get(column);
}

/** The number of texts in a column's dictionary; decodes none. */
export function dictionarySize(column: TextColumn): number {
  return bytesOf(column)?.count ?? column.dictionary.length;
}

/** Other codes of the same dictionary; decodes none of it. */
export function withCodes(column: TextColumn, codes: Int32Array, dtype = column.dtype): TextColumn {
  const encoded = bytesOf(column);
  return encoded === undefined ? { ...column, codes, dtype } : encodedColumn(dtype, codes, encoded);
}

/** Texts out of UTF-8. Many of ASCII are decoded at once: a decoder's call costs several times what the bytes of a short text do. */
function decoded({ buffer, byteOffset, byteLength }: Uint8Array, offsets: Int32Array): string[] {
  const bytes = Buffer.from(buffer, byteOffset, byteLength);
  const texts = new Array<string>(offsets.length - 1);
  for (let from = 0; from < texts.length; ) {
    const start = offsets[from];
    let to = from + 1;
    while (to < texts.length && offsets[to + 1] - start <= PIECE) to++;
    const piece = bytes.toString("utf8", start, offsets[to]);
    if (piece.length === offsets[to] - start) {
      for (let i = from; i < to; i++) texts[i] = piece.slice(offsets[i] - start, offsets[i + 1] - start);
    } else {
      for (let i = from; i < to; i++) texts[i] = bytes.toString("utf8", offsets[i], offsets[i + 1]);
    }
    from = to;
  }
  return texts;
}
