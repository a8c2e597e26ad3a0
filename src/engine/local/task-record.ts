import type { TaskArg, TaskName, TaskState } from "../engine.js";

/** A task as the scheduler knows it, from its submission until its value is neither kept nor needed. */
export interface TaskRecord {
  readonly key: string;
  /** Its number, by which workers know its value. */
  readonly id: number;
  readonly name: TaskName;
  readonly kind: string;
  readonly label: string;
  readonly item: number | undefined;
  readonly priority: number;
  readonly retries: number;
  /** Empty once the task is settled. */
  args: readonly TaskArg[];
  /** Whether its error is that of a task it depended on. */
  spoiled: boolean;
  /** The latest source that it builds on, and its place in a walk of its graph: see `orderGraph`. */
  anchor: number;
  order: number;
  /** Its own state; a cancelled task that has a `worker` is still being stopped there. */
  state: TaskState;
  /** The tasks whose values it takes. Empty once it is settled. */
  dependencies: readonly TaskRecord[];
  /** How many of these have no value yet; while it is being loaded, how many have none in memory. */
  missing: number;
  /** The unsettled tasks that take its value. */
  readonly dependents: Set<TaskRecord>;
  /** Whether the one who submitted it still keeps it. */
  kept: boolean;
  /** Whether somebody waits to hear what becomes of it. */
  awaited: boolean;
  /** Whether somebody waits for its value, which may have to be read from a file first. */
  wanted: boolean;
  /** Its value, once it is finished. */
  value: StoredValue | undefined;
  /** Whether it keeps the values that it takes in memory. */
  pinning: boolean;
  /** The worker that holds it. */
  worker: WorkerRecord | undefined;
  /** The number of the worker that held it last. */
  ranOn: number | undefined;
  /** When it began and ended there, in milliseconds since 1970, once it has. */
  ran: { readonly start: number; readonly stop: number } | undefined;
  /** What it adds to its worker's load, in milliseconds. */
  cost: number;
  /** Whether its worker has been asked to give it back. */
  recalled: boolean;
  /** How often it was running when its worker was lost. */
  losses: number;
  /** Its place in the queue's heap; -1 when it is not queued. */
  place: number;
  error: unknown;
}

/** A value as the scheduler knows it. */
export interface StoredValue {
  /** What it takes in memory. */
  readonly bytes: number;
  /** Whether it can leave memory: bytes can, plain data cannot. */
  spillable: boolean;
  /** On its way to a file it is still in memory. */
  place: "memory" | "writing" | "disk" | "reading";
  /** Whether a file holds it. */
  filed: boolean;
  /** How many tasks keep it in memory. */
  pins: number;
  /** The workers that have it: those it was sent to, and the one that made it, if it is bytes. */
  readonly holders: Set<WorkerRecord>;
}

/** A worker as the scheduler knows it. */
export interface WorkerRecord {
  readonly id: number;
  state: "starting" | "ready";
  /** Gets no more tasks, and is closed when it holds none. */
  retiring: boolean;
  /** The tasks it was sent, in that order: the one that runs and those ahead. */
  readonly held: Set<TaskRecord>;
  /** Milliseconds that these will take, as far as can be told. */
  load: number;
  /** The tasks whose values it has. */
  readonly copies: Set<TaskRecord>;
  /** Tasks it has finished. */
  finished: number;
}

/** How a sentence names a task: `"square" (item 3)`. */
export function titleOf({ label, item }: Pick<TaskRecord, "label" | "item">): string {
  return item === undefined ? `"${label}"` : `"${label}" (item ${item})`;
}

/** Whether a task builds on nothing that another task made. */
export function isSource({ anchor, order }: TaskRecord): boolean {
  return anchor === order;
}

/** Whether a task has its last state. */
export function isSettled({ state }: TaskRecord): boolean {
  return state === "finished" || state === "error" || state === "cancelled";
}
