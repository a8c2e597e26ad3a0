import type { Store } from "./store.js";
import { type TaskRecord, titleOf } from "./task-record.js";
import type { Thread } from "./thread.js";

/** What goes to one worker with the next message. */
interface Parcel {
  readonly tasks: TaskRecord[];
  /** The tasks of which it gets the values. */
  readonly values: Set<TaskRecord>;
  /** The numbers of values that it is to forget. */
  readonly forget: number[];
}

/** What goes to workers: all that one turn of the event loop brings for one of them goes in one message. */
export class Outbox {
  readonly #threads: ReadonlyMap<number, Thread>;
  readonly #store: Store;
  readonly #refuse: (worker: number, task: TaskRecord, error: Error) => void;
  readonly #parcels = new Map<number, Parcel>();

  /**
   * @param threads - the workers' threads, by number.
   * @param store - where the values are.
   * @param refuse - told of a task that cannot be sent, because of its arguments.
   */
  constructor(
    threads: ReadonlyMap<number, Thread>,
    store: Store,
    refuse: (worker: number, task: TaskRecord, error: Error) => void,
  ) {
    this.#threads = threads;
    this.#store = store;
    this.#refuse = refuse;
  }

  /** Gives a worker a task, with the values that it does not have yet. */
  send(worker: number, task: TaskRecord, values: readonly TaskRecord[]): void {
    const parcel = this.#parcel(worker);
    parcel.tasks.push(task);
    for (const value of values) parcel.values.add(value);
  }

  /** Has a worker forget a task's value; one that has not left yet does not leave. */
  forget(worker: number, task: TaskRecord): void {
    const parcel = this.#parcel(worker);
    if (!parcel.values.delete(task)) parcel.forget.push(task.id);
  }

  /** Takes a task back that has not left yet; says whether it was still here. */
  takeBack(worker: number, task: TaskRecord): boolean {
    const tasks = this.#parcels.get(worker)?.tasks ?? [];
    const place = tasks.indexOf(task);
    if (place >= 0) tasks.splice(place, 1);
    return place >= 0;
  }

  /** Drops what a worker would have got that is gone. */
  drop(worker: number): void {
    this.#parcels.delete(worker);
  }

  #parcel(worker: number): Parcel {
    let parcel = this.#parcels.get(worker);
    if (parcel === undefined) {
      if (this.#parcels.size === 0) setImmediate(() => this.#sendAll());
      parcel = { tasks: [], values: new Set(), forget: [] };
      this.#parcels.set(worker, parcel);
    }
    return parcel;
  }

  #sendAll(): void {
    const parcels = [...this.#parcels];
    this.#parcels.clear();
    for (const [worker, { tasks, values, forget }] of parcels) {
      const thread = this.#threads.get(worker);
      if (thread === undefined) continue;
      if (forget.length > 0) thread.forget(forget);
      const contents = [...values].map(({ key, id }) => [id, this.#store.get(key)] as const);
      if (tasks.length === 0 && contents.length === 0) continue;
      try {
        thread.send(tasks, contents);
      } catch {
        thread.send([], contents);
        for (const task of tasks) this.#sendAlone(worker, task, thread);
      }
    }
  }

  /** Sends one task of a parcel in which something cannot be sent. */
  #sendAlone(worker: number, task: TaskRecord, thread: Thread): void {
    try {
      thread.send([task], []);
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      const error = new TypeError(`The arguments of ${titleOf(task)} cannot be sent to a worker: ${reason}`);
      this.#refuse(worker, task, error);
    }
  }
}
