/**
 * The program of a worker thread: runs the tasks it is sent, one after the other, and posts what came of each. It
 * keeps the values it was given, and the bytes it made, until it is told to forget them, so that a task finds the very
 * object that an earlier one saw.
 */
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { keptBytes, memoryOf, noteMemory, type SharedMemory, toSharedBytes } from "../../shared-bytes.js";
import type { TaskContext, TaskFunction, TaskName, Value } from "../engine.js";
import { enterWorker } from "../inside-worker.js";
import { loadAhead, taskFunction } from "../tasks.js";
import { ThreadGarbage } from "./collect-garbage.js";
import {
  type FromWorker,
  SlotState,
  slotValue,
  type ToWorker,
  type WireResult,
  type WireTask,
  type WorkerSetup,
} from "./protocol.js";
import { sizeOf } from "./size-of.js";
import { toWire } from "./wire-error.js";

enterWorker();
const { slots, garbage: allowed, taskModules } = workerData as WorkerSetup;
const port = parentPort as MessagePort;
const values = new Map<number, unknown>();
const queue: WireTask[] = [];
const caches = new WeakMap<object, Map<string, unknown>>();
const extraTasks = new Map<TaskName, TaskFunction>(
  taskModules.flatMap((path) => Object.entries((require(path) as { tasks: Record<TaskName, TaskFunction> }).tasks)),
);
const garbage = new ThreadGarbage(allowed);
let running = false;

/** Milliseconds that a task takes, at the least, if what it leaves is looked at. */
const MUCH_WORK = 1;

/** Milliseconds without a task after which a worker loads what later ones may need, step by step until a task comes. */
const REST = 100;
const ahead = loadAhead();
let rest = setTimeout(useRest, REST);

const context: TaskContext = {
  async call(name, ...args) {
    return run(name, args);
  },
  cached<T>(source: object, name: string, make: () => T): T {
    const cache = caches.get(source) ?? new Map<string, unknown>();
    caches.set(source, cache);
    if (!cache.has(name)) cache.set(name, make());
    return cache.get(name) as T;
  },
};

port.on("message", (message: ToWorker) => {
  switch (message.type) {
    case "run":
      for (const [value, content, memory] of message.values) {
        if (memory !== undefined) noteMemory(content as Uint8Array, memory as SharedMemory);
        values.set(value, content);
      }
      queue.push(...message.tasks);
      garbage.collect();
      if (!running) void runQueue();
      break;
    case "forget":
      for (const value of message.values) forget(value);
  }
});
post({ type: "ready" });

async function runQueue(): Promise<void> {
  running = true;
  clearTimeout(rest);
  for (let task = queue.shift(); task !== undefined; task = queue.shift()) {
    const queued = slotValue(task.serial, SlotState.queued);
    const mine = slotValue(task.serial, SlotState.running);
    if (Atomics.compareExchange(slots, task.slot, queued, mine) !== queued) continue;
    await runTask(task);
    // Only if the slot is still this task's: the main thread may have read the result and used the slot again.
    Atomics.compareExchange(slots, task.slot, mine, slotValue(task.serial, SlotState.done));
    garbage.collect();
  }
  running = false;
  rest = setTimeout(useRest, REST);
}

function useRest(): void {
  if (!ahead.next().done) rest = setTimeout(useRest, 0);
}

/** Runs a task and posts what came of it; bytes stay here too, for as long as the main thread has them. */
async function runTask(task: WireTask): Promise<void> {
  const result = await resultOf(task);
  if (result.type === "finished" && result.value instanceof Uint8Array) values.set(task.id, result.value);
  postResult(result);
  if (result.duration > MUCH_WORK) garbage.collectYoung();
}

async function resultOf({ slot, name, args, refs }: WireTask): Promise<WireResult> {
  const start = performance.now();
  try {
    const given = [...args];
    for (const [place, value] of refs) given[place] = values.get(value);
    const result = run(name, given);
    const made = result instanceof Promise ? await result : result;
    const value = made instanceof Uint8Array ? toSharedBytes(made) : made;
    const memory = value instanceof Uint8Array ? memoryOf(value) : undefined;
    return { type: "finished", slot, ...timeSince(start), value, memory, bytes: sizeOf(value) };
  } catch (error) {
    return { type: "failed", slot, ...timeSince(start), error: toWire(error) };
  }
}

function timeSince(start: number): { readonly start: number; readonly duration: number } {
  return { start: performance.timeOrigin + start, duration: performance.now() - start };
}

function forget(value: number): void {
  const content = values.get(value);
  if (content instanceof Uint8Array) garbage.drop(keptBytes(content));
  values.delete(value);
}

function run(name: TaskName, args: readonly Value[]): Value | Promise<Value> {
  const taskFn = (extraTasks.get(name) ?? taskFunction(name)) as (context: TaskContext, ...args: Value[]) => Value;
  return taskFn(context, ...args);
}

function postResult(result: WireResult): void {
  try {
    post({ type: "results", results: [result] });
  } catch (error) {
    const { slot, start, duration } = result;
    const reason = error instanceof Error ? error.message : String(error);
    const failure = toWire(new TypeError(`The result of the task cannot be sent to another thread: ${reason}`));
    post({ type: "results", results: [{ type: "failed", slot, start, duration, error: failure }] });
  }
}

function post(message: FromWorker): void {
  port.postMessage(message);
}
