import { EncodedTexts } from "./encoded-texts.js";

/** Texts as UTF-8 bytes, in the order in which they first came: an open-addressing hash table. */
export class TextTable {
  #bytes = new Uint8Array(1024);
  /** Where each text begins, and the last one ends. */
  #offsets = new Int32Array(65);
  #hashes = new Int32Array(64);
  #slots = new Int32Array(128).fill(-1);
  #size = 0;

  /** The text's place among those that came, which it gets if it is new. */
  place(from: Uint8Array, start: number, end: number): number {
    const hash = hashBytes(from, start, end);
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let id = this.#slots[slot]; id >= 0; id = this.#slots[slot]) {
      if (this.#hashes[id] === hash && this.#equals(id, from, start, end)) return id;
      slot = (slot + 1) & mask;
    }
    this.#slots[slot] = this.#size;
    return this.#add(hash, from, start, end);
  }

  /** All texts, as they are by now. */
  finish(): EncodedTexts {
    const offsets = this.#offsets.slice(0, this.#size + 1);
    return new EncodedTexts(this.#bytes.slice(0, offsets[this.#size]), offsets);
  }

  #equals(id: number, from: Uint8Array, start: number, end: number): boolean {
    const own = this.#offsets[id];
    if (this.#offsets[id + 1] - own !== end - start) return false;
    for (let i = start; i < end; i++) if (this.#bytes[own + i - start] !== from[i]) return false;
    return true;
  }

  #add(hash: number, from: Uint8Array, start: number, end: number): number {
    const id = this.#size;
    const at = this.#offsets[id];
    const next = at + end - start;
    if (next > this.#bytes.length) this.#bytes = grown(this.#bytes, next);
    if (id === this.#hashes.length) {
      this.#hashes = grown(this.#hashes, 2 * id);
      this.#offsets = grown(this.#offsets, 2 * id + 1);
    }
    for (let i = start; i < end; i++) this.#bytes[at + i - start] = from[i];
    this.#offsets[id + 1] = next;
    this.#hashes[id] = hash;
    this.#size += 1;
    if (2 * this.#size > this.#slots.length) this.#rehash();
    return id;
  }

  #rehash(): void {
    const slots = new Int32Array(2 * this.#slots.length).fill(-1);
    const mask = slots.length - 1;
    for (let id = 0; id < this.#size; id++) {
      let slot = this.#hashes[id] & mask;
      while (slots[slot] >= 0) slot = (slot + 1) & mask;
      slots[slot] = id;
    }
    this.#slots = slots;
  }
}

/** FNV-1a, with its bits mixed once more, since the low ones choose the slot. */
export function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}

/** A copy with room for at least `length`, and twice of what there was. */
function grown<T extends Uint8Array | Int32Array>(array: T, length: number): T {
  const larger = new (array.constructor as new (length: number) => T)(Math.max(length, 2 * array.length));
  larger.set(array);
  return larger;
}
