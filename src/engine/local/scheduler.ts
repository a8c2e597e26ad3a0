import type { EngineEvent, Value } from "../engine.js";
import type { Instruction, SchedulerEvent } from "./scheduler-events.js";
import { SchedulerState } from "./scheduler-state.js";
import { sizeOf } from "./size-of.js";
import { Store } from "./store.js";
import type { TaskRecord } from "./task-record.js";
import { Thread, type ThreadOptions } from "./thread.js";
import { fromWire } from "./wire-error.js";

/** Tasks and news for one worker that go with the next message to it. */
interface Parcel {
  readonly tasks: TaskRecord[];
  readonly values: Set<TaskRecord>;
  readonly forget: number[];
}

interface Waiter {
  readonly resolve: (value: Value) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Performs what the {@link SchedulerState} says: starts and ends threads, sends tasks, keeps values, and tells those
 * who wait. What one turn of the event loop brings goes to each worker in one message.
 */
export class Scheduler {
  readonly state: SchedulerState;
  readonly store = new Store();
  readonly #threadOptions: Omit<ThreadOptions, "id">;
  readonly #threads = new Map<number, Thread>();
  readonly #parcels = new Map<number, Parcel>();
  readonly #waiters = new Map<string, Waiter[]>();
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  /** Threads that are ending. */
  readonly #endings = new Set<Promise<void>>();
  #todo: Instruction[] = [];
  #performing = false;
  #news: EngineEvent[] = [];

  constructor(retries: number, threadOptions: Omit<ThreadOptions, "id">) {
    this.state = new SchedulerState(retries);
    this.#threadOptions = threadOptions;
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

  /** Adds a value that no task made. */
  put(key: string, value: Value): void {
    this.dispatch({ type: "put", key });
    this.store.set(key, value, sizeOf(value));
  }

  /** Resolves with a task's value when it is there; rejects with its error. */
  wait(key: string): Promise<Value> {
    return new Promise((resolve, reject) => {
      if (!this.state.graph.tasks.has(key)) {
        reject(new Error(`There is no task "${key}": it was never submitted, or has been released.`));
        return;
      }
      const waiters = this.#waiters.get(key);
      if (waiters !== undefined) {
        waiters.push({ resolve, reject });
        return;
      }
      this.#waiters.set(key, [{ resolve, reject }]);
      this.dispatch({ type: "await", key });
    });
  }

  /** Calls the listener with each event, in order and shortly after it happened. */
  subscribe(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when every thread that was told to end has ended. */
  async ended(): Promise<void> {
    while (this.#endings.size > 0) await Promise.all(this.#endings);
  }

  #perform(instruction: Instruction): void {
    switch (instruction.type) {
      case "start-worker":
        this.#startThread(instruction.worker);
        break;
      case "close-worker":
        this.#closeThread(instruction.worker);
        break;
      case "send": {
        const parcel = this.#parcel(instruction.worker);
        parcel.tasks.push(instruction.task);
        for (const value of instruction.values) parcel.values.add(value);
        break;
      }
      case "recall":
        this.#takeBack(instruction.worker, instruction.task);
        break;
      case "stop":
        if (!this.#takeBack(instruction.worker, instruction.task)) {
          this.#awaitEnd(this.#threads.get(instruction.worker)?.stop(instruction.task.key));
        }
        break;
      case "forget": {
        const parcel = this.#parcel(instruction.worker);
        if (!parcel.values.delete(instruction.task)) parcel.forget.push(instruction.task.id);
        break;
      }
      case "free":
        this.store.delete(instruction.task.key);
        break;
      case "settle":
        this.#tell(instruction.task);
        break;
      case "report":
        this.#announce(instruction.event);
    }
  }

  #startThread(id: number): void {
    const thread = new Thread(
      { id, ...this.#threadOptions },
      {
        ready: () => this.dispatch({ type: "worker-ready", worker: id }),
        result: (key, result) => {
          if (result.type === "finished") {
            this.store.set(key, result.value, result.bytes);
            this.dispatch({ type: "task-finished", worker: id, key, duration: result.duration });
          } else {
            const label = this.state.graph.tasks.get(key)?.label ?? key;
            const error = fromWire(result.error, label);
            this.dispatch({ type: "task-failed", worker: id, key, duration: result.duration, error });
          }
        },
        lost: (begun, loss) => {
          this.#threads.delete(id);
          this.#parcels.delete(id);
          this.dispatch({ type: "worker-lost", worker: id, begun, loss });
        },
      },
    );
    this.#threads.set(id, thread);
  }

  #closeThread(id: number): void {
    this.#awaitEnd(this.#threads.get(id)?.close());
    this.#threads.delete(id);
    this.#parcels.delete(id);
  }

  #awaitEnd(ending: Promise<void> | undefined): void {
    if (ending === undefined) return;
    this.#endings.add(ending);
    void ending.finally(() => this.#endings.delete(ending));
  }

  /** Takes a task back that has not begun. */
  #takeBack(worker: number, task: TaskRecord): boolean {
    const waiting = this.#parcels.get(worker)?.tasks ?? [];
    const place = waiting.indexOf(task);
    if (place >= 0) waiting.splice(place, 1);
    else if (!this.#threads.get(worker)?.withdraw(task.key)) return false;
    this.dispatch({ type: "task-withdrawn", worker, key: task.key });
    return true;
  }

  #parcel(worker: number): Parcel {
    let parcel = this.#parcels.get(worker);
    if (parcel === undefined) {
      if (this.#parcels.size === 0) setImmediate(() => this.#sendParcels());
      parcel = { tasks: [], values: new Set(), forget: [] };
      this.#parcels.set(worker, parcel);
    }
    return parcel;
  }

  #sendParcels(): void {
    const parcels = [...this.#parcels];
    this.#parcels.clear();
    for (const [worker, { tasks, values, forget }] of parcels) {
      const thread = this.#threads.get(worker);
      if (thread === undefined) continue;
      if (forget.length > 0) thread.forget(forget);
      const contents = [...values].map(({ key, id }) => [id, this.store.get(key)] as const);
      if (tasks.length === 0 && contents.length === 0) continue;
      try {
        thread.send(tasks, contents);
      } catch {
        thread.send([], contents);
        for (const task of tasks) this.#sendAlone(task, worker, thread);
      }
    }
  }

  /** Sends one task of a parcel in which something cannot be sent; fails it if it is this one. */
  #sendAlone(task: TaskRecord, worker: number, thread: Thread): void {
    try {
      thread.send([task], []);
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      const error = new TypeError(`The arguments of "${task.label}" cannot be sent to a worker: ${reason}`);
      this.dispatch({ type: "task-failed", worker, key: task.key, duration: 0, error });
    }
  }

  #tell(task: TaskRecord): void {
    const waiters = this.#waiters.get(task.key) ?? [];
    this.#waiters.delete(task.key);
    for (const { resolve, reject } of waiters) {
      if (task.state === "finished") resolve(this.store.get(task.key));
      else reject(task.error);
    }
  }

  #announce(event: EngineEvent): void {
    if (this.#listeners.size === 0) return;
    if (this.#news.length === 0) queueMicrotask(() => this.#deliver());
    this.#news.push(event);
  }

  #deliver(): void {
    const news = this.#news;
    this.#news = [];
    for (const event of news) {
      for (const listener of [...this.#listeners]) {
        try {
          listener(event);
        } catch (error) {
          queueMicrotask(() => {
            throw error;
          });
        }
      }
    }
  }
}
