const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Gives each text its place among those it was given before. */
export class TextDictionary {
  readonly texts: string[] = [];
  readonly #places = new Map<string, number>();

  place(text: string): number {
    let place = this.#places.get(text);
    if (place === undefined) {
      place = this.texts.push(text) - 1;
      this.#places.set(text, place);
    }
    return place;
  }
}

/**
 * The text that bytes spell.
 *
 * @throws {RangeError} they are no UTF-8.
 */
export function textOf(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString("utf8", start, end);
  if (!text.includes("\uFFFD")) return text;
  try {
    return strict.decode(bytes.subarray(start, end));
  } catch {
    throw new RangeError("it holds bytes that are no text in UTF-8");
  }
}

/** The usual spelling of a UUID. */
export function uuidOf(bytes: Buffer, start: number, end: number): string {
  return bytes.toString("hex", start, end).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
