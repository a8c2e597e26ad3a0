/**
 * The contract between the library and whatever runs its tasks. Collections, forests and metrics know
 * this file and nothing else of an engine; worker threads (`local/`) are the first engine behind it.
 *
 * A task names a function of `tasks.ts` and gives it plain data or the values of other tasks. The function
 * keeps nothing and reaches for nothing else, so it may run anywhere, and twice. Imports nothing.
 */

/** Data that a structured clone copies: numbers, strings, typed arrays, plain objects and arrays of these. */
export type Plain = unknown;

/** What a task yields. A `Uint8Array` is shared between tasks without a copy and must not be written again. */
export type Value = Uint8Array | Plain;

/** The value of another task, as an argument. */
export interface Ref {
  readonly ref: string;
}

export type TaskArg = Plain | Ref;

/** A function's name in `tasks.ts`, as "room.verb": `"frame.count"`. */
export type TaskName = string;

export interface Task {
  /** Unique for ever within an engine. */
  readonly key: string;
  readonly name: TaskName;
  /** References may stand only at the top level of this list. */
  readonly args: readonly TaskArg[];
  /** Lower runs first; equal priorities run in the order they were submitted. Default 0. */
  readonly priority?: number;
  /** How often to run it again when its worker is lost. Default: the engine's. */
  readonly retries?: number;
  /** Tasks of one kind take about as long as each other, as far as can be told before they run. Default: its name. */
  readonly kind?: string;
  /** What a person calls it, in progress and in errors: `"tree 12 of 100"`. Default: its name. */
  readonly label?: string;
  /** Which of several with this label it is, in errors: its place, from 0, in the list that they were made from. */
  readonly item?: number;
}

/** Waiting for other tasks, ready, on a worker, done, failed, or withdrawn. */
export type TaskState = "waiting" | "queued" | "running" | "finished" | "error" | "cancelled";

export interface TaskEvent {
  readonly type: "task";
  readonly key: string;
  readonly name: TaskName;
  readonly label: string;
  readonly state: TaskState;
  /** The worker's number, once one has been chosen. */
  readonly worker?: number;
  /** When it began and ended there, in milliseconds since 1970, once it has; and the bytes that its value takes. */
  readonly start?: number;
  readonly stop?: number;
  readonly bytes?: number;
}

export interface WorkerEvent {
  readonly type: "worker";
  readonly worker: number;
  readonly state: "starting" | "ready" | "lost" | "closed";
  /** Why it was lost, in a sentence. */
  readonly reason?: string;
}

export type EngineEvent = TaskEvent | WorkerEvent;

export interface WorkerInfo {
  readonly id: number;
  readonly state: "starting" | "idle" | "busy";
  /** Tasks it has finished. */
  readonly finished: number;
}

export interface ClusterInfo {
  /** What kind of engine, as a person would say it: "worker threads". */
  readonly kind: string;
  readonly state: "running" | "closed";
  readonly workers: readonly WorkerInfo[];
  /** Bytes that values take in memory, bytes that are in files instead, and the most that may be in memory. */
  readonly memoryUsed: number;
  readonly memorySpilled: number;
  readonly memoryLimit: number;
  readonly tasks: Readonly<Record<TaskState, number>>;
}

export interface Engine {
  /** Takes a whole graph at once. Each value is kept until its key is released. */
  submit(tasks: readonly Task[]): void;
  /**
   * Takes in a value from here, under a key like a task's: tasks refer to it, and it is kept until it is released.
   * Bytes are shared or copied once, plain data is copied now.
   *
   * @throws {Error} the value cannot be sent to a worker, or the key is taken.
   */
  put(key: string, value: Value): void;
  /** The value of a task, when it is there. Rejects with the task's error, named after its label. */
  fetch(key: string): Promise<Value>;
  /**
   * Resolves when the task is finished, wherever its value is. Rejects with the task's error.
   *
   * @param offer - is given, at once, a function to give up waiting, upon which the promise resolves too.
   */
  settled(key: string, offer?: (giveUp: () => void) => void): Promise<void>;
  /**
   * Gives up these values. One that is not there yet, or that a waiting task still needs, goes when the last of
   * these has used it; one that nothing needs any more is not computed.
   */
  release(keys: readonly string[]): void;
  /** Withdraws tasks and what depends on them; resolves when none of them runs any more. */
  cancel(keys: readonly string[]): Promise<void>;
  /** Calls the listener for every event until the returned function is called. */
  subscribe(listener: (event: EngineEvent) => void): () => void;
  info(): ClusterInfo;
  /** Withdraws every task, forgets every value and starts with fresh workers. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** What a task function can ask of the worker it runs on. */
export interface TaskContext {
  /** Runs another named task function here and now, on values. */
  call(name: TaskName, ...args: readonly Value[]): Promise<Value>;
  /**
   * What is costly to make out of a value, made once per worker: `make` runs when this worker has nothing of that name
   * for `source` yet. Never state that a result depends on.
   */
  cached<T>(source: object, name: string, make: () => T): T;
}

export type TaskFunction = (context: TaskContext, ...args: never[]) => Value | Promise<Value>;
