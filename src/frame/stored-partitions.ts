import type { Engine } from "../engine/engine.js";
import type { Glance } from "./glance.js";

/** Rows that an engine keeps for a plan: the keys of a task for each partition, which hold Arrow bytes. */
export class StoredPartitions {
  readonly #engine: Engine;
  readonly #keys: Promise<readonly string[]>;
  #released = false;
  readonly #glanced: Promise<void>;
  #glance: Glance | undefined;

  /**
   * @param keys - of tasks that were submitted; a failure to submit them is reported by whoever uses them, as is that of
   * one of them.
   * @param glance - what is told of the rows when all are there.
   */
  constructor(engine: Engine, keys: Promise<readonly string[]>, glance: Promise<Glance>) {
    this.#engine = engine;
    this.#keys = keys;
    keys.catch(() => undefined);
    this.#glanced = glance.then(
      (found) => {
        this.#glance = found;
      },
      () => undefined,
    );
    forgotten.register(this, { engine, keys }, this);
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
   * The keys, for tasks on this engine.
   *
   * @throws {Error} the rows were released, or are kept by another engine.
   */
  async keysOn(engine: Engine): Promise<readonly string[]> {
    if (this.#released) throw new Error("This frame's persisted rows were released; use the frame it was made of.");
    if (engine !== this.#engine) {
      throw new Error(
        "This frame was persisted on another client, which has been replaced or closed; use the frame it was made of, or persist that again.",
      );
    }
    return this.#keys;
  }

  /** Gives the memory back. May be called again. */
  release(): void {
    if (this.#released) return;
    this.#released = true;
    forgotten.unregister(this);
    releaseKeys({ engine: this.#engine, keys: this.#keys });
  }
}

interface Held {
  readonly engine: Engine;
  readonly keys: Promise<readonly string[]>;
}

/** Releases the rows of plans that nothing refers to any more. */
const forgotten = new FinalizationRegistry<Held>(releaseKeys);

function releaseKeys({ engine, keys }: Held): void {
  keys.then(
    (known) => engine.release(known),
    () => undefined,
  );
}
