import type { Instruction } from "./scheduler-events.js";
import type { WorkerRecord } from "./task-record.js";

/** How many workers in a row may be lost before they were ready. */
export const startsAllowed = 5;

/** The workers of a scheduler: how many there should be, which are starting, ready or about to go. Pure. */
export class WorkerPool {
  readonly workers = new Map<number, WorkerRecord>();
  readonly #emit: (instruction: Instruction) => void;
  #target = 0;
  #failedStarts = 0;

  constructor(emit: (instruction: Instruction) => void) {
    this.#emit = emit;
  }

  /** How many workers there should be. */
  get target(): number {
    return this.#target;
  }

  /** Starts workers, or closes those that have least to do. Gives those that are closed once they hold no task. */
  scale(target: number): readonly WorkerRecord[] {
    this.#target = target;
    const byLoad = [...this.workers.values()].filter(({ retiring }) => !retiring).sort((a, b) => a.load - b.load);
    const surplus = byLoad.slice(0, Math.max(0, byLoad.length - target));
    for (const worker of surplus) {
      worker.retiring = true;
      this.closeIfRetired(worker);
    }
    this.fill();
    return surplus;
  }

  /** Starts as many workers as are missing, under the lowest numbers that are free. */
  fill(): void {
    let missing = this.#target;
    for (const { retiring } of this.workers.values()) if (!retiring) missing -= 1;
    for (let id = 1; missing > 0; id++) {
      if (this.workers.has(id)) continue;
      missing -= 1;
      const worker: WorkerRecord = {
        id,
        state: "starting",
        retiring: false,
        held: new Set(),
        load: 0,
        copies: new Set(),
        finished: 0,
      };
      this.workers.set(id, worker);
      this.#emit({ type: "start-worker", worker: id });
      this.#report(worker, "starting");
    }
  }

  ready(worker: WorkerRecord): void {
    this.#failedStarts = 0;
    worker.state = "ready";
    this.#report(worker, "ready");
    this.closeIfRetired(worker);
  }

  /** Takes a worker out that is gone. */
  lose(worker: WorkerRecord, reason: string): void {
    this.#failedStarts = worker.state === "starting" ? this.#failedStarts + 1 : 0;
    this.#remove(worker);
    this.#report(worker, "lost", reason);
  }

  /**
   * Starts another worker in the place of one that was lost.
   *
   * @returns false when so many were lost before they were ready that no further one is tried, and none is left.
   */
  replace(): boolean {
    if (this.#failedStarts < startsAllowed) {
      this.fill();
      return true;
    }
    if ([...this.workers.values()].some(({ retiring }) => !retiring)) return true;
    this.#failedStarts = 0;
    return false;
  }

  closeIfRetired(worker: WorkerRecord): void {
    if (worker.retiring && worker.held.size === 0 && this.workers.get(worker.id) === worker) this.#close(worker);
  }

  /** Closes every worker, whatever it holds; there should be so many new ones, once {@link fill} is called. */
  closeAll(target: number): void {
    for (const worker of [...this.workers.values()]) this.#close(worker);
    this.#target = target;
    this.#failedStarts = 0;
  }

  #close(worker: WorkerRecord): void {
    this.#remove(worker);
    this.#emit({ type: "close-worker", worker: worker.id });
    this.#report(worker, "closed");
  }

  #remove(worker: WorkerRecord): void {
    for (const { value } of worker.copies) value?.holders.delete(worker);
    worker.copies.clear();
    this.workers.delete(worker.id);
  }

  #report({ id }: WorkerRecord, state: "starting" | "ready" | "lost" | "closed", reason?: string): void {
    this.#emit({ type: "report", event: { type: "worker", worker: id, state, reason } });
  }
}
