import type { Value } from "../engine.js";

/**
 * The values of finished tasks, by key, on the main thread. Bytes are shared with the workers that use them; plain
 * data is cloned when it is sent to one. Whatever reads or adds a value goes through here, so that every byte is
 * counted.
 */
export class Store {
  readonly #entries = new Map<string, { readonly value: Value; readonly bytes: number }>();
  #bytes = 0;

  /** Bytes that all values take. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Adds a value that takes so many bytes. */
  set(key: string, value: Value, bytes: number): void {
    this.delete(key);
    this.#entries.set(key, { value, bytes });
    this.#bytes += bytes;
  }

  /** @throws {Error} there is no value under this key. */
  get(key: string): Value {
    const entry = this.#entries.get(key);
    if (entry === undefined) throw new Error(`The store has no value for "${key}".`);
    return entry.value;
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#bytes -= entry.bytes;
  }
}
