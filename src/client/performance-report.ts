import type { Engine } from "../engine/engine.js";

/** A task that ended while performance was recorded. Times are in milliseconds since 1970. */
export interface TaskTime {
  readonly name: string;
  readonly label: string;
  readonly worker: number;
  readonly start: number;
  readonly stop: number;
  readonly failed: boolean;
}

/** What happened on an engine from `start` to `stop`. */
export interface PerformanceRecord {
  /** What kind of engine it was, how many workers it had, and the bytes that values could take. */
  readonly kind: string;
  readonly nWorkers: number;
  readonly memoryLimit: number;
  readonly start: number;
  readonly stop: number;
  readonly tasks: readonly TaskTime[];
  /** Bytes in memory and in files, from time to time. */
  readonly memory: readonly { readonly time: number; readonly used: number; readonly spilled: number }[];
  /** Workers that were lost, and why. */
  readonly losses: readonly { readonly time: number; readonly reason: string }[];
}

/** Milliseconds between two looks at the memory. */
const interval = 50;

let writePage: ((record: PerformanceRecord) => string) | undefined;

/** How a record becomes an HTML page; set by the notebook room, so that those who record need not know it. */
export function setPerformancePage(write: (record: PerformanceRecord) => string): void {
  writePage = write;
}

/** The record as one HTML page that needs nothing else. */
export function performancePage(record: PerformanceRecord): string {
  if (writePage === undefined) throw new Error("No report can be written here: import danfo-distributed as a whole.");
  return writePage(record);
}

/** Records what an engine does, until the function that it gives is called. */
export function recordPerformance(engine: Engine): () => PerformanceRecord {
  const start = Date.now();
  const tasks: TaskTime[] = [];
  const memory: { time: number; used: number; spilled: number }[] = [];
  const losses: { time: number; reason: string }[] = [];
  const look = (): void => {
    const { memoryUsed, memorySpilled } = engine.info();
    memory.push({ time: Date.now(), used: memoryUsed, spilled: memorySpilled });
  };
  const unsubscribe = engine.subscribe((event) => {
    if (event.type === "worker") {
      if (event.state === "lost") losses.push({ time: Date.now(), reason: event.reason ?? "" });
      return;
    }
    const { name, label, state, worker, start, stop } = event;
    if (worker === undefined || start === undefined || stop === undefined) return;
    if (state === "finished" || state === "error") {
      tasks.push({ name, label, worker, start, stop, failed: state === "error" });
    }
  });
  const timer = setInterval(look, interval).unref();
  look();
  return () => {
    look();
    clearInterval(timer);
    unsubscribe();
    const { kind, workers, memoryLimit } = engine.info();
    return { kind, nWorkers: workers.length, memoryLimit, start, stop: Date.now(), tasks, memory, losses };
  };
}
