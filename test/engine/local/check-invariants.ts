import assert from "node:assert/strict";
import type { TaskState } from "../../../src/engine/engine.js";
import { slotCount } from "../../../src/engine/local/protocol.js";
import type { SchedulerState } from "../../../src/engine/local/scheduler-state.js";
import { isSettled } from "../../../src/engine/local/task-record.js";

/** Asserts what must hold of a scheduler's state after every event. */
export function checkInvariants({ graph, workers }: SchedulerState): void {
  const counts: Record<TaskState, number> = { waiting: 0, queued: 0, running: 0, finished: 0, error: 0, cancelled: 0 };
  for (const [key, task] of graph.tasks) {
    counts[task.state] += 1;
    assert.equal(task.key, key);
    assert.ok(
      task.kept || task.awaited || task.dependents.size > 0 || task.worker !== undefined,
      `${key} is forgotten`,
    );
    assert.equal(task.place >= 0, task.state === "queued", `${key}: only queued tasks are in the queue`);
    for (const dependent of task.dependents) {
      assert.ok(dependent.dependencies.includes(task), `${key} is needed by ${dependent.key}, which does not know`);
      assert.equal(graph.tasks.get(dependent.key), dependent, `${key} is needed by a task that is gone`);
    }
    const open = task.dependencies.filter(({ state }) => state !== "finished");
    switch (task.state) {
      case "waiting":
        assert.ok(open.length > 0, `${key} waits for nothing`);
        break;
      case "queued":
      case "running":
        assert.equal(open.length, 0, `${key} could not run yet`);
        break;
      default:
        assert.ok(isSettled(task) && !task.awaited, `${key} is settled, and somebody still waits for it`);
        assert.equal(task.dependencies.length, 0);
        assert.equal(task.state === "finished", task.error === undefined);
    }
    if (!isSettled(task)) {
      assert.equal(task.missing, open.length);
      for (const dependency of task.dependencies) {
        assert.ok(dependency.dependents.has(task), `${key} needs ${dependency.key}, which does not know`);
        assert.ok(dependency.state !== "error" && dependency.state !== "cancelled", `${key} needs what will never be`);
      }
    }
    if (task.state === "running") assert.ok(task.worker !== undefined, `${key} runs nowhere`);
    if (task.worker === undefined) continue;
    assert.ok(task.state === "running" || task.state === "cancelled", `${key} is ${task.state} and on a worker`);
    assert.equal(workers.get(task.worker.id), task.worker, `${key} is on a worker that is gone`);
    assert.ok(task.worker.held.has(task));
  }
  assert.deepEqual(graph.counts, counts);
  assert.equal(graph.queue.size, counts.queued);
  let room = false;
  for (const worker of workers.values()) {
    assert.ok(worker.held.size <= slotCount, `worker ${worker.id} holds too much`);
    assert.ok(worker.held.size === 0 || worker.state === "ready");
    assert.ok(!worker.retiring || worker.state === "starting" || worker.held.size > 0, "a retired worker stays");
    assert.ok(Math.abs(worker.load - [...worker.held].reduce((sum, { cost }) => sum + cost, 0)) < 1e-6);
    for (const task of worker.held) assert.equal(task.worker, worker);
    for (const task of worker.copies) assert.equal(graph.tasks.get(task.key), task, "a worker keeps a value for ever");
    if (worker.state === "ready" && !worker.retiring && worker.held.size === 0) room = true;
  }
  assert.ok(!room || counts.queued === 0, "a worker is idle while tasks are queued");
}
