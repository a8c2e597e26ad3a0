/**
 * The scheduler's mind: what happened goes in, what to do comes out, and nothing else happens. No threads, no clock,
 * no values: `scheduler.ts` performs the instructions and says what came of them. A task is in one state at any time,
 *
 *   waiting → queued → running → finished | error,   and cancelled from any of the first three,
 *
 * and goes back from running to queued when its worker is lost or gives it back.
 */
import { WorkerLostError } from "../../errors.js";
import type { TaskName } from "../engine.js";
import { chooseWorker, tasksToRecall, workAhead } from "./placement.js";
import type { Instruction, SchedulerEvent, WorkerLoss } from "./scheduler-events.js";
import { TaskGraph } from "./task-graph.js";
import { isSettled, type TaskRecord, type WorkerRecord } from "./task-record.js";

/** How many workers in a row may be lost before they were ready. */
export const startsAllowed = 5;

export class SchedulerState {
  readonly graph: TaskGraph;
  readonly workers = new Map<number, WorkerRecord>();
  /** Milliseconds that tasks of a name took lately. */
  readonly #durations = new Map<TaskName, number>();
  #target = 0;
  #failedStarts = 0;
  #instructions: Instruction[] = [];

  /** @param retries - how often a task is run again whose worker was lost, when it does not say so itself. */
  constructor(retries: number) {
    this.graph = new TaskGraph(retries, (instruction) => this.#instruct(instruction));
  }

  /**
   * Takes in one event and gives what is to be done about it.
   *
   * @throws {Error} what is submitted makes no graph: a key is taken, or a reference leads nowhere or in a circle.
   */
  handle(event: SchedulerEvent): readonly Instruction[] {
    this.#apply(event);
    this.#assign();
    const instructions = this.#instructions;
    this.#instructions = [];
    return instructions;
  }

  #apply(event: SchedulerEvent): void {
    switch (event.type) {
      case "submit":
        this.graph.submit(event.tasks);
        this.#startWorkers();
        break;
      case "put":
        this.graph.put(event.key);
        break;
      case "await":
        this.graph.await(event.key);
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
      case "worker-ready":
        this.#workerReady(this.workers.get(event.worker));
        break;
      case "worker-lost":
        this.#workerLost(this.workers.get(event.worker), event.begun, event.loss);
        break;
      case "task-finished":
      case "task-failed":
      case "task-withdrawn": {
        const task = this.graph.tasks.get(event.key);
        const worker = task?.worker;
        if (task === undefined || worker?.id !== event.worker) return;
        this.#leave(task, worker);
        if (event.type === "task-withdrawn") this.graph.putBack(task);
        else if (event.type === "task-finished") this.#finished(task, worker, event.duration);
        else this.#failed(task, event.duration, event.error);
        this.#closeIfRetired(worker);
      }
    }
  }

  #finished(task: TaskRecord, worker: WorkerRecord, duration: number): void {
    worker.finished += 1;
    this.#learn(task.name, duration);
    if (task.state === "running") {
      this.graph.settle(task, "finished", undefined);
    } else {
      this.#instruct({ type: "free", task });
      this.graph.tidy([task]);
    }
  }

  #failed(task: TaskRecord, duration: number, error: unknown): void {
    this.#learn(task.name, duration);
    if (task.state === "running") this.graph.settle(task, "error", error);
    else this.graph.tidy([task]);
  }

  /** Sends what can run to workers that have room, and has workers that hold too much give some back. */
  #assign(): void {
    for (let task = this.graph.queue.peek(); task !== undefined; task = this.graph.queue.peek()) {
      task.cost = this.#durations.get(task.name) ?? workAhead;
      const worker = chooseWorker(task, this.workers.values());
      if (worker === undefined) return;
      this.#send(task, worker);
    }
    for (const task of tasksToRecall(this.workers.values())) this.graph.recall(task, task.worker as WorkerRecord);
  }

  #send(task: TaskRecord, worker: WorkerRecord): void {
    worker.held.add(task);
    worker.load += task.cost;
    const values = task.dependencies.filter((dependency) => !worker.copies.has(dependency));
    for (const dependency of values) worker.copies.add(dependency);
    this.#instruct({ type: "send", worker: worker.id, task, values });
    this.graph.start(task, worker);
  }

  #leave(task: TaskRecord, worker: WorkerRecord): void {
    worker.held.delete(task);
    worker.load = worker.held.size === 0 ? 0 : worker.load - task.cost;
    task.worker = undefined;
  }

  #learn(name: TaskName, duration: number): void {
    const before = this.#durations.get(name);
    this.#durations.set(name, before === undefined ? duration : (before + duration) / 2);
  }

  #workerReady(worker: WorkerRecord | undefined): void {
    if (worker === undefined) return;
    this.#failedStarts = 0;
    worker.state = "ready";
    this.#reportWorker(worker, "ready");
    this.#closeIfRetired(worker);
  }

  #workerLost(worker: WorkerRecord | undefined, begun: readonly string[], loss: WorkerLoss): void {
    if (worker === undefined) return;
    this.#reportWorker(worker, "lost", loss.cause);
    // Gone at once: what follows must not tell it anything, such as to forget a value.
    this.workers.delete(worker.id);
    const held = [...worker.held];
    for (const task of held) this.#leave(task, worker);
    for (const task of held) {
      if (begun.includes(task.key) && task.state === "running") task.losses += 1;
      const exhausted = task.losses > task.retries && task.state === "running";
      if (exhausted) this.graph.settle(task, "error", lostError(task, loss));
      else this.graph.putBack(task);
    }
    this.#failedStarts = worker.state === "starting" ? this.#failedStarts + 1 : 0;
    if (this.#failedStarts < startsAllowed) this.#startWorkers();
    else if ([...this.workers.values()].every(({ retiring }) => retiring)) this.#giveUp(loss);
  }

  /** Fails every task, since no worker can be started. The next submission tries again. */
  #giveUp(loss: WorkerLoss): void {
    this.#failedStarts = 0;
    for (const task of this.graph.tasks.values()) {
      if (isSettled(task)) continue;
      this.graph.settle(task, "error", lostError(task, { ...loss, cause: `No worker can be started. ${loss.cause}` }));
    }
  }

  #scale(target: number): void {
    this.#target = target;
    const byLoad = [...this.workers.values()].filter(({ retiring }) => !retiring).sort((a, b) => a.load - b.load);
    for (const worker of byLoad.slice(0, Math.max(0, byLoad.length - target))) {
      worker.retiring = true;
      for (const task of worker.held) this.graph.recall(task, worker);
      this.#closeIfRetired(worker);
    }
    this.#startWorkers();
  }

  /** How many workers there should be. */
  get target(): number {
    return this.#target;
  }

  /** Starts as many workers as are missing, under the lowest numbers that are free. */
  #startWorkers(): void {
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
      this.#instruct({ type: "start-worker", worker: id });
      this.#reportWorker(worker, "starting");
    }
  }

  #closeIfRetired(worker: WorkerRecord): void {
    if (!worker.retiring || worker.held.size > 0 || this.workers.get(worker.id) !== worker) return;
    this.#closeWorker(worker);
  }

  #closeWorker(worker: WorkerRecord): void {
    this.workers.delete(worker.id);
    this.#instruct({ type: "close-worker", worker: worker.id });
    this.#reportWorker(worker, "closed");
  }

  #reset(reason: string, target: number): void {
    this.#target = target;
    for (const worker of [...this.workers.values()]) {
      this.#closeWorker(worker);
    }
    this.graph.clear(reason);
    this.#failedStarts = 0;
    this.#startWorkers();
  }

  #reportWorker(worker: WorkerRecord, state: "starting" | "ready" | "lost" | "closed", reason?: string): void {
    this.#instruct({ type: "report", event: { type: "worker", worker: worker.id, state, reason } });
  }

  #instruct(instruction: Instruction): void {
    this.#instructions.push(instruction);
    if (instruction.type !== "free") return;
    for (const worker of this.workers.values()) {
      if (!worker.copies.delete(instruction.task)) continue;
      this.#instructions.push({ type: "forget", worker: worker.id, task: instruction.task });
    }
  }
}

function lostError(task: TaskRecord, { cause, exitCode, output }: WorkerLoss): WorkerLostError {
  const attempts = Math.max(task.losses, 1);
  const times = attempts === 1 ? "once" : `${attempts} times`;
  const printed = output ? ` The last it printed:\n${output}` : "";
  const message =
    task.losses > 0
      ? `"${task.label}" lost the worker it ran on ${times}, and is not tried again. ${cause}${printed}`
      : `"${task.label}" cannot run. ${cause}${printed}`;
  return new WorkerLostError(message, { task: task.label, cause, exitCode, attempts, output });
}
