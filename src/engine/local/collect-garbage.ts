import { getHeapStatistics, type HeapInfo, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Bytes of shared memory that a thread may drop in any case before it collects. */
const smallGarbage = 16 * 2 ** 20;

/** Bytes by which a thread's arrays may grow before those that its tasks have left are collected. */
const smallGrowth = 8 * 2 ** 20;

/** How often the heap in use garbage may be: what collecting costs grows with the heap. */
const heapShare = 2;

/**
 * Gives back memory that a thread has dropped. That of a SharedArrayBuffer is freed when no thread refers to it any
 * more, and a thread that does not collect garbage still does. V8 does not count such memory, so it sees no reason to
 * collect; each thread therefore counts what it has dropped, and collects when that is much. A thread drops bytes only
 * when the main thread has done with them too: to collect for what another thread still holds would free nothing.
 */
export class ThreadGarbage {
  readonly #allowed: number;
  #dropped = 0;
  #isDue = false;
  /** Bytes of this thread's arrays when they were last collected, or fewer if they have been fewer since. */
  #arrays = 0;

  /** @param allowed - how many bytes may be dropped before they are collected. */
  constructor(allowed: number) {
    this.#allowed = allowed;
  }

  /** Counts bytes that this thread is about to refer to no more. They are collected when there is time, if they are many. */
  drop(bytes: number): void {
    this.#dropped += bytes;
    if (this.#dropped <= Math.min(this.#allowed, smallGarbage)) return;
    if (this.#dropped > Math.min(this.#allowed, heapGarbage(getHeapStatistics()))) this.request();
  }

  /** Has garbage collected when there is time. */
  request(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    setImmediate(() => this.collect());
  }

  /** Collects now, if enough has been dropped; takes some milliseconds. For a thread that has no time between its tasks. */
  collect(): void {
    if (!this.#isDue) return;
    this.#isDue = false;
    this.#dropped = 0;
    collectGarbage();
  }

  /**
   * Collects the arrays that tasks have just left, if they may be many; takes a fraction of a millisecond. V8 would let
   * tens of megabytes pass, and what other arrays are put between them keeps that memory from being given back.
   */
  collectYoung(): void {
    const { arrayBuffers } = process.memoryUsage();
    const isDue = arrayBuffers - this.#arrays > smallGrowth;
    if (isDue) collectGarbage({ type: "minor" });
    this.#arrays = isDue ? arrayBuffers : Math.min(this.#arrays, arrayBuffers);
  }
}

function heapGarbage({ used_heap_size: used }: HeapInfo): number {
  return Math.max(smallGarbage, heapShare * used);
}

/** The share of the memory limit that dropped values may take, in all threads together. */
const garbageShare = 0.05;

/** The least that a thread lets pass, in bytes: below it collecting costs more than it gives. */
const leastGarbage = 4 * 2 ** 20;

/** How many bytes each of so many workers, and the main thread, may drop before they collect. */
export function allowedGarbage(memoryLimit: number, nWorkers: number): number {
  return Math.max(leastGarbage, (garbageShare * memoryLimit) / (nWorkers + 1));
}

/** V8's collector: of all garbage, or of what was made since the last collections. */
type Collector = (options?: { readonly type: "minor" }) => void;

let collectNow: Collector | undefined;

function collectGarbage(options?: { readonly type: "minor" }): void {
  collectNow ??= findCollector();
  collectNow(options);
}

/** How often a thread looks for the collector before it leaves collecting to V8, since flags mean nothing here. */
const attempts = 100;

/**
 * The one way to V8's collector in a process that was started without --expose-gc: a context made while the flag is set.
 * Threads share the flag, and another one that does the same may just have taken it back: then it is tried again.
 */
function findCollector(): Collector {
  for (let attempt = 0; attempt < attempts; attempt++) {
    setFlagsFromString("--expose-gc");
    const collector = runInNewContext("globalThis.gc") as Collector | undefined;
    setFlagsFromString("--no-expose-gc");
    if (collector !== undefined) return collector;
  }
  return () => {};
}
