/** The most bytes that are decoded at a time: a part of a string can keep all of it in memory. */
const PIECE = 65_536;

/**
 * A list of texts out of bytes. ASCII is gathered and decoded many texts at a time, of which each is then a part: a
 * decoder's call costs several times what the few bytes of a cell do.
 */
export class TextPieces {
  readonly #texts: string[] = [];
  /** Starts small, since a file may have many columns of few texts. */
  #piece = Buffer.allocUnsafeSlow(256);
  #used = 0;
  /** Places in the list of the texts in the piece, and where each ends there. */
  #places: number[] = [];
  #ends: number[] = [];

  /** Adds a text and gives its place, from 0. */
  add(text: string): number {
    return this.#texts.push(text) - 1;
  }

  /** Adds a text of ASCII and gives its place; -1, and nothing added, for one that holds any other byte. */
  addASCII(bytes: Buffer, start: number, end: number): number {
    if (end - start > PIECE) return -1;
    if (this.#used + end - start > this.#piece.length) this.#renew(end - start);
    const piece = this.#piece;
    let to = this.#used;
    let all = 0;
    for (let i = start; i < end; i++) {
      const byte = bytes[i];
      all |= byte;
      piece[to++] = byte;
    }
    if (all > 127) return -1;
    this.#used = to;
    const place = this.#texts.push("") - 1;
    this.#places.push(place);
    this.#ends.push(to);
    return place;
  }

  /** All texts, in their order. */
  finish(): string[] {
    this.#decode();
    return this.#texts;
  }

  /** An empty piece, larger than the last if that may be, and with room for so many bytes. */
  #renew(room: number): void {
    this.#decode();
    const size = Math.min(PIECE, Math.max(2 * this.#piece.length, room));
    if (size > this.#piece.length) this.#piece = Buffer.allocUnsafeSlow(size);
  }

  #decode(): void {
    const text = this.#piece.toString("latin1", 0, this.#used);
    let from = 0;
    for (let i = 0; i < this.#places.length; i++) {
      const to = this.#ends[i];
      this.#texts[this.#places[i]] = text.slice(from, to);
      from = to;
    }
    this.#used = 0;
    this.#places = [];
    this.#ends = [];
  }
}
