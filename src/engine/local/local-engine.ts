import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { toSharedBytes } from "../../shared-bytes.js";
import type { ClusterInfo, Engine, EngineEvent, Task, Value } from "../engine.js";
import { mustNotBeInWorker } from "../inside-worker.js";
import { Scheduler } from "./scheduler.js";

export interface LocalEngineOptions {
  readonly nWorkers: number;
  /** Bytes, for all workers together. */
  readonly memoryLimit: number;
  /** Where values are spilled, in a folder of this process. Default: the system's folder for temporary files. */
  readonly localDirectory?: string;
  /** How often a task runs again when its worker was lost. */
  readonly retries: number;
  /** Modules, by absolute path, that export further task functions as `tasks`, a record by name. */
  readonly taskModules?: readonly string[];
  /** Milliseconds that a task may run before it counts as hung, and its worker as lost. Default: as long as it takes. */
  readonly taskTimeout?: number;
}

/** The longest delay that timers take. */
const forEver = 2 ** 31 - 1;

/**
 * The engine of worker threads in this process. Its workers start at once, in the background. They keep the program
 * alive only while somebody waits for a result: a program that forgets to close it ends by itself.
 */
export class LocalEngine implements Engine {
  readonly #scheduler: Scheduler;
  #closing: Promise<void> | undefined;
  #waiting = 0;
  #keepAlive: NodeJS.Timeout | undefined;

  /** @throws {Error} in a worker, which has no workers of its own. */
  constructor({ taskModules = [], localDirectory = tmpdir(), ...options }: LocalEngineOptions) {
    mustNotBeInWorker();
    // Absolute, since the program may change its working directory.
    this.#scheduler = new Scheduler({ ...options, taskModules, localDirectory: resolve(localDirectory) });
    this.#scheduler.dispatch({ type: "scale", workers: options.nWorkers });
  }

  submit(tasks: readonly Task[]): void {
    this.#mustBeOpen();
    this.#scheduler.dispatch({ type: "submit", tasks });
  }

  put(key: string, value: Value): void {
    this.#mustBeOpen();
    this.#scheduler.put(key, value instanceof Uint8Array ? toSharedBytes(value) : copyOf(value));
  }

  fetch(key: string): Promise<Value> {
    return this.#stayAlive(() => this.#scheduler.wait(key, "value"));
  }

  async settled(key: string, offer?: (giveUp: () => void) => void): Promise<void> {
    await this.#stayAlive(() => this.#scheduler.wait(key, "outcome", offer));
  }

  release(keys: readonly string[]): void {
    this.#scheduler.dispatch({ type: "release", keys });
  }

  cancel(keys: readonly string[]): Promise<void> {
    return this.#stayAlive(async () => {
      this.#scheduler.dispatch({ type: "cancel", keys });
      await this.#scheduler.ended();
    });
  }

  subscribe(listener: (event: EngineEvent) => void): () => void {
    return this.#scheduler.events.subscribe(listener);
  }

  info(): ClusterInfo {
    const { graph, pool } = this.#scheduler.state;
    return {
      kind: "worker threads",
      state: this.#closing === undefined ? "running" : "closed",
      workers: [...pool.workers.values()]
        .map(({ id, state, held, finished }) => ({
          id,
          state: state === "starting" ? state : held.size === 0 ? ("idle" as const) : ("busy" as const),
          finished,
        }))
        .sort((a, b) => a.id - b.id),
      memoryUsed: graph.memory.used,
      memorySpilled: graph.memory.spilled,
      memoryLimit: graph.memory.limit,
      tasks: { ...graph.counts },
    };
  }

  /** Starts or closes workers until there are so many; one that is busy finishes its task first. */
  scale(nWorkers: number): Promise<void> {
    this.#mustBeOpen();
    return this.#stayAlive(async () => {
      this.#scheduler.dispatch({ type: "scale", workers: nWorkers });
      await this.#untilSteady();
      await this.#scheduler.ended();
    });
  }

  restart(): Promise<void> {
    this.#mustBeOpen();
    return this.#stayAlive(async () => {
      const { target } = this.#scheduler.state.pool;
      this.#scheduler.dispatch({ type: "reset", reason: "the cluster was restarted.", workers: target });
      await this.#scheduler.ended();
    });
  }

  close(): Promise<void> {
    this.#closing ??= this.#stayAlive(async () => {
      this.#scheduler.dispatch({ type: "reset", reason: "the cluster was closed.", workers: 0 });
      await this.#scheduler.close();
    });
    return this.#closing;
  }

  #mustBeOpen(): void {
    if (this.#closing !== undefined) throw new Error("This cluster has been closed. Start another: new Client().");
  }

  /** Resolves when no worker is starting or about to close. */
  #untilSteady(): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        for (const { state, retiring } of this.#scheduler.state.pool.workers.values()) {
          if (state === "starting" || retiring) return;
        }
        unsubscribe();
        resolve();
      };
      const unsubscribe = this.subscribe(check);
      check();
    });
  }

  /** Keeps the program alive until what is waited for is there. */
  async #stayAlive<T>(wait: () => Promise<T>): Promise<T> {
    this.#waiting += 1;
    this.#keepAlive ??= setInterval(() => {}, forEver);
    try {
      return await wait();
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0) {
        clearInterval(this.#keepAlive);
        this.#keepAlive = undefined;
      }
    }
  }
}

/** A copy that no later change of the original reaches. */
function copyOf(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TypeError(`This value cannot be sent to a worker: ${reason}`);
  }
}
