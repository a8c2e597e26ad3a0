/**
 * The scheduler's mind: what happened goes in, what to do comes out, and nothing else happens. No threads, no clock,
 * no values: `scheduler.ts` performs the instructions and says what came of them. A task is in one state at any time,
 *
 *   waiting → queued → running → finished | error,   and cancelled from any of the first three,
 *
 * and goes back from running to queued when its worker is lost or gives it back.
 */
import { WorkerLostError } from "../../errors.js";
import { Durations } from "./durations.js";
import { memoryLimitError } from "./memory-limit.js";
import { isInMemory } from "./memory-state.js";
import { chooseWorker, tasksToRecall, workAhead } from "./placement.js";
import type { Instruction, SchedulerEvent, TaskRun, WorkerLoss } from "./scheduler-events.js";
import { TaskGraph } from "./task-graph.js";
import { isSettled, isSource, type TaskRecord, titleOf, type WorkerRecord } from "./task-record.js";
import { WorkerPool } from "./worker-pool.js";

type TaskFinished = Extract<SchedulerEvent, { type: "task-finished" }>;

export class SchedulerState {
  readonly graph: TaskGraph;
  readonly pool: WorkerPool;
  readonly #durations = new Durations();
  #instructions: Instruction[] = [];

  /**
   * @param retries - how often a task is run again whose worker was lost, when it does not say so itself.
   * @param memoryLimit - bytes that values may take in memory.
   */
  constructor(retries: number, memoryLimit: number) {
    this.pool = new WorkerPool((instruction) => this.#instruct(instruction));
    this.graph = new TaskGraph(retries, memoryLimit, (instruction) => this.#instruct(instruction));
  }

  /**
   * Takes in one event and gives what is to be done about it.
   *
   * @throws {Error} what is submitted makes no graph: a key is taken, or a reference leads nowhere or in a circle.
   */
  handle(event: SchedulerEvent): readonly Instruction[] {
    this.#apply(event);
    this.graph.memory.relieve();
    this.#assign();
    const instructions = this.#instructions;
    this.#instructions = [];
    return instructions;
  }

  #apply(event: SchedulerEvent): void {
    switch (event.type) {
      case "submit":
        this.graph.submit(event.tasks);
        this.pool.fill();
        break;
      case "put":
        this.graph.put(event.key, event);
        break;
      case "await":
        this.graph.await(event.key, event.what);
        break;
      case "forgo":
        this.graph.forgo(event.key);
        break;
      case "release":
        this.graph.release(event.keys);
        break;
      case "cancel":
        this.graph.cancel(event.keys);
        break;
      case "scale":
        this.#scale(event.workers);
        break;
      case "reset":
        this.#reset(event.reason, event.workers);
        break;
      case "worker-ready": {
        const worker = this.pool.workers.get(event.worker);
        if (worker !== undefined) this.pool.ready(worker);
        break;
      }
      case "worker-lost":
        this.#workerLost(this.pool.workers.get(event.worker), event.begun, event.loss);
        break;
      case "task-finished":
      case "task-failed":
      case "task-withdrawn": {
        const task = this.graph.tasks.get(event.key);
        const worker = task?.worker;
        if (task === undefined || worker?.id !== event.worker) return;
        this.#leave(task, worker);
        if (event.type !== "task-withdrawn") this.#note(task, event);
        if (event.type === "task-withdrawn") this.graph.putBack(task);
        else if (event.type === "task-finished") this.#finished(task, worker, event);
        else this.#failed(task, event.error);
        this.pool.closeIfRetired(worker);
        break;
      }
      case "value-written":
      case "value-read":
      case "value-unreadable": {
        const task = this.graph.tasks.get(event.key);
        if (task?.value === undefined) return;
        if (event.type === "value-written") this.graph.memory.written(task, event.filed);
        else if (event.type === "value-read") this.graph.arrived(task);
        else this.graph.spoil(task, event.error);
      }
    }
  }

  #finished(task: TaskRecord, worker: WorkerRecord, { bytes, spillable }: TaskFinished): void {
    const { memory } = this.graph;
    worker.finished += 1;
    if (task.state === "running" && bytes <= memory.limit) {
      memory.add(task, bytes, spillable, worker);
      this.graph.settle(task, "finished", undefined);
      return;
    }
    this.#instruct({ type: "free", task });
    if (spillable) this.#instruct({ type: "forget", worker: worker.id, task });
    if (task.state === "running")
      this.graph.settle(task, "error", memoryLimitError(task.label, bytes, memory.limit, titleOf(task)));
    else this.graph.tidy([task]);
  }

  #failed(task: TaskRecord, error: unknown): void {
    if (task.state === "running") this.graph.settle(task, "error", error);
    else this.graph.tidy([task]);
  }

  /** Sends what can run to workers that have room, and has workers that hold too much give some back. */
  #assign(): void {
    const { graph } = this;
    for (const task of graph.loading) if (task.missing === 0 && !this.#place(task)) return;
    for (let task = graph.next(this.#mayBegin()); task !== undefined; task = graph.next(this.#mayBegin())) {
      const missing = graph.memory.isWhole ? [] : task.dependencies.filter((each) => !isInMemory(each));
      if (missing.length === 0) {
        if (!this.#place(task)) return;
      } else {
        if (!this.#mayLoad(missing)) return;
        graph.load(task, missing);
      }
    }
    for (const task of tasksToRecall(this.pool.workers.values())) graph.recall(task, task.worker as WorkerRecord);
  }

  /** Sends a task to a worker, if one has room. When memory gets scarce, no source is sent ahead. */
  #place(task: TaskRecord): boolean {
    const mayBeAhead = !isSource(task) || !this.graph.memory.isScarce;
    task.cost = (mayBeAhead ? this.#durations.of(task.kind) : undefined) ?? workAhead;
    const worker = chooseWorker(task, this.pool.workers.values());
    if (worker !== undefined) this.#send(task, worker);
    return worker !== undefined;
  }

  /** Whether nothing is on its way that will free memory when it is done: then one task may go on, whatever it takes. */
  get #isIdle(): boolean {
    return this.graph.counts.running === 0 && this.graph.loading.size === 0;
  }

  /** Whether a source may be begun. */
  #mayBegin(): boolean {
    const { memory } = this.graph;
    return !memory.isHigh || (this.#isIdle && !memory.isWriting);
  }

  /** Whether values may be read for one more task: for as many as there are workers, and into memory that is free. */
  #mayLoad(missing: readonly TaskRecord[]): boolean {
    if (this.#isIdle) return true;
    const { memory, loading } = this.graph;
    if (loading.size >= this.pool.workers.size) return false;
    const bytes = missing.reduce((sum, { value }) => sum + (value?.place === "disk" ? value.bytes : 0), 0);
    return memory.used + bytes <= memory.limit;
  }

  #send(task: TaskRecord, worker: WorkerRecord): void {
    worker.held.add(task);
    worker.load += task.cost;
    const values = task.dependencies.filter((dependency) => !worker.copies.has(dependency));
    for (const dependency of values) {
      worker.copies.add(dependency);
      dependency.value?.holders.add(worker);
    }
    this.#instruct({ type: "send", worker: worker.id, task, values });
    this.graph.start(task, worker);
  }

  #leave(task: TaskRecord, worker: WorkerRecord): void {
    worker.held.delete(task);
    worker.load = worker.held.size === 0 ? 0 : worker.load - task.cost;
    task.worker = undefined;
    this.graph.memory.unpin(task);
  }

  /** Notes when a task ran, and how long tasks of its kind take. */
  #note(task: TaskRecord, { start, duration }: TaskRun): void {
    if (start !== undefined) task.ran = { start, stop: start + duration };
    this.#durations.note(task.kind, duration);
  }

  #workerLost(worker: WorkerRecord | undefined, begun: readonly string[], loss: WorkerLoss): void {
    if (worker === undefined) return;
    // Gone at once: what follows must not tell it anything, such as to forget a value.
    this.pool.lose(worker, loss.cause);
    const held = [...worker.held];
    for (const task of held) this.#leave(task, worker);
    for (const task of held) {
      if (begun.includes(task.key) && task.state === "running") task.losses += 1;
      const exhausted = task.losses > task.retries && task.state === "running";
      if (exhausted) this.graph.settle(task, "error", lostError(task, loss));
      else this.graph.putBack(task);
    }
    if (!this.pool.replace()) this.#giveUp(loss);
  }

  /** Fails every task, since no worker can be started. The next submission tries again. */
  #giveUp(loss: WorkerLoss): void {
    for (const task of this.graph.tasks.values()) {
      if (isSettled(task)) continue;
      this.graph.settle(task, "error", lostError(task, { ...loss, cause: `No worker can be started. ${loss.cause}` }));
    }
  }

  #scale(target: number): void {
    for (const worker of this.pool.scale(target)) for (const task of worker.held) this.graph.recall(task, worker);
  }

  #reset(reason: string, target: number): void {
    this.pool.closeAll(target);
    this.graph.clear(reason);
    this.pool.fill();
  }

  #instruct(instruction: Instruction): void {
    this.#instructions.push(instruction);
  }
}

function lostError(task: TaskRecord, { cause, exitCode, memory, output }: WorkerLoss): WorkerLostError {
  const attempts = Math.max(task.losses, 1);
  const times = attempts === 1 ? "once" : `${attempts} times`;
  const printed = output ? ` The last it printed:\n${output}` : "";
  const message =
    task.losses > 0
      ? `${titleOf(task)} lost the worker it ran on ${times}, and is not tried again. ${cause}${printed}`
      : `${titleOf(task)} cannot run. ${cause}${printed}`;
  return new WorkerLostError(message, { task: task.label, cause, exitCode, attempts, memory, output });
}
