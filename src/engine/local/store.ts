import { rm } from "node:fs/promises";
import { keptBytes } from "../../shared-bytes.js";
import type { Value } from "../engine.js";
import type { ThreadGarbage } from "./collect-garbage.js";
import { readBytes, type SpillFolder, writeBytes } from "./spill-folder.js";

interface Entry {
  /** Undefined also while it is in a file alone. */
  value: Value;
  isHere: boolean;
  /** The file that holds its bytes, once they have been written, and how many they are. */
  file: string | undefined;
  length: number;
}

/**
 * The values of finished tasks, by key, on the main thread. Bytes are shared with the workers that use them, and may
 * leave memory for files; plain data is cloned when it is sent to a worker, and stays.
 */
export class Store {
  readonly #entries = new Map<string, Entry>();
  readonly #folder: SpillFolder;
  readonly #garbage: ThreadGarbage;

  constructor(folder: SpillFolder, garbage: ThreadGarbage) {
    this.#folder = folder;
    this.#garbage = garbage;
  }

  set(key: string, value: Value): void {
    this.#entries.set(key, { value, isHere: true, file: undefined, length: 0 });
  }

  /** Whether there is a value in memory. */
  has(key: string): boolean {
    return this.#entries.get(key)?.isHere === true;
  }

  /** @throws {Error} there is no value under this key in memory. */
  get(key: string): Value {
    const entry = this.#entries.get(key);
    if (entry?.isHere !== true) throw new Error(`The store has no value for "${key}".`);
    return entry.value;
  }

  /** Drops a value, and its file. */
  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.evict(key);
    this.#entries.delete(key);
    if (entry.file !== undefined) void removeFile(entry.file);
  }

  /** Drops a value from memory. */
  evict(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    if (entry.value instanceof Uint8Array) this.#garbage.drop(keptBytes(entry.value));
    entry.value = undefined;
    entry.isHere = false;
  }

  /** Writes a value that is bytes to a file. It stays in memory too. */
  async write(key: string): Promise<void> {
    const entry = this.#entries.get(key)!;
    const bytes = entry.value as Uint8Array;
    const file = this.#folder.newFile();
    try {
      await writeBytes(file, bytes);
    } catch (error) {
      await removeFile(file);
      throw error;
    }
    entry.file = file;
    entry.length = bytes.length;
    if (this.#entries.get(key) !== entry) await removeFile(file);
  }

  /** Brings a value that has been written back into memory. The file stays. */
  async read(key: string): Promise<void> {
    const entry = this.#entries.get(key)!;
    entry.value = await readBytes(entry.file!, entry.length);
    entry.isHere = true;
  }
}

function removeFile(file: string): Promise<void> {
  return rm(file, { force: true }).catch(() => undefined);
}
