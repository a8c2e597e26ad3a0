import { CancelledError } from "../../errors.js";
import type { EngineEvent, Task, TaskState } from "../engine.js";
import { isInMemory, MemoryState } from "./memory-state.js";
import { orderGraph, recordsOf } from "./order-graph.js";
import type { Instruction, ValueSize } from "./scheduler-events.js";
import { runsBefore, TaskQueue } from "./task-queue.js";
import { isSettled, isSource, type TaskRecord, titleOf, type WorkerRecord } from "./task-record.js";

/**
 * The tasks of a scheduler: what each one waits for, which can run, how each one ended, and who still needs its
 * value. Where and when each one runs is for the other half of the scheduler's state to say, `scheduler-state.ts`; pure,
 * like that one.
 */
export class TaskGraph {
  readonly tasks = new Map<string, TaskRecord>();
  readonly memory: MemoryState;
  /** The tasks in state "queued": sources, what builds on them, and those whose values are read from files first. */
  readonly #sources = new TaskQueue();
  readonly #queue = new TaskQueue();
  readonly loading = new Set<TaskRecord>();
  /** How many tasks are in each state. */
  readonly counts: Record<TaskState, number> = {
    waiting: 0,
    queued: 0,
    running: 0,
    finished: 0,
    error: 0,
    cancelled: 0,
  };
  readonly #retries: number;
  readonly #emit: (instruction: Instruction) => void;
  #lastNumber = 0;

  constructor(retries: number, memoryLimit: number, emit: (instruction: Instruction) => void) {
    this.#retries = retries;
    this.#emit = emit;
    this.memory = new MemoryState(memoryLimit, emit);
  }

  /** @throws {Error} a key is taken, or a reference leads nowhere or in a circle; then nothing was taken in. */
  submit(tasks: readonly Task[]): void {
    const records = orderGraph(recordsOf(tasks, this.tasks, this.#lastNumber + 1, this.#retries), this.#lastNumber + 1);
    this.#lastNumber += records.length;
    for (const record of records) {
      this.tasks.set(record.key, record);
      this.counts.waiting += 1;
      const spoiled = record.dependencies.find(({ state }) => state === "error" || state === "cancelled");
      if (spoiled !== undefined) {
        record.spoiled = true;
        this.settle(record, spoiled.state as "error" | "cancelled", spoiled.error);
        continue;
      }
      for (const dependency of record.dependencies) {
        dependency.dependents.add(record);
        if (dependency.state !== "finished") record.missing += 1;
      }
      if (record.missing === 0) this.#enqueue(record);
      else this.#report(record);
    }
  }

  /** Takes in a value that is there already. Nothing has to be begun for it: it is no source. */
  put(key: string, { bytes, spillable }: ValueSize): void {
    const task = { key, name: "value", args: [] };
    for (const record of recordsOf([task], this.tasks, this.#lastNumber + 1, this.#retries)) {
      this.#lastNumber += 1;
      record.anchor = -1;
      record.state = "finished";
      this.counts.finished += 1;
      this.tasks.set(key, record);
      this.memory.add(record, bytes, spillable);
    }
  }

  /** Has the task's outcome told as soon as it is known; with its value, as soon as that is in memory. */
  await(key: string, what: "outcome" | "value"): void {
    const task = this.tasks.get(key);
    if (task === undefined) return;
    if (!isSettled(task)) {
      task.awaited = true;
    } else if (what === "outcome" || task.state !== "finished" || isInMemory(task)) {
      if (what === "value") this.memory.touch(task);
      this.#emit({ type: "settle", task });
    } else {
      task.wanted = true;
      this.memory.read(task);
    }
  }

  /** Nobody waits for the task any more: it goes if nothing else needs it. */
  forgo(key: string): void {
    const task = this.tasks.get(key);
    if (task === undefined) return;
    task.awaited = false;
    task.wanted = false;
    this.tidy([task]);
  }

  /** Their owner keeps these no longer: each goes when nobody awaits it and nothing depends on it. */
  release(keys: readonly string[]): void {
    for (const key of keys) {
      const task = this.tasks.get(key);
      if (task === undefined) continue;
      task.kept = false;
      this.tidy([task]);
    }
  }

  /** Withdraws these tasks and what depends on them. Values that are there stay. */
  cancel(keys: readonly string[]): void {
    for (const key of keys) {
      const task = this.tasks.get(key);
      if (task === undefined) continue;
      const affected = isSettled(task) ? [...task.dependents] : [task];
      for (const each of affected) {
        if (!isSettled(each)) {
          this.settle(each, "cancelled", new CancelledError(`${titleOf(task)} was cancelled before it was done.`));
        }
      }
    }
  }

  /** Withdraws every task and frees every value. */
  clear(reason: string): void {
    for (const task of this.tasks.values()) task.worker = undefined;
    for (const task of this.tasks.values()) {
      if (isSettled(task)) this.tidy([task]);
      else this.settle(task, "cancelled", new CancelledError(`${titleOf(task)} was cancelled: ${reason}`));
    }
    for (const task of this.tasks.values()) {
      if (task.state !== "finished") continue;
      this.#free(task);
      task.error = new CancelledError(`The value of ${titleOf(task)} is gone: ${reason}`);
      this.#move(task, "cancelled");
      this.#tellWanted(task);
    }
  }

  /** The queued task that should run next; none that is being loaded, and a source only if one may be begun. */
  next(withSources: boolean): TaskRecord | undefined {
    const task = this.#queue.peek();
    const source = withSources ? this.#sources.peek() : undefined;
    if (task === undefined || source === undefined) return task ?? source;
    return runsBefore(source, task) ? source : task;
  }

  /** Has the values that a queued task takes brought back into memory, and kept there. */
  load(task: TaskRecord, missing: readonly TaskRecord[]): void {
    this.#dequeue(task);
    this.loading.add(task);
    task.missing = missing.length;
    this.memory.pin(task);
    for (const dependency of missing) this.memory.read(dependency);
  }

  /** Notes that a queued task was sent to a worker. */
  start(task: TaskRecord, worker: WorkerRecord): void {
    this.#dequeue(task);
    this.memory.pin(task);
    task.worker = worker;
    task.ranOn = worker.id;
    this.#move(task, "running");
  }

  /** Asks a task's worker to give it back if it has not begun. */
  recall(task: TaskRecord, worker: WorkerRecord): void {
    if (task.recalled) return;
    task.recalled = true;
    this.#emit({ type: "recall", worker: worker.id, task });
  }

  /** Queues again what has left its worker without a result. */
  putBack(task: TaskRecord): void {
    task.recalled = false;
    if (task.state === "running") this.#enqueue(task);
    this.tidy([task]);
  }

  /** Sets a task's last state, and with an error or when cancelled that of all that depends on it. */
  settle(first: TaskRecord, state: "finished" | "error" | "cancelled", error: unknown): void {
    const toSettle = [first];
    for (let task = toSettle.pop(); task !== undefined; task = toSettle.pop()) {
      if (isSettled(task)) continue;
      this.#dequeue(task);
      if (task.worker !== undefined) {
        this.#emit({ type: "stop", worker: task.worker.id, task });
      }
      task.error = error;
      task.args = [];
      this.#move(task, state);
      if (task.awaited) this.#emit({ type: "settle", task });
      task.awaited = false;
      if (state === "finished") {
        for (const dependent of task.dependents) {
          dependent.missing -= 1;
          if (dependent.missing === 0) this.#enqueue(dependent);
        }
      } else {
        for (const dependent of task.dependents) {
          dependent.spoiled = true;
          toSettle.push(dependent);
        }
      }
      this.tidy(this.#detach(task));
      this.tidy([task]);
    }
  }

  /** Takes note that a value is back in memory, for tasks and for those who wait for it. */
  arrived(task: TaskRecord): void {
    this.memory.arrived(task);
    for (const other of this.loading) if (task.dependents.has(other)) other.missing -= 1;
    this.#tellWanted(task);
    this.tidy([task]);
  }

  /** Fails a finished task whose value is lost, and all that needs the value. */
  spoil(task: TaskRecord, error: unknown): void {
    this.#free(task);
    task.error = error;
    this.#move(task, "error");
    this.#tellWanted(task);
    for (const dependent of [...task.dependents]) {
      dependent.spoiled = true;
      this.settle(dependent, "error", error);
    }
    this.tidy([task]);
  }

  /** Forgets those of these tasks that nobody keeps, awaits or depends on, and then those that only they needed. */
  tidy(tasks: readonly TaskRecord[]): void {
    const toCheck = [...tasks];
    for (let task = toCheck.pop(); task !== undefined; task = toCheck.pop()) {
      if (task.kept || task.awaited || task.wanted || task.dependents.size > 0) continue;
      if (this.tasks.get(task.key) !== task) continue;
      if (task.worker !== undefined) {
        if (task.state === "running") this.recall(task, task.worker);
        continue;
      }
      this.#dequeue(task);
      if (task.state === "finished") this.#free(task);
      if (!isSettled(task)) this.#move(task, "cancelled");
      this.counts[task.state] -= 1;
      this.tasks.delete(task.key);
      for (const dependency of this.#detach(task)) toCheck.push(dependency);
    }
  }

  /** Takes a task off its dependencies, and gives these. */
  #detach(task: TaskRecord): readonly TaskRecord[] {
    const dependencies = task.dependencies;
    this.memory.unpin(task);
    for (const dependency of dependencies) {
      dependency.dependents.delete(task);
      if (dependency.dependents.size === 0) this.memory.rest(dependency);
    }
    task.dependencies = [];
    return dependencies;
  }

  #enqueue(task: TaskRecord): void {
    this.#move(task, "queued");
    (isSource(task) ? this.#sources : this.#queue).add(task);
  }

  /** Takes a task out of the queue, if it is there. */
  #dequeue(task: TaskRecord): void {
    if (task.place >= 0) (isSource(task) ? this.#sources : this.#queue).remove(task);
    else this.loading.delete(task);
  }

  /** Drops a finished task's value. */
  #free(task: TaskRecord): void {
    this.memory.remove(task);
    this.#emit({ type: "free", task });
  }

  /** Tells those who wait for a value that had to be read that it is there, or lost. */
  #tellWanted(task: TaskRecord): void {
    if (task.wanted) this.#emit({ type: "settle", task });
    task.wanted = false;
  }

  #move(task: TaskRecord, state: TaskState): void {
    this.counts[task.state] -= 1;
    this.counts[state] += 1;
    task.state = state;
    this.#report(task);
  }

  #report({ key, name, label, state, ranOn, ran, value }: TaskRecord): void {
    const worker = state === "waiting" || state === "queued" ? undefined : ranOn;
    const { start, stop } = ran ?? {};
    const event: EngineEvent = { type: "task", key, name, label, state, worker, start, stop, bytes: value?.bytes };
    this.#emit({ type: "report", event });
  }
}
