import assert from "node:assert/strict";
import type { TaskState } from "../../../src/engine/engine.js";
import { isInMemory, spillAbove } from "../../../src/engine/local/memory-state.js";
import { slotCount } from "../../../src/engine/local/protocol.js";
import type { SchedulerState } from "../../../src/engine/local/scheduler-state.js";
import type { TaskGraph } from "../../../src/engine/local/task-graph.js";
import { isSettled } from "../../../src/engine/local/task-record.js";

/** Asserts what must hold of a scheduler's state after every event. */
export function checkInvariants({ graph, pool: { workers } }: SchedulerState): void {
  const counts: Record<TaskState, number> = { waiting: 0, queued: 0, running: 0, finished: 0, error: 0, cancelled: 0 };
  for (const [key, task] of graph.tasks) {
    counts[task.state] += 1;
    assert.equal(task.key, key);
    assert.ok(
      task.kept || task.awaited || task.wanted || task.dependents.size > 0 || task.worker !== undefined,
      `${key} is forgotten`,
    );
    const isLoading = graph.loading.has(task);
    assert.equal(task.place >= 0 || isLoading, task.state === "queued", `${key}: only queued tasks are in the queue`);
    assert.ok(task.place < 0 || !isLoading, `${key} is queued twice`);
    assert.equal(task.value !== undefined, task.state === "finished", `${key}: only finished tasks have a value`);
    assert.equal(task.pinning, isLoading || task.state === "running", `${key} keeps values in memory, or does not`);
    assert.ok(!task.wanted || task.value?.place === "reading", `${key} is waited for, but is not read`);
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
        if (task.state === "running") {
          assert.ok(task.dependencies.every(isInMemory), `${key} runs without its values`);
        }
        break;
      default:
        assert.ok(isSettled(task) && !task.awaited, `${key} is settled, and somebody still waits for it`);
        assert.equal(task.dependencies.length, 0);
        assert.equal(task.state === "finished", task.error === undefined);
    }
    if (!isSettled(task)) {
      const missing = isLoading ? task.dependencies.filter((dependency) => !isInMemory(dependency)) : open;
      assert.equal(task.missing, missing.length);
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
  let room = false;
  for (const worker of workers.values()) {
    assert.ok(worker.held.size <= slotCount, `worker ${worker.id} holds too much`);
    assert.ok(worker.held.size === 0 || worker.state === "ready");
    assert.ok(!worker.retiring || worker.state === "starting" || worker.held.size > 0, "a retired worker stays");
    assert.ok(Math.abs(worker.load - [...worker.held].reduce((sum, { cost }) => sum + cost, 0)) < 1e-6);
    for (const task of worker.held) assert.equal(task.worker, worker);
    for (const task of worker.copies) {
      assert.equal(graph.tasks.get(task.key), task, "a worker keeps a value for ever");
      assert.ok(task.value?.holders.has(worker) && isInMemory(task));
    }
    if (worker.state === "ready" && !worker.retiring && worker.held.size === 0) room = true;
  }
  const { memory, loading } = graph;
  // Sources may wait for files to be written or other tasks to end, and what takes spilled values for these.
  const isBusy = loading.size > 0 || counts.running > 0 || memory.isWriting;
  const mayWait = isBusy && (memory.isHigh || !memory.isWhole);
  assert.ok(!room || counts.queued === 0 || mayWait, "a worker is idle while tasks are queued");
  checkMemory(graph);
}

/** Every byte is counted, values that tasks need now are in memory, and no more is kept there than must be. */
function checkMemory({ tasks, memory, loading }: TaskGraph): void {
  const bytes = { memory: 0, writing: 0, disk: 0, reading: 0 };
  let movable = 0;
  for (const task of tasks.values()) {
    const { value } = task;
    if (value === undefined) continue;
    bytes[value.place] += value.bytes;
    const pins = [...task.dependents].filter(({ pinning }) => pinning).length;
    assert.equal(value.pins, pins, `${task.key} is kept in memory by other tasks than say so`);
    assert.ok(isInMemory(task) || (value.filed && value.spillable), `${task.key} is neither in memory nor in a file`);
    assert.ok(!value.filed || value.place !== "writing", `${task.key} is written twice`);
    for (const worker of value.holders) assert.ok(worker.copies.has(task));
    if (value.place === "memory" && value.pins === 0 && value.spillable) movable += value.bytes;
  }
  assert.equal(memory.used, bytes.memory + bytes.writing + bytes.reading);
  assert.equal(memory.spilled, bytes.disk);
  assert.equal(memory.isWriting, bytes.writing > 0);
  assert.equal(memory.isWhole, bytes.disk + bytes.reading === 0);
  const settled = bytes.memory + bytes.reading;
  const isRelieved = settled <= spillAbove * memory.limit || movable === 0;
  // What a task of this very step has begun to read may stand above that until the next one.
  assert.ok(isRelieved || loading.size > 0 || bytes.reading > 0, "values stay in memory that should leave it");
}
