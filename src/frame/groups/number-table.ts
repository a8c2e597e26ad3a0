/** Numbers by the order in which they first came: an open-addressing hash table of doubles, NaN excluded. */
export class NumberTable {
  #keys: Float64Array;
  #ids: Int32Array;
  #mask: number;
  #size = 0;
  readonly #double = new Float64Array(1);
  readonly #halves = new Uint32Array(this.#double.buffer);

  /** @param expected - how many different numbers there may be; it grows beyond that. */
  constructor(expected = 64) {
    const capacity = 2 ** Math.ceil(Math.log2(Math.max(16, 2 * expected)));
    this.#keys = new Float64Array(capacity);
    this.#ids = new Int32Array(capacity).fill(-1);
    this.#mask = capacity - 1;
  }

  get size(): number {
    return this.#size;
  }

  /** The number's place among those that came; -0 is 0. */
  id(number: number): number {
    let slot = this.#slot(number);
    while (this.#ids[slot] >= 0) {
      if (this.#keys[slot] === number) return this.#ids[slot];
      slot = (slot + 1) & this.#mask;
    }
    this.#keys[slot] = number;
    this.#ids[slot] = this.#size;
    this.#size += 1;
    if (2 * this.#size > this.#mask) this.#grow();
    return this.#size - 1;
  }

  /** The place of a number that came, or -1; takes up nothing. */
  find(number: number): number {
    let slot = this.#slot(number);
    while (this.#ids[slot] >= 0) {
      if (this.#keys[slot] === number) return this.#ids[slot];
      slot = (slot + 1) & this.#mask;
    }
    return -1;
  }

  #slot(number: number): number {
    this.#double[0] = number + 0;
    let hash = Math.imul(this.#halves[0] ^ Math.imul(this.#halves[1], 0x9e3779b1), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
    return (hash ^ (hash >>> 13)) & this.#mask;
  }

  #grow(): void {
    const [keys, ids] = [this.#keys, this.#ids];
    this.#keys = new Float64Array(2 * keys.length);
    this.#ids = new Int32Array(2 * ids.length).fill(-1);
    this.#mask = this.#keys.length - 1;
    for (let i = 0; i < ids.length; i++) {
      if (ids[i] < 0) continue;
      let slot = this.#slot(keys[i]);
      while (this.#ids[slot] >= 0) slot = (slot + 1) & this.#mask;
      this.#keys[slot] = keys[i];
      this.#ids[slot] = ids[i];
    }
  }
}
