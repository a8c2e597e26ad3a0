import type { TaskRecord } from "./task-record.js";

/** Tasks that could run now, the next one first: a binary heap in which every task knows its place. */
export class TaskQueue {
  readonly #heap: TaskRecord[] = [];

  /** The task that should run next. */
  peek(): TaskRecord | undefined {
    return this.#heap[0];
  }

  add(task: TaskRecord): void {
    task.place = this.#heap.length;
    this.#heap.push(task);
    this.#rise(task);
  }

  /** Takes a queued task out, wherever it stands. */
  remove(task: TaskRecord): void {
    const place = task.place;
    const last = this.#heap.pop() as TaskRecord;
    task.place = -1;
    if (last === task) return;
    this.#put(last, place);
    this.#rise(last);
    this.#sink(last);
  }

  #put(task: TaskRecord, place: number): void {
    this.#heap[place] = task;
    task.place = place;
  }

  #rise(task: TaskRecord): void {
    let place = task.place;
    while (place > 0) {
      const parent = this.#heap[(place - 1) >> 1];
      if (!runsBefore(task, parent)) break;
      const up = parent.place;
      this.#put(parent, place);
      place = up;
    }
    this.#put(task, place);
  }

  #sink(task: TaskRecord): void {
    let place = task.place;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= this.#heap.length) break;
      if (child + 1 < this.#heap.length && runsBefore(this.#heap[child + 1], this.#heap[child])) child += 1;
      if (!runsBefore(this.#heap[child], task)) break;
      this.#put(this.#heap[child], place);
      place = child;
    }
    this.#put(task, place);
  }
}

/** By priority; then what builds on the earliest sources; then as a walk of the graph met them. */
export function runsBefore(a: TaskRecord, b: TaskRecord): boolean {
  if (a.priority !== b.priority) return a.priority < b.priority;
  if (a.anchor !== b.anchor) return a.anchor < b.anchor;
  return a.order < b.order;
}
