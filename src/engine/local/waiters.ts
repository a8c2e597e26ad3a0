import type { Value } from "../engine.js";
import { dependentError } from "./dependent-error.js";
import type { Store } from "./store.js";
import { type TaskRecord, titleOf } from "./task-record.js";

interface Waiter {
  readonly what: "outcome" | "value";
  readonly resolve: (value: Value) => void;
  readonly reject: (error: unknown) => void;
}

/** Those who wait for what becomes of tasks, or for their values. */
export class Waiters {
  readonly #store: Store;
  readonly #byKey = new Map<string, Waiter[]>();

  constructor(store: Store) {
    this.#store = store;
  }

  add(key: string, waiter: Waiter): void {
    const waiters = this.#byKey.get(key);
    if (waiters === undefined) this.#byKey.set(key, [waiter]);
    else waiters.push(waiter);
  }

  /** Removes one who no longer waits; says whether nobody is left who waits for the task. */
  remove(key: string, waiter: Waiter): boolean {
    const waiters = this.#byKey.get(key);
    const place = waiters?.indexOf(waiter) ?? -1;
    if (waiters === undefined || place < 0) return false;
    waiters.splice(place, 1);
    if (waiters.length > 0) return false;
    return this.#byKey.delete(key);
  }

  /** Tells of a task that is settled. Who waits for a value that is not in memory goes on waiting. */
  tell(task: TaskRecord): void {
    const { key, state } = task;
    const waiters = this.#byKey.get(key) ?? [];
    this.#byKey.delete(key);
    const isHere = this.#store.has(key);
    for (const waiter of waiters) {
      if (state !== "finished") waiter.reject(errorOf(task));
      else if (waiter.what === "outcome") waiter.resolve(undefined);
      else if (isHere) waiter.resolve(this.#store.get(key));
      else this.add(key, waiter);
    }
  }
}

function errorOf(task: TaskRecord): unknown {
  const { state, error, spoiled } = task;
  return state === "error" && spoiled ? dependentError(error, titleOf(task)) : error;
}
