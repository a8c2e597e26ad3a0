import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Bytes of arrays of its own that a thread may make before those it needs no more are given back. */
const ownGarbage = 16 * 2 ** 20;

/**
 * Gives back memory that a thread has dropped. That of a SharedArrayBuffer is freed when no thread refers to it any
 * more, and a thread that does not collect garbage still does. V8 does not count such memory, so it sees no reason to
 * collect; each thread therefore counts what it has dropped, and collects when that is much. Ordinary arrays V8 does
 * count, but it lets a thread drop 64 MB of them.
 */
export class ThreadGarbage {
  readonly #allowed: number;
  #dropped = 0;
  #isDue = false;
  /** Bytes of the thread's own arrays when they were last looked at, less what was given back since. */
  #own = 0;

  /** @param allowed - how many bytes may be dropped before they are collected. */
  constructor(allowed: number) {
    this.#allowed = allowed;
  }

  /** Counts bytes that this thread is about to refer to no more. They are collected when there is time, if they are many. */
  drop(bytes: number): void {
    this.#dropped += bytes;
    if (this.#dropped > this.#allowed) this.request();
  }

  /** Has garbage collected when there is time. */
  request(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    setImmediate(() => this.collect());
  }

  /** Collects now, if enough has been dropped; takes some milliseconds. For a thread that has no time between its tasks. */
  collect(): void {
    if (!this.#isDue && !this.#ownIsDue()) return;
    this.#isDue = false;
    this.#dropped = 0;
    collectGarbage();
    this.#own = getHeapStatistics().external_memory;
  }

  #ownIsDue(): boolean {
    const { external_memory: own } = getHeapStatistics();
    this.#own = Math.min(this.#own, own);
    return own - this.#own > ownGarbage;
  }
}

/** The share of the memory limit that dropped values may take, in all threads together. */
const garbageShare = 0.1;

/** The least that a thread lets pass, in bytes: below it collecting costs more than it gives. */
const leastGarbage = 4 * 2 ** 20;

/** The most: above it memory that nobody needs would be what a small program takes most of. */
const mostGarbage = 16 * 2 ** 20;

/** How many bytes each of so many workers, and the main thread, may drop before they collect. */
export function allowedGarbage(memoryLimit: number, nWorkers: number): number {
  return Math.min(mostGarbage, Math.max(leastGarbage, (garbageShare * memoryLimit) / (nWorkers + 1)));
}

let collectNow: (() => void) | undefined;

function collectGarbage(): void {
  if (collectNow === undefined) {
    // The one way to V8's collector in a process that was started without --expose-gc: a context made while the flag is set.
    setFlagsFromString("--expose-gc");
    collectNow = runInNewContext("gc") as () => void;
    setFlagsFromString("--no-expose-gc");
  }
  collectNow();
}
