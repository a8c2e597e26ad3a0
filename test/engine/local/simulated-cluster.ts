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
  readonly values = new Set<string>();
  /** Outcomes that were told, by key. */
  readonly told = new Map<string, string>();
  /** The order in which tasks were begun. */
  readonly begun: string[] = [];

  constructor(retries = 3) {
    this.state = new SchedulerState(retries);
  }

  dispatch(event: SchedulerEvent): void {
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
          assert.ok(this.values.delete(instruction.task.key), `${instruction.task.key} is freed, but has no value`);
          break;
        case "settle":
          if (instruction.task.state === "finished") assert.ok(this.values.has(instruction.task.key));
          this.told.set(instruction.task.key, instruction.task.state);
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
    this.dispatch({ type: "task-finished", worker: id, key, duration });
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
    for (let steps = 10 * (tasks.size + this.workers.size) + 100; ; steps--) {
      assert.ok(steps > 0, "the work does not come to an end");
      const waiting = [...this.workers].filter(([, worker]) => !worker.ready || worker.held.length > 0);
      if (waiting.length === 0) break;
      for (const [id, worker] of waiting) {
        if (worker.ready) this.end(id, undefined, duration);
        else this.ready(id);
      }
    }
    const { waiting, queued, running } = this.state.graph.counts;
    assert.deepEqual({ waiting, queued, running }, { waiting: 0, queued: 0, running: 0 }, "tasks are left behind");
  }

  #worker(id: number): SimulatedWorker {
    const worker = this.workers.get(id);
    assert.ok(worker !== undefined, `there is no worker ${id}`);
    return worker;
  }
}
