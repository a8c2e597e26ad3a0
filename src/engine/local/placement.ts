import { slotCount } from "./protocol.js";
import type { TaskRecord, WorkerRecord } from "./task-record.js";

/**
 * How much work, in milliseconds, a worker may hold ahead. Enough that it never waits for the main thread between
 * tasks that take microseconds; so little that a task that takes longer is sent only to a worker with nothing to do,
 * and the queue's order stays the order in which tasks run.
 */
export const workAhead = 5;

/**
 * The worker to send a task to, if one may take it now: the one with the least to do, and of several the one that has
 * most of the values that the task takes.
 */
export function chooseWorker(task: TaskRecord, workers: Iterable<WorkerRecord>): WorkerRecord | undefined {
  let best: WorkerRecord | undefined;
  let bestCopies = -1;
  for (const worker of workers) {
    if (worker.state !== "ready" || worker.retiring || !hasRoom(worker, task.cost)) continue;
    if (best !== undefined && worker.load > best.load) continue;
    const copies = copiesThere(task, worker);
    if (best !== undefined && worker.load === best.load && copies <= bestCopies) continue;
    best = worker;
    bestCopies = copies;
  }
  return best;
}

/**
 * Tasks to take back from a worker that holds several while another one has nothing to do: the later half of those
 * that the fullest worker holds. The estimate of how long they take was wrong, or the rest of the work is just this.
 */
export function tasksToRecall(workers: Iterable<WorkerRecord>): TaskRecord[] {
  let idle = false;
  let fullest: WorkerRecord | undefined;
  for (const worker of workers) {
    if (worker.state !== "ready" || worker.retiring) continue;
    if (worker.held.size === 0) idle = true;
    if (fullest === undefined || worker.held.size > fullest.held.size) fullest = worker;
  }
  if (!idle || fullest === undefined || fullest.held.size < 2) return [];
  const held = [...fullest.held];
  return held.slice(Math.ceil(held.length / 2)).filter((task) => !task.recalled && task.state === "running");
}

function hasRoom(worker: WorkerRecord, cost: number): boolean {
  if (worker.held.size === 0) return true;
  return worker.held.size < slotCount && worker.load + cost <= workAhead;
}

function copiesThere(task: TaskRecord, worker: WorkerRecord): number {
  if (worker.copies.size === 0) return 0;
  let copies = 0;
  for (const dependency of task.dependencies) if (worker.copies.has(dependency)) copies += 1;
  return copies;
}
