import type { Instruction } from "./scheduler-events.js";
import type { StoredValue, TaskRecord, WorkerRecord } from "./task-record.js";

/** The share of the memory limit past which workers keep no values for tasks that may come. */
const restAbove = 0.3;

/** The share past which values are written to files. */
export const spillAbove = 0.6;

/** The share past which no further source is begun. */
export const pauseAbove = 0.8;

/**
 * Which values are in memory and which in files: every value is counted, and of those that no task needs right now the
 * least recently used leave memory first. Bytes never change once they are made, so a value that is read back keeps
 * its file, and leaves the next time at no cost. Pure, like the rest of the scheduler's state.
 */
export class MemoryState {
  /** Bytes that the values in memory may take. */
  readonly limit: number;
  readonly #emit: (instruction: Instruction) => void;
  /** What may leave memory, the least recently used first. */
  readonly #candidates = new Set<TaskRecord>();
  #used = 0;
  #writing = 0;
  #reading = 0;
  #spilled = 0;

  constructor(limit: number, emit: (instruction: Instruction) => void) {
    this.limit = limit;
    this.#emit = emit;
  }

  /** Bytes in memory, those on their way to a file or back included. */
  get used(): number {
    return this.#used;
  }

  /** Bytes that are in files alone. */
  get spilled(): number {
    return this.#spilled;
  }

  /** Whether every value is in memory. */
  get isWhole(): boolean {
    return this.#spilled === 0 && this.#reading === 0;
  }

  /** Whether so much is in memory that values have to leave it. */
  get isScarce(): boolean {
    return this.#used > spillAbove * this.limit;
  }

  /** Whether so much is in memory that no further source should be begun. */
  get isHigh(): boolean {
    return this.#used > pauseAbove * this.limit;
  }

  /** Whether values are on their way to files, and memory will soon be freed. */
  get isWriting(): boolean {
    return this.#writing > 0;
  }

  /** Takes in a value that was put in, or made by a worker, which keeps bytes until it is told to forget them. */
  add(task: TaskRecord, bytes: number, spillable: boolean, maker?: WorkerRecord): void {
    task.value = { bytes, spillable, place: "memory", filed: false, pins: 0, holders: new Set() };
    if (maker !== undefined && spillable) {
      maker.copies.add(task);
      task.value.holders.add(maker);
    }
    this.#used += bytes;
    this.#offer(task, task.value);
  }

  /** Forgets a value. */
  remove(task: TaskRecord): void {
    const { value } = task;
    if (value === undefined) return;
    this.#candidates.delete(task);
    if (value.place === "disk") this.#spilled -= value.bytes;
    else this.#used -= value.bytes;
    if (value.place === "writing") this.#writing -= value.bytes;
    if (value.place === "reading") this.#reading -= value.bytes;
    this.#withdraw(task, value);
    task.value = undefined;
  }

  /** Notes that somebody took the value. */
  touch(task: TaskRecord): void {
    if (this.#candidates.delete(task)) this.#candidates.add(task);
  }

  /** Keeps the values that a task takes in memory, or from leaving again once they are read, until {@link unpin}. */
  pin(task: TaskRecord): void {
    if (task.pinning) return;
    task.pinning = true;
    for (const dependency of task.dependencies) {
      const value = dependency.value as StoredValue;
      value.pins += 1;
      if (value.pins === 1) this.#candidates.delete(dependency);
    }
  }

  unpin(task: TaskRecord): void {
    if (!task.pinning) return;
    task.pinning = false;
    for (const dependency of task.dependencies) {
      const { value } = dependency;
      if (value === undefined) continue;
      value.pins -= 1;
      this.#offer(dependency, value);
    }
  }

  /**
   * Has workers drop a value that no task needs for now, if memory may soon get scarce: shared bytes are freed only when
   * no thread refers to them, and a worker hears nothing while it runs a task.
   */
  rest(task: TaskRecord): void {
    if (task.value?.spillable && this.#used > restAbove * this.limit) this.#withdraw(task, task.value);
  }

  /** Begins to read a value back from its file. */
  read(task: TaskRecord): void {
    const value = task.value as StoredValue;
    if (value.place !== "disk") return;
    value.place = "reading";
    this.#spilled -= value.bytes;
    this.#used += value.bytes;
    this.#reading += value.bytes;
    this.#emit({ type: "read", task });
  }

  /** Notes that a value has been read back. */
  arrived(task: TaskRecord): void {
    const value = task.value as StoredValue;
    value.place = "memory";
    this.#reading -= value.bytes;
    this.#offer(task, value);
  }

  /** Notes that a value has been written to a file, or that this cannot be done. */
  written(task: TaskRecord, filed: boolean): void {
    const value = task.value as StoredValue;
    value.place = "memory";
    value.filed = filed;
    value.spillable = filed;
    this.#writing -= value.bytes;
    if (value.pins > 0 || !filed) return;
    if (this.#excess > 0) this.#evict(task, value);
    else this.#offer(task, value);
  }

  /** Has the least recently used values leave memory until no more is left there, or on its way, than should be. */
  relieve(): void {
    for (const task of this.#candidates) {
      if (this.#excess <= 0) return;
      this.#candidates.delete(task);
      const value = task.value as StoredValue;
      if (value.filed) {
        this.#evict(task, value);
      } else {
        value.place = "writing";
        this.#writing += value.bytes;
        this.#emit({ type: "write", task });
      }
    }
  }

  get #excess(): number {
    return this.#used - this.#writing - spillAbove * this.limit;
  }

  #offer(task: TaskRecord, value: StoredValue): void {
    if (value.spillable && value.pins === 0 && value.place === "memory") this.#candidates.add(task);
  }

  #withdraw(task: TaskRecord, value: StoredValue): void {
    for (const worker of value.holders) {
      worker.copies.delete(task);
      this.#emit({ type: "forget", worker: worker.id, task });
    }
    value.holders.clear();
  }

  #evict(task: TaskRecord, value: StoredValue): void {
    this.#withdraw(task, value);
    value.place = "disk";
    this.#used -= value.bytes;
    this.#spilled += value.bytes;
    this.#emit({ type: "evict", task });
  }
}

/** Whether a task's value can be taken at once. */
export function isInMemory({ value }: TaskRecord): boolean {
  return value !== undefined && (value.place === "memory" || value.place === "writing");
}
