import { appendFile, writeFile } from "node:fs/promises";
import { callOnWorkers, type FutureOr, type FuturesOr, type Returned } from "./client/call.js";
import { Future, futuresOf, type ValuesOf } from "./client/future.js";
import { performancePage, recordPerformance } from "./client/performance-report.js";
import { setCurrentEngine, setEngineStarter } from "./engine/current-engine.js";
import type { ClusterInfo, Engine } from "./engine/engine.js";
import { LocalCluster, type LocalClusterOptions } from "./engine/local/local-cluster.js";
import { newKey } from "./engine/run-tasks.js";
import { packLoose } from "./engine/user-function/pack-loose.js";
import { whatItIs } from "./what-it-is.js";

export type ClientOptions = LocalClusterOptions;

let current: Client | undefined;

/**
 * What a user holds of the cluster: collections and models compute on the workers of the client made last. Making
 * one starts worker threads on this machine, in the background, unless it is given a cluster that is there already.
 *
 * There is one client at a time. A further `new Client()`, as when a notebook's cell is run again, takes the place of
 * the one before: that one is closed, and so are the workers it had started.
 *
 * @example
 * const client = new Client({ nWorkers: 2 });
 * client.info().workers.length; // 2
 * await client.close();
 */
export class Client {
  /** The workers it computes on. */
  readonly cluster: LocalCluster;
  #startedCluster: boolean;
  #closing: Promise<void> | undefined;

  /**
   * @param where - options for a cluster to start, or a cluster. Default: a cluster with the default options.
   * @throws {OptionError} at once, since the workers start with these options.
   * @throws {Error} an address: this version has no Dask scheduler to offer.
   */
  constructor(where?: string | LocalCluster | ClientOptions) {
    if (typeof where === "string") {
      throw new Error(
        `Cannot connect to ${JSON.stringify(where)}: running on a Dask scheduler is not available in this version. Use new Client() or new Client({ nWorkers: 4 }), which runs on worker threads of this machine.`,
      );
    }
    this.#startedCluster = !(where instanceof LocalCluster);
    this.cluster = where instanceof LocalCluster ? where : new LocalCluster(where, "Client");
    const previous = current;
    current = this;
    setCurrentEngine(this.engine);
    if (previous !== undefined && previous.cluster === this.cluster) {
      // The cluster goes on, in this client's hands.
      this.#startedCluster = previous.#startedCluster;
      previous.#startedCluster = false;
    }
    previous?.close().catch((error: Error) => {
      process.emitWarning(`The client before this one could not be closed: ${error.message}`);
    });
  }

  /** What the library computes on. @internal */
  get engine(): Engine {
    return this.cluster.engine;
  }

  /**
   * Has a worker call a function: any kind of it, also an asynchronous one or a generator, whose future gives an array
   * of all that it yields. Futures among the arguments, or in arrays and plain objects among them, stand for their
   * values: the task waits for them. All other arguments are copied as they are now, also functions and instances of
   * classes; bytes in shared memory stay shared.
   *
   * In a notebook what the function uses goes along. In a program whatever it uses must be an argument.
   *
   * @throws {UserFunctionError} at once, when the function or an argument cannot go to a worker; it says why.
   *
   * @example
   * const total = client.submit((a, b) => a + b, 1, client.submit(() => 2));
   * await total.result(); // 3
   */
  submit<A extends unknown[], R>(fn: (...args: A) => R, ...args: FuturesOr<A>): Future<Returned<R>> {
    return callOnWorkers<Returned<R>>(this.engine, fn, [args])[0];
  }

  /**
   * Has the workers call a function for each item, with the item and its place. Returns at once; the futures are in the
   * order of the items.
   *
   * @throws {UserFunctionError} as {@link Client.submit}.
   *
   * @example
   * const squares = client.map((x) => x * x, [1, 2, 3]);
   * await client.gather(squares); // [1, 4, 9]
   */
  map<T, R>(fn: (item: T, index: number) => R, items: Iterable<FutureOr<T>>): Future<Returned<R>>[] {
    if (typeof Object(items)[Symbol.iterator] !== "function") {
      throw new TypeError(
        `map() calls the function for each item of an array or another iterable, but it was given ${whatItIs(items)}.`,
      );
    }
    return callOnWorkers<Returned<R>>(
      this.engine,
      fn,
      Array.from(items, (item, index) => [item, index]),
    );
  }

  /**
   * The values of futures, in their order, or of one future. Rejects with the first error among them.
   *
   * @throws {TypeError} something among them is no future.
   */
  gather<F extends readonly Future[]>(futures: readonly [...F]): Promise<ValuesOf<F>>;
  gather<T>(future: Future<T>): Promise<T>;
  async gather(futures: Future | readonly Future[]): Promise<unknown> {
    const values = await Promise.all(futuresOf(futures, "gather").map((future) => future.result()));
    return futures instanceof Future ? values[0] : values;
  }

  /**
   * Gives a value to the cluster, so that many tasks can use it while it is sent to each worker once. Plain data,
   * functions and instances of classes are copied now; bytes (`Uint8Array`) are moved to shared memory and never copied
   * again.
   *
   * @throws {UserFunctionError} the value is, or holds, what cannot be sent to a worker, such as a socket.
   * @throws {MemoryLimitError} it alone takes more than all values may.
   */
  async scatter<T>(value: T): Promise<Future<T>> {
    const key = newKey("scatter");
    this.engine.put(key, packLoose(value, { root: "scatter", subject: "The scattered value" }));
    return new Future<T>(this.engine, key, "finished");
  }

  /**
   * Withdraws the tasks of futures, and what depends on them. Resolves when none of them runs any more.
   *
   * @throws {TypeError} something among them is no future.
   */
  async cancel(futures: Future<unknown> | readonly Future<unknown>[]): Promise<void> {
    const keys = futuresOf(futures, "cancel").map(({ key }) => key);
    await this.engine.cancel(keys);
  }

  /** Workers, memory used and allowed (bytes), and how many tasks are in which state, as they are now. */
  info(): ClusterInfo {
    return this.cluster.info();
  }

  /**
   * Computes a frame or a Series into the cluster's memory, a task a partition, and gives the collection of what is
   * there. Lazy in that it does not wait; what is computed from it starts from memory.
   */
  persist<C extends { persist(): C }>(collection: C): C {
    return collection.persist();
  }

  /** Cancels every task, forgets every value, and starts with fresh workers. */
  async restart(): Promise<void> {
    await this.engine.restart();
  }

  /**
   * Runs some work and writes what the workers did meanwhile to one HTML file that needs nothing else: when each worker
   * ran which task, the time by task, memory and lost workers. The file is written also when the work fails. One that
   * cannot be written is an error before the work begins, so that no result is lost for it.
   *
   * @param file - the file's path; a file that is there is written over.
   * @returns what `run` returns.
   *
   * @example
   * await client.performanceReport("fit.html", () => model.fit(X, y));
   */
  async performanceReport<T>(file: string, run: () => T | Promise<T>): Promise<T> {
    try {
      await appendFile(file, "");
    } catch (cause) {
      throw new Error(`The report cannot be written to ${JSON.stringify(file)}: ${(cause as Error).message}.`, {
        cause,
      });
    }
    const stop = recordPerformance(this.engine);
    try {
      return await run();
    } finally {
      await writeFile(file, performancePage(stop()));
    }
  }

  /**
   * Ends this client, and the workers if it started them; tasks that are not done are then cancelled. Resolves when no
   * thread is left; may be called again.
   */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    if (current === this) {
      current = undefined;
      setCurrentEngine(undefined);
    }
    if (this.#startedCluster) await this.cluster.close();
  }
}

/** The client that collections compute on: the one made last, or one started now if there is none. */
export function getClient(): Client {
  return current ?? new Client();
}

setEngineStarter(() => getClient().engine);
