import { availableParallelism } from "node:os";
import { byteSize } from "../../byte-size.js";
import { checkOptions, type OptionTable, wholeNumber } from "../../options.js";
import type { ClusterInfo, Engine } from "../engine.js";
import { LocalEngine } from "./local-engine.js";
import { defaultMemoryLimit } from "./memory-limit.js";

export interface LocalClusterOptions {
  /** How many worker threads. Default: the processors that this process may use. */
  nWorkers?: number;
  /** Memory for the whole cluster: bytes, or a size such as "4GiB". Default: 60 % of what the machine or container gives. */
  memoryLimit?: number | string;
  /** How often a task runs again whose worker was lost. Default 3. */
  retries?: number;
}

const optionTable: OptionTable<LocalClusterOptions> = {
  nWorkers: wholeNumber(1),
  memoryLimit: {
    takes: 'a number of bytes, or a size such as "4GiB"',
    test: (value) => byteSize(value) !== undefined,
  },
  retries: wholeNumber(0),
};

/**
 * Worker threads in this process, for a client to compute on. They start at once, in the background, and the
 * constructor does not wait for them.
 *
 * @example
 * const cluster = new LocalCluster({ nWorkers: 4, memoryLimit: "8GiB" });
 * const client = new Client(cluster);
 */
export class LocalCluster {
  readonly #engine: LocalEngine;

  /**
   * @param options - how many workers, and how much memory for all of them.
   * @param owner - what the user called, for error messages.
   * @throws {OptionError} at once, since the workers start with these options.
   */
  constructor(options: LocalClusterOptions = {}, owner = "LocalCluster") {
    checkOptions(owner, options, optionTable);
    this.#engine = new LocalEngine({
      nWorkers: options.nWorkers ?? availableParallelism(),
      memoryLimit: byteSize(options.memoryLimit) ?? defaultMemoryLimit(),
      retries: options.retries ?? 3,
    });
  }

  /** What the library computes on. @internal */
  get engine(): Engine {
    return this.#engine;
  }

  /** Workers, memory and tasks, as they are now. */
  info(): ClusterInfo {
    return this.#engine.info();
  }

  /**
   * Changes the number of workers. One that is closed finishes the task it runs first.
   *
   * @returns a promise that resolves when there are so many, all of them ready.
   * @throws {OptionError} `nWorkers` is no whole number of at least 1.
   */
  async scale(nWorkers: number): Promise<void> {
    checkOptions("scale", { nWorkers }, { nWorkers: wholeNumber(1) });
    await this.#engine.scale(nWorkers);
  }

  /** Ends all workers; tasks that are not done are cancelled. Resolves when no thread is left; may be called again. */
  close(): Promise<void> {
    return this.#engine.close();
  }
}
