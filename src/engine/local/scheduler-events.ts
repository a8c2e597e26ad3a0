import type { EngineEvent, Task } from "../engine.js";
import type { TaskRecord } from "./task-record.js";

/** Why a worker is gone. */
export interface WorkerLoss {
  /** A sentence. */
  readonly cause: string;
  readonly exitCode?: number;
  readonly memory?: LossMemory;
  /** The last lines it printed. */
  readonly output?: string;
}

/** What a lost worker's heap could take at most, and what the process with all workers took at its peak; in bytes. */
export interface LossMemory {
  readonly heapLimit: number;
  readonly processPeak: number;
}

/** What a value takes in memory, and whether it can be written to a file. */
export interface ValueSize {
  readonly bytes: number;
  readonly spillable: boolean;
}

/** Where a task ran, from when, in milliseconds since 1970, and for how many milliseconds. It may not have run at all. */
export interface TaskRun {
  readonly worker: number;
  readonly key: string;
  readonly start?: number;
  readonly duration: number;
}

/** What the scheduler is told. */
export type SchedulerEvent =
  | { readonly type: "submit"; readonly tasks: readonly Task[] }
  /** A value was added to the store that no task made. */
  | ({ readonly type: "put"; readonly key: string } & ValueSize)
  /** Somebody waits to hear what becomes of the task, or for its value. */
  | { readonly type: "await"; readonly key: string; readonly what: "outcome" | "value" }
  /** Nobody waits for the task any more. */
  | { readonly type: "forgo"; readonly key: string }
  | { readonly type: "release"; readonly keys: readonly string[] }
  | { readonly type: "cancel"; readonly keys: readonly string[] }
  | { readonly type: "scale"; readonly workers: number }
  /** Withdraws all tasks, frees all values, closes all workers and starts so many new ones. */
  | { readonly type: "reset"; readonly reason: string; readonly workers: number }
  | { readonly type: "worker-ready"; readonly worker: number }
  /** `begun` are the tasks that were running there. */
  | {
      readonly type: "worker-lost";
      readonly worker: number;
      readonly begun: readonly string[];
      readonly loss: WorkerLoss;
    }
  | ({ readonly type: "task-finished" } & TaskRun & ValueSize)
  | ({ readonly type: "task-failed"; readonly error: unknown } & TaskRun)
  /** A task was taken back before it began. */
  | { readonly type: "task-withdrawn"; readonly worker: number; readonly key: string }
  /** A value was written to a file, or could not be. */
  | { readonly type: "value-written"; readonly key: string; readonly filed: boolean }
  | { readonly type: "value-read"; readonly key: string }
  | { readonly type: "value-unreadable"; readonly key: string; readonly error: Error };

/** What the scheduler is to do, in order. */
export type Instruction =
  | { readonly type: "start-worker"; readonly worker: number }
  | { readonly type: "close-worker"; readonly worker: number }
  /** Give the task to the worker, together with the values it does not have. */
  | {
      readonly type: "send";
      readonly worker: number;
      readonly task: TaskRecord;
      readonly values: readonly TaskRecord[];
    }
  /** Take the task back if it has not begun, and say `task-withdrawn` if that worked. */
  | { readonly type: "recall"; readonly worker: number; readonly task: TaskRecord }
  /** The same, and if it runs already stop the worker's thread. */
  | { readonly type: "stop"; readonly worker: number; readonly task: TaskRecord }
  /** The worker drops its copy of a value. */
  | { readonly type: "forget"; readonly worker: number; readonly task: TaskRecord }
  /** Drop the value, wherever it is. */
  | { readonly type: "free"; readonly task: TaskRecord }
  /** Write the value to a file, and say `value-written`. */
  | { readonly type: "write"; readonly task: TaskRecord }
  /** Drop the value from memory; it has been written. */
  | { readonly type: "evict"; readonly task: TaskRecord }
  /** Read the value back, and say `value-read` or `value-unreadable`. */
  | { readonly type: "read"; readonly task: TaskRecord }
  /** Tell those who wait for the task what became of it. */
  | { readonly type: "settle"; readonly task: TaskRecord }
  | { readonly type: "report"; readonly event: EngineEvent };
