import type { Engine } from "../engine/engine.js";
import type { Glance } from "./glance.js";

/** Keys of tasks, one a partition, which hold Arrow bytes. */
export interface StoredKeys {
  /** Those of all partitions, or of those up to, not including, a place. */
  upTo(end?: number): Promise<readonly string[]>;
  /** Releases what the tasks made, or are yet to make. May be called again. */
  release(): void;
}

/** Rows that an engine keeps for a plan. */
export class StoredPartitions {
  readonly #engine: Engine;
  readonly #keys: StoredKeys;
  #released = false;
  readonly #glanced: Promise<void>;
  #glance: Glance | undefined;

  /** @param glance - what is told of the rows when all are there. */
  constructor(engine: Engine, keys: StoredKeys, glance: Promise<Glance>) {
    this.#engine = engine;
    this.#keys = keys;
    this.#glanced = glance.then(
      (found) => {
        this.#glance = found;
      },
      () => undefined,
    );
    forgotten.register(this, keys, this);
  }

  /** Resolves when {@link glance} tells, or when it is known that it never will. */
  get glanced(): Promise<void> {
    return this.#glanced;
  }

  /** What is told of the rows; undefined until all are there. */
  get glance(): Glance | undefined {
    return this.#glance;
  }

  /**
   * The keys of all partitions, or of those up to, not including, a place; for tasks on this engine.
   *
   * @throws {Error} the rows were released, or are kept by another engine.
   */
  async keysOn(engine: Engine, end?: number): Promise<readonly string[]> {
    if (this.#released) throw new Error("This frame's persisted rows were released; use the frame it was made of.");
    if (engine !== this.#engine) {
      throw new Error(
        "This frame was persisted on another client, which has been replaced or closed; use the frame it was made of, or persist that again.",
      );
    }
    return this.#keys.upTo(end);
  }

  /** Gives the memory back. May be called again. */
  release(): void {
    if (this.#released) return;
    this.#released = true;
    forgotten.unregister(this);
    this.#keys.release();
  }
}

/** Releases the rows of plans that nothing refers to any more. */
const forgotten = new FinalizationRegistry<StoredKeys>((keys) => keys.release());
