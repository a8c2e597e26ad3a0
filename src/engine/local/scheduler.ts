import type { Value } from "../engine.js";
import { allowedGarbage, ThreadGarbage } from "./collect-garbage.js";
import { EventFeed } from "./event-feed.js";
import { memoryLimitError, workerHeap } from "./memory-limit.js";
import { Outbox } from "./outbox.js";
import type { Instruction, SchedulerEvent } from "./scheduler-events.js";
import { SchedulerState } from "./scheduler-state.js";
import { sizeOf } from "./size-of.js";
import { removeLeftovers, SpillFolder } from "./spill-folder.js";
import { Store } from "./store.js";
import { type TaskRecord, titleOf } from "./task-record.js";
import { Thread, type ThreadOptions } from "./thread.js";
import { Waiters } from "./waiters.js";
import { fromWire } from "./wire-error.js";

export interface SchedulerOptions {
  readonly retries: number;
  /** Bytes that values may take in memory. */
  readonly memoryLimit: number;
  readonly nWorkers: number;
  /** The folder in which values are spilled, in a folder of their own. */
  readonly localDirectory: string;
  readonly taskModules: readonly string[];
  /** Milliseconds that a task may run. Default: as long as it takes. */
  readonly taskTimeout?: number;
}

/** The share of the memory limit that has to come in new values before futures are collected again. */
const sweepShare = 0.2;

/**
 * Performs what the {@link SchedulerState} says: starts and ends threads, sends tasks, keeps values, and tells those
 * who wait.
 */
export class Scheduler {
  readonly state: SchedulerState;
  /** What happens to tasks and workers. */
  readonly events = new EventFeed();
  readonly #store: Store;
  readonly #garbage: ThreadGarbage;
  /** Bytes of the values that came since garbage was last collected for the lack of memory. */
  #unswept = 0;
  readonly #folder: SpillFolder;
  readonly #threadOptions: Omit<ThreadOptions, "id">;
  readonly #threads = new Map<number, Thread>();
  readonly #outbox: Outbox;
  readonly #waiters: Waiters;
  /** Threads that are ending. */
  readonly #endings = new Set<Promise<void>>();
  /** Files that are being written, read or removed. */
  readonly #fileWork = new Set<Promise<void>>();
  #warned = false;
  #todo: Instruction[] = [];
  #performing = false;

  constructor({ retries, memoryLimit, nWorkers, localDirectory, ...options }: SchedulerOptions) {
    const garbage = allowedGarbage(memoryLimit, nWorkers);
    this.state = new SchedulerState(retries, memoryLimit);
    this.#folder = new SpillFolder(localDirectory);
    this.#garbage = new ThreadGarbage(garbage);
    this.#store = new Store(this.#folder, this.#garbage);
    this.#outbox = new Outbox(this.#threads, this.#store, (worker, { key }, error) =>
      this.dispatch({ type: "task-failed", worker, key, duration: 0, error }),
    );
    this.#waiters = new Waiters(this.#store);
    this.#threadOptions = { heapLimit: workerHeap(memoryLimit, nWorkers), garbage, ...options };
    void removeLeftovers(localDirectory);
  }

  /**
   * Takes in an event and does what follows from it.
   *
   * @throws {Error} as {@link SchedulerState.handle}.
   */
  dispatch(event: SchedulerEvent): void {
    for (const instruction of this.state.handle(event)) this.#todo.push(instruction);
    if (this.#performing) return;
    this.#performing = true;
    try {
      while (this.#todo.length > 0) {
        const todo = this.#todo;
        this.#todo = [];
        for (const instruction of todo) this.#perform(instruction);
      }
    } finally {
      this.#performing = false;
    }
  }

  /**
   * Adds a value that no task made.
   *
   * @throws {MemoryLimitError} it alone takes more than all values may.
   */
  put(key: string, value: Value): void {
    const bytes = sizeOf(value);
    const { limit } = this.state.graph.memory;
    if (bytes > limit) throw memoryLimitError(key, bytes, limit);
    this.#store.set(key, value);
    this.dispatch({ type: "put", key, bytes, spillable: value instanceof Uint8Array });
    this.#sweep(bytes);
  }

  /**
   * Resolves with a task's value when it is in memory, or with anything once the task is finished; rejects with its error.
   *
   * @param offer - as in `Engine.settled`.
   */
  wait(key: string, what: "outcome" | "value", offer?: (giveUp: () => void) => void): Promise<Value> {
    return new Promise((resolve, reject) => {
      if (!this.state.graph.tasks.has(key)) {
        reject(new Error(`There is no task "${key}": it was never submitted, or has been released.`));
        return;
      }
      const waiter = { what, resolve, reject };
      this.#waiters.add(key, waiter);
      offer?.(() => {
        if (this.#waiters.remove(key, waiter)) this.dispatch({ type: "forgo", key });
        resolve(undefined);
      });
      this.dispatch({ type: "await", key, what });
    });
  }

  /** Resolves when every thread that was told to end has ended. */
  async ended(): Promise<void> {
    while (this.#endings.size > 0) await Promise.all(this.#endings);
  }

  /** Removes what was spilled. To be called when all values have been freed; waits for threads and files. */
  async close(): Promise<void> {
    await this.ended();
    while (this.#fileWork.size > 0) await Promise.all(this.#fileWork);
    this.#folder.remove();
  }

  #perform(instruction: Instruction): void {
    switch (instruction.type) {
      case "start-worker":
        this.#tryStart(instruction.worker);
        break;
      case "close-worker":
        this.#closeThread(instruction.worker);
        break;
      case "send":
        this.#outbox.send(instruction.worker, instruction.task, instruction.values);
        break;
      case "recall":
        this.#takeBack(instruction.worker, instruction.task);
        break;
      case "stop":
        if (!this.#takeBack(instruction.worker, instruction.task)) {
          this.#awaitEnd(this.#threads.get(instruction.worker)?.stop(instruction.task.key));
        }
        break;
      case "forget":
        this.#outbox.forget(instruction.worker, instruction.task);
        break;
      case "free":
        this.#store.delete(instruction.task.key);
        break;
      case "write":
        this.#write(instruction.task.key);
        break;
      case "evict":
        this.#store.evict(instruction.task.key);
        break;
      case "read":
        this.#read(instruction.task);
        break;
      case "settle":
        this.#waiters.tell(instruction.task);
        break;
      case "report":
        this.events.announce(instruction.event);
    }
  }

  /** Starts a thread; where the system allows no further one, the worker counts as lost. */
  #tryStart(id: number): void {
    try {
      this.#startThread(id);
    } catch (thrown) {
      const cause = `Worker ${id} could not be started: ${thrown instanceof Error ? thrown.message : String(thrown)}.`;
      this.dispatch({ type: "worker-lost", worker: id, begun: [], loss: { cause } });
    }
  }

  #startThread(id: number): void {
    const thread = new Thread(
      { id, ...this.#threadOptions },
      {
        ready: () => this.dispatch({ type: "worker-ready", worker: id }),
        result: (key, result) => {
          if (result.type === "finished") {
            const { value, bytes, start, duration } = result;
            this.#store.set(key, value);
            const spillable = value instanceof Uint8Array;
            this.dispatch({ type: "task-finished", worker: id, key, start, duration, bytes, spillable });
            this.#sweep(bytes);
          } else {
            const task = this.state.graph.tasks.get(key);
            const error = fromWire(result.error, task === undefined ? `"${key}"` : titleOf(task));
            const { start, duration } = result;
            this.dispatch({ type: "task-failed", worker: id, key, start, duration, error });
          }
        },
        lost: (begun, loss) => {
          this.#threads.delete(id);
          this.#outbox.drop(id);
          this.dispatch({ type: "worker-lost", worker: id, begun, loss });
        },
      },
    );
    this.#threads.set(id, thread);
  }

  /**
   * Counts bytes of a new value. A program's futures that nothing refers to any more give up their values only when V8
   * collects them, and it sees no reason to, since they are small: it is asked to when memory gets scarce.
   */
  #sweep(bytes: number): void {
    const { memory } = this.state.graph;
    this.#unswept += bytes;
    if (!memory.isScarce || this.#unswept < sweepShare * memory.limit) return;
    this.#unswept = 0;
    this.#garbage.request();
  }

  #closeThread(id: number): void {
    this.#awaitEnd(this.#threads.get(id)?.close());
    this.#threads.delete(id);
    this.#outbox.drop(id);
  }

  #write(key: string): void {
    this.#doFileWork(
      this.#store.write(key).then(
        () => this.dispatch({ type: "value-written", key, filed: true }),
        (error: Error) => {
          this.#warn(error);
          this.dispatch({ type: "value-written", key, filed: false });
        },
      ),
    );
  }

  #read(task: TaskRecord): void {
    const { key } = task;
    this.#doFileWork(
      this.#store.read(key).then(
        () => this.dispatch({ type: "value-read", key }),
        (reason: Error) => {
          const error = new Error(
            `The value of ${titleOf(task)} had left memory for a file, and cannot be read back.`,
            {
              cause: reason,
            },
          );
          this.dispatch({ type: "value-unreadable", key, error });
        },
      ),
    );
  }

  #doFileWork(work: Promise<void>): void {
    this.#fileWork.add(work);
    void work.finally(() => this.#fileWork.delete(work));
  }

  /** Says once that values stay in memory because they cannot be written. */
  #warn({ message }: Error): void {
    if (this.#warned) return;
    this.#warned = true;
    process.emitWarning(
      `Values that should leave memory cannot be written to ${this.#folder.base}, so they stay: ${message}. Give the client another localDirectory.`,
    );
  }

  #awaitEnd(ending: Promise<void> | undefined): void {
    if (ending === undefined) return;
    this.#endings.add(ending);
    void ending.finally(() => this.#endings.delete(ending));
  }

  /** Takes a task back that has not begun; says whether that worked. */
  #takeBack(worker: number, task: TaskRecord): boolean {
    if (!this.#outbox.takeBack(worker, task) && !this.#threads.get(worker)?.withdraw(task.key)) return false;
    this.dispatch({ type: "task-withdrawn", worker, key: task.key });
    return true;
  }
}
