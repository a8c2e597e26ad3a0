import { byteSize } from "../../byte-size.js";
import { aString, checkOptions, type OptionRule, type OptionTable, wholeNumber } from "../../options.js";
import type { ClusterInfo, Engine } from "../engine.js";
import { LocalEngine } from "./local-engine.js";
import { defaultMemoryLimit, defaultWorkers } from "./memory-limit.js";

export interface LocalClusterOptions {
  /** How many worker threads. Default: the processors that this process, or its container, may use. */
  nWorkers?: number;
  /** Memory for the whole cluster: bytes, or a size such as "4GiB". Default: 60 % of what the machine or container gives. */
  memoryLimit?: number | string;
  /**
   * Where partitions go that leave memory: past 60 % of the limit those that were not used for longest are written to
   * files, which only this user can read and which are gone when the cluster is closed. Default: the system's folder
   * for temporary files.
   */
  localDirectory?: string;
  /** How often a task runs again whose worker was lost. Default 3. */
  retries?: number;
  /**
   * Seconds that a task may run. One that takes longer counts as hung: its worker is replaced, and it runs again up to
   * `retries` times. Default: as long as it takes.
   */
  taskTimeout?: number;
}

/** V8 ends the whole process when it finds no room for a thread's code: more threads than any machine has use for are refused. */
const mostWorkers = 1024;

const nWorkersRule: OptionRule = {
  takes: `a whole number from 1 to ${mostWorkers}`,
  test: (value) => wholeNumber(1).test(value) && (value as number) <= mostWorkers,
};

const optionTable: OptionTable<LocalClusterOptions> = {
  nWorkers: nWorkersRule,
  memoryLimit: {
    takes: 'a number of bytes, or a size such as "4GiB"',
    test: (value) => byteSize(value) !== undefined,
  },
  localDirectory: aString,
  retries: wholeNumber(0),
  taskTimeout: {
    takes: "a number of seconds, more than 0",
    test: (value) => typeof value === "number" && value > 0,
  },
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
      nWorkers: options.nWorkers ?? defaultWorkers(),
      memoryLimit: byteSize(options.memoryLimit) ?? defaultMemoryLimit(),
      localDirectory: options.localDirectory,
      retries: options.retries ?? 3,
      taskTimeout: options.taskTimeout === undefined ? undefined : 1000 * options.taskTimeout,
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
   * @throws {OptionError} `nWorkers` is no whole number from 1 to 1024.
   */
  async scale(nWorkers: number): Promise<void> {
    checkOptions("scale", { nWorkers }, { nWorkers: nWorkersRule });
    await this.#engine.scale(nWorkers);
  }

  /** Ends all workers; tasks that are not done are cancelled. Resolves when no thread is left; may be called again. */
  close(): Promise<void> {
    return this.#engine.close();
  }
}
