import assert from "node:assert/strict";
import test from "node:test";
import type { Task } from "../../../src/engine/engine.js";
import { MemoryLimitError } from "../../../src/errors.js";
import { SimulatedCluster } from "./simulated-cluster.js";

/** A cluster whose values may take 100 bytes. The number at the end of a key is what its value takes. */
function clusterOf(workers: number): SimulatedCluster {
  const cluster = new SimulatedCluster(3, 100);
  cluster.start(workers);
  return cluster;
}

const task = (key: string, ...refs: string[]): Task => ({ key, name: "test", args: refs.map((ref) => ({ ref })) });
const release = (cluster: SimulatedCluster, ...keys: string[]) => cluster.dispatch({ type: "release", keys });
const wait = (cluster: SimulatedCluster, key: string, what: "value" | "outcome" = "value") =>
  cluster.dispatch({ type: "await", key, what });

test("past 60 % of the limit the least recently used values are written to files, then leave memory", () => {
  const cluster = clusterOf(1);
  for (const key of ["a-30", "b-30"]) {
    cluster.submit(task(key));
    cluster.end(1);
  }
  wait(cluster, "a-30");
  assert.deepEqual([...cluster.writing], [], "60 % may be used");
  cluster.submit(task("c-10"));
  cluster.end(1);
  assert.deepEqual([...cluster.writing], ["b-30"], "a-30 was used later");
  assert.ok(cluster.values.has("b-30"), "a value that is being written is still in memory");
  cluster.endFileWork();
  assert.deepEqual([...cluster.values], ["a-30", "c-10"]);
  const { memory } = cluster.state.graph;
  assert.deepEqual([memory.used, memory.spilled], [40, 30]);
});

test("a task that takes a spilled value runs once it has been read back; others go on meanwhile", () => {
  const cluster = clusterOf(1);
  for (const key of ["a-40", "b-40"]) cluster.submit(task(key));
  cluster.finish();
  assert.deepEqual([...cluster.values], ["b-40"]);
  cluster.submit(task("takes-a-1", "a-40"), task("other-1"));
  assert.deepEqual([...cluster.reading], ["a-40"]);
  cluster.end(1);
  cluster.finish();
  assert.deepEqual(cluster.begun.slice(2), ["other-1", "takes-a-1"]);
});

test("a value that was read back keeps its file, so that it leaves memory the next time without being written", () => {
  const cluster = clusterOf(1);
  for (const key of ["a-40", "b-40"]) cluster.submit(task(key));
  cluster.finish();
  wait(cluster, "a-40");
  assert.equal(cluster.told.has("a-40"), false, "it has to be read first");
  cluster.finish();
  assert.equal(cluster.told.get("a-40"), "finished");
  assert.deepEqual([...cluster.values], ["a-40"]);
  assert.deepEqual([...cluster.files], ["a-40", "b-40"]);
  wait(cluster, "b-40");
  assert.deepEqual([...cluster.values], [], "a-40 makes room at once");
  assert.equal(cluster.writing.size, 0);
});

test("the outcome of a task is told without reading its value", () => {
  const cluster = clusterOf(1);
  for (const key of ["a-40", "b-40"]) cluster.submit(task(key));
  cluster.finish();
  wait(cluster, "a-40", "outcome");
  assert.equal(cluster.told.get("a-40"), "finished");
  assert.equal(cluster.reading.size, 0);
});

test("bytes that leave memory are forgotten by the worker that made them", () => {
  const cluster = clusterOf(1);
  cluster.submit(task("a-40"), task("b-40"));
  cluster.finish();
  assert.deepEqual([...(cluster.workers.get(1)?.values ?? [])], ["b-40"]);
  assert.deepEqual([...cluster.values], ["b-40"]);
});

test("values that a running task takes stay in memory", () => {
  const cluster = clusterOf(2);
  cluster.submit(task("a-40"), task("b-40"));
  cluster.finish();
  cluster.submit(task("sum-1", "a-40", "b-40"));
  while (cluster.state.graph.counts.running === 0) cluster.endFileWork();
  cluster.submit(task("next-9"));
  cluster.end(1);
  cluster.endFileWork();
  assert.deepEqual([...cluster.values].sort(), ["a-40", "b-40"], "more than 60 %, but they are needed");
  cluster.finish();
  assert.ok(cluster.state.graph.memory.used <= 60);
});

test("past 80 % of the limit no source is begun until values have left; what builds on values goes on", () => {
  const cluster = clusterOf(1);
  cluster.submit(task("a-50"), task("b-45"), task("sum-1", "a-50", "b-45"), task("source-1"));
  for (let i = 0; i < 2; i++) cluster.end(1, undefined, 10);
  assert.deepEqual(cluster.workers.get(1)?.held, ["sum-1"]);
  cluster.end(1);
  assert.deepEqual(cluster.workers.get(1)?.held, [], "a-50 is being written");
  cluster.endFileWork();
  assert.deepEqual(cluster.workers.get(1)?.held, ["source-1"]);
});

test("when nothing can leave memory, sources run one at a time", () => {
  const cluster = clusterOf(2);
  cluster.submit(task("plain-90"));
  cluster.end(1);
  cluster.submit(task("b-1"), task("c-1"));
  assert.equal(cluster.state.graph.counts.running, 1);
  cluster.finish();
});

test("sources are not sent ahead when memory gets scarce", () => {
  const cluster = clusterOf(1);
  cluster.submit(task("plain-61"));
  cluster.end(1, undefined, 0.01);
  cluster.submit(task("b-1"), task("c-1"), task("d-1", "plain-61"));
  assert.deepEqual(cluster.workers.get(1)?.held, ["d-1"]);
  cluster.end(1, undefined, 0.01);
  assert.deepEqual(cluster.workers.get(1)?.held, ["b-1"]);
  cluster.finish();
});

test("a value that alone exceeds the limit fails its task, and the cluster goes on", () => {
  const cluster = clusterOf(1);
  cluster.submit({ ...task("big-101"), label: "read everything" }, task("dependent-1", "big-101"));
  cluster.end(1);
  const error = cluster.state.graph.tasks.get("dependent-1")?.error;
  assert.ok(error instanceof MemoryLimitError);
  assert.match(
    error.message,
    /^The value of "read everything" takes 101 B, but .* may take 100 B\..*greater memoryLimit/,
  );
  assert.deepEqual(error.where, { task: "read everything", bytes: 101, memoryLimit: 100 });
  assert.equal(cluster.values.size, 0);
  assert.equal(cluster.workers.get(1)?.values.size, 0, "its worker keeps it");
  cluster.submit(task("next-1"));
  cluster.finish();
  assert.ok(cluster.values.has("next-1"));
});

test("a value that cannot be written stays in memory, and is not tried again", () => {
  const cluster = clusterOf(1);
  cluster.submit(task("a-70"));
  cluster.end(1);
  cluster.endFileWork(false);
  assert.equal(cluster.writing.size, 0);
  cluster.submit(task("takes-a-1", "a-70"));
  cluster.finish();
  assert.equal(cluster.state.graph.counts.finished, 2);
  assert.ok(cluster.values.has("a-70"));
});

test("when a file is gone, the tasks that need its value fail, and say why", () => {
  const cluster = clusterOf(1);
  for (const key of ["a-40", "b-40"]) cluster.submit(task(key));
  cluster.finish();
  cluster.submit(task("takes-a-1", "a-40"), task("takes-b-1", "b-40"));
  wait(cluster, "a-40");
  cluster.endFileWork(false);
  assert.equal(cluster.told.get("a-40"), "error");
  cluster.finish();
  const stateOf = (key: string) => cluster.state.graph.tasks.get(key)?.state;
  assert.deepEqual(["a-40", "takes-a-1", "takes-b-1"].map(stateOf), ["error", "error", "finished"]);
});

test("releasing a value drops it wherever it is", () => {
  const cluster = clusterOf(1);
  for (const key of ["a-40", "b-40", "c-40"]) cluster.submit(task(key));
  for (let i = 0; i < 3; i++) cluster.end(1);
  assert.equal(cluster.writing.size, 2);
  release(cluster, "a-40");
  cluster.endFileWork();
  cluster.endFileWork();
  wait(cluster, "b-40");
  release(cluster, "b-40", "c-40");
  cluster.finish();
  assert.equal(cluster.values.size + cluster.files.size, 0);
  assert.equal(cluster.told.get("b-40"), "finished");
});

test("a chain of sums over many times the limit stays within it", () => {
  const cluster = clusterOf(2);
  const parts = Array.from({ length: 60 }, (_, i) => task(`part${i}-20`));
  cluster.submit(...parts);
  let most = 0;
  const watch = () => {
    most = Math.max(most, cluster.state.graph.memory.used);
  };
  for (let i = 0; cluster.state.graph.counts.finished < 60; i++) {
    assert.ok(i < 1000);
    cluster.end(1 + (i % 2), undefined, 10);
    watch();
    cluster.endFileWork();
  }
  cluster.submit(
    ...parts.map(({ key }, i) => task(`sum${i}-1`, key, parts[(i + 7) % 60].key, parts[(i + 13) % 60].key)),
  );
  for (let i = 0; cluster.state.graph.counts.finished < 120; i++) {
    assert.ok(i < 5000, "it does not come to an end");
    cluster.end(1 + (i % 2), undefined, 10);
    watch();
    cluster.endFileWork();
    watch();
  }
  assert.ok(most <= 120, `${most} bytes were in memory`);
});
