/**
 * What the main thread and a worker say to each other. Every message carries a list, so that thousands of small tasks
 * a second need few messages. Imports nothing.
 *
 * A worker is given a few tasks ahead of the one it runs. Each stands in a slot of an `Int32Array` that both sides
 * share, and whoever changes the slot first has the task: the worker to run it, or the main thread to take it back.
 * A slot holds the task's number in its upper bits and a {@link SlotState} in the lowest two, so that a worker that
 * comes to a task whose slot was given to another one sees that it was taken back.
 */

/** What became of the task in a slot. */
export const SlotState = { queued: 0, running: 1, done: 2, withdrawn: 3 } as const;

/** How many tasks a worker may hold at a time. */
export const slotCount = 64;

/** What a slot holds while this task, in this state, stands in it. */
export function slotValue(serial: number, state: number): number {
  return (serial << 2) | state;
}

/** A task as a worker gets it. */
export interface WireTask {
  readonly slot: number;
  /** The number that the slot holds while the task is this worker's. */
  readonly serial: number;
  /** The number of its value. */
  readonly id: number;
  readonly name: string;
  readonly args: readonly unknown[];
  /** Which places of `args` the worker fills with which of the values it holds. */
  readonly refs: readonly (readonly [place: number, value: number])[];
}

export type ToWorker =
  | {
      readonly type: "run";
      /**
       * Values that these tasks take and the worker does not hold yet; it holds bytes that it has made itself. Beside bytes,
       * the memory of kernels they stand in.
       */
      readonly values: readonly (readonly [value: number, content: unknown, memory?: object])[];
      readonly tasks: readonly WireTask[];
    }
  | { readonly type: "forget"; readonly values: readonly number[] };

/** An error as it crosses threads: a structured clone would lose its class and its fields. */
export interface WireError {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  /** Its own enumerable properties, as far as they can be cloned. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly cause?: WireError;
}

interface Outcome {
  readonly slot: number;
  /** When the task began, in milliseconds since 1970. */
  readonly start: number;
  /** Milliseconds that the task took. */
  readonly duration: number;
}

export type WireResult =
  | (Outcome & {
      readonly type: "finished";
      readonly value: unknown;
      /** The memory of kernels that the value stands in, if it is bytes in one. */
      readonly memory?: object;
      /** What the value takes in memory. */
      readonly bytes: number;
    })
  | (Outcome & { readonly type: "failed"; readonly error: WireError });

export type FromWorker =
  | { readonly type: "ready" }
  | { readonly type: "results"; readonly results: readonly WireResult[] };

/** What a worker is started with. */
export interface WorkerSetup {
  readonly slots: Int32Array;
  /** Bytes of shared memory that it may drop before it collects garbage. */
  readonly garbage: number;
  /** Modules that export further task functions as `tasks`, a record by name. */
  readonly taskModules: readonly string[];
}
