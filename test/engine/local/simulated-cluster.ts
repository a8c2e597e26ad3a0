import assert from "node:assert/strict";
import type { Task } from "../../../src/engine/engine.js";
import type { SchedulerEvent } from "../../../src/engine/local/scheduler-events.js";
import { SchedulerState } from "../../../src/engine/local/scheduler-state.js";
import { checkInvariants } from "./check-invariants.js";

/** A worker that runs nothing: the tasks it was sent, of which the first has begun. */
interface SimulatedWorker {
  ready: boolean;
  /** It is being stopped, and does nothing more. */
  stopped: boolean;
  readonly held: string[];
  readonly values: Set<string>;
}

/**
 * Performs a scheduler state's instructions without threads: workers get ready, end tasks or die only when told to.
 * It checks the invariants after every event, and that each instruction makes sense when it is performed.
 */
export class SimulatedCluster {
  readonly state: SchedulerState;
  readonly workers = new Map<number, SimulatedWorker>();
  /** Values in memory, and values in files; some may be in both. */
  readonly values = new Set<string>();
  readonly files = new Set<string>();
  /** What is being written to files and read from them. */
  readonly writing = new Set<string>();
  readonly reading = new Set<string>();
  /** Outcomes that were told, by key. */
  readonly told = new Map<string, string>();
  /** Tasks of which somebody waits for the value, not the outcome alone. */
  readonly #wanted = new Set<string>();
  /** The order in which tasks were begun. */
  readonly begun: string[] = [];

  /** @param memoryLimit - bytes; each value takes as many as the number in its task's key says, and 1 without one. */
  constructor(retries = 3, memoryLimit = 1e9) {
    this.state = new SchedulerState(retries, memoryLimit);
  }

  dispatch(event: SchedulerEvent): void {
    if (event.type === "await" && event.what === "value") this.#wanted.add(event.key);
    if (event.type === "forgo") this.#wanted.delete(event.key);
    const instructions = this.state.handle(event);
    checkInvariants(this.state);
    const followUps: SchedulerEvent[] = [];
    for (const instruction of instructions) {
      switch (instruction.type) {
        case "start-worker":
          assert.ok(!this.workers.has(instruction.worker), "a worker is started twice");
          this.workers.set(instruction.worker, { ready: false, stopped: false, held: [], values: new Set() });
          break;
        case "close-worker":
          assert.ok(this.workers.delete(instruction.worker));
          break;
        case "send": {
          const worker = this.#worker(instruction.worker);
          assert.ok(worker.ready);
          for (const { key } of instruction.values) {
            assert.ok(this.values.has(key), `${key} is sent, but has no value`);
            worker.values.add(key);
          }
          for (const { key } of instruction.task.dependencies) {
            assert.ok(worker.values.has(key), `${instruction.task.key} lacks the value of ${key}`);
          }
          worker.held.push(instruction.task.key);
          break;
        }
        case "recall":
        case "stop": {
          const { key } = instruction.task;
          const { held } = this.#worker(instruction.worker);
          const place = held.indexOf(key);
          if (place > 0) {
            held.splice(place, 1);
            followUps.push({ type: "task-withdrawn", worker: instruction.worker, key });
          } else if (place === 0 && instruction.type === "stop") {
            this.#worker(instruction.worker).stopped = true;
          }
          break;
        }
        case "forget":
          assert.ok(this.#worker(instruction.worker).values.delete(instruction.task.key));
          break;
        case "free":
          this.#free(instruction.task.key);
          break;
        case "write":
          assert.ok(this.values.has(instruction.task.key) && !this.files.has(instruction.task.key));
          this.writing.add(instruction.task.key);
          break;
        case "evict":
          assert.ok(this.files.has(instruction.task.key), `${instruction.task.key} leaves memory, but has no file`);
          assert.ok(this.values.delete(instruction.task.key));
          for (const worker of this.workers.values()) assert.ok(!worker.values.has(instruction.task.key));
          break;
        case "read":
          assert.ok(this.files.has(instruction.task.key), `${instruction.task.key} is read, but has no file`);
          this.reading.add(instruction.task.key);
          break;
        case "settle":
          this.#tell(instruction.task.key, instruction.task.state);
          break;
      }
    }
    for (const followUp of followUps) this.dispatch(followUp);
  }

  submit(...tasks: Task[]): void {
    this.dispatch({ type: "submit", tasks });
  }

  start(workers: number): void {
    this.dispatch({ type: "scale", workers });
    for (const id of [...this.workers.keys()]) this.ready(id);
  }

  ready(id: number): void {
    const worker = this.workers.get(id);
    if (worker === undefined || worker.ready) return;
    worker.ready = true;
    this.dispatch({ type: "worker-ready", worker: id });
  }

  /** The task that a worker runs ends. */
  end(id: number, error?: Error, duration = 1): void {
    const worker = this.workers.get(id);
    if (worker?.stopped) this.lose(id, "It was stopped.");
    const key = worker?.held.shift();
    if (key === undefined || worker?.stopped) return;
    this.begun.push(key);
    if (error !== undefined) {
      this.dispatch({ type: "task-failed", worker: id, key, duration, error });
      return;
    }
    this.values.add(key);
    const [bytes = 1] = /\d+$/.exec(key)?.map(Number) ?? [];
    const spillable = !key.startsWith("plain");
    if (spillable) worker?.values.add(key);
    this.dispatch({ type: "task-finished", worker: id, key, duration, bytes, spillable });
  }

  /** The longest ongoing write to, or else read from, a file ends. */
  endFileWork(succeeds = true): void {
    const [written] = this.writing;
    const [read] = this.reading;
    if (written !== undefined) {
      this.writing.delete(written);
      if (succeeds && this.values.has(written)) this.files.add(written);
      this.dispatch({ type: "value-written", key: written, filed: succeeds });
    } else if (read !== undefined) {
      this.reading.delete(read);
      if (succeeds && this.files.has(read)) this.values.add(read);
      if (succeeds) this.dispatch({ type: "value-read", key: read });
      else this.dispatch({ type: "value-unreadable", key: read, error: new Error("The file is gone.") });
    }
  }

  lose(id: number, cause = "It died."): void {
    const worker = this.workers.get(id);
    if (worker === undefined) return;
    this.workers.delete(id);
    this.dispatch({ type: "worker-lost", worker: id, begun: worker.held.slice(0, 1), loss: { cause, exitCode: 1 } });
  }

  /** Lets every worker get ready and end its tasks until nothing is left to do; fails if that does not come to an end. */
  finish(duration = 1): void {
    const { tasks } = this.state.graph;
    for (let steps = 20 * (tasks.size + this.workers.size) + 100; ; steps--) {
      assert.ok(steps > 0, "the work does not come to an end");
      const waiting = [...this.workers].filter(([, worker]) => !worker.ready || worker.held.length > 0);
      if (waiting.length === 0 && this.writing.size === 0 && this.reading.size === 0) break;
      this.endFileWork();
      for (const [id, worker] of waiting) {
        if (worker.ready) this.end(id, undefined, duration);
        else this.ready(id);
      }
    }
    const { waiting, queued, running } = this.state.graph.counts;
    assert.deepEqual({ waiting, queued, running }, { waiting: 0, queued: 0, running: 0 }, "tasks are left behind");
  }

  #tell(key: string, state: string): void {
    const isHere = this.values.has(key);
    if (state === "finished") assert.ok(isHere || this.files.has(key), `${key} is told, but has no value`);
    if (state === "finished" && this.#wanted.has(key) && !isHere) return;
    this.told.set(key, state);
  }

  #free(key: string): void {
    const isFiled = this.files.delete(key);
    assert.ok(this.values.delete(key) || isFiled, `${key} is freed, but has no value`);
  }

  #worker(id: number): SimulatedWorker {
    const worker = this.workers.get(id);
    assert.ok(worker !== undefined, `there is no worker ${id}`);
    return worker;
  }
}
