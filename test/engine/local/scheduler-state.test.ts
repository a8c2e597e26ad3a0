import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import type { Task } from "../../../src/engine/engine.js";
import { SchedulerState } from "../../../src/engine/local/scheduler-state.js";
import { startsAllowed } from "../../../src/engine/local/worker-pool.js";
import { WorkerLostError } from "../../../src/errors.js";
import { SimulatedCluster } from "./simulated-cluster.js";

const task = (key: string, ...refs: string[]): Task => ({ key, name: "test", args: refs.map((ref) => ({ ref })) });
const stateOf = (cluster: SimulatedCluster, key: string) => cluster.state.graph.tasks.get(key)?.state;

test("a task runs when those it depends on are finished, whatever the order they were submitted in", () => {
  const cluster = new SimulatedCluster();
  cluster.start(2);
  cluster.submit(task("sum", "a", "b"), task("a"), task("b"));
  assert.equal(stateOf(cluster, "sum"), "waiting");
  cluster.finish();
  assert.deepEqual(cluster.begun, ["a", "b", "sum"]);
});

test("what was begun is finished before new sources are started, so few values are held", () => {
  const cluster = new SimulatedCluster();
  cluster.start(2);
  const reads = Array.from({ length: 200 }, (_, i) => task(`read-${i}`));
  const writes = reads.map(({ key }, i) => task(`write-${i}`, key));
  cluster.submit(...reads, ...writes);
  cluster.dispatch({ type: "release", keys: reads.map(({ key }) => key) });
  const held: number[] = [];
  while (cluster.state.graph.counts.finished < 200) {
    for (const id of [1, 2]) cluster.end(id, undefined, 10);
    held.push([...cluster.values].filter((key) => key.startsWith("read")).length);
  }
  assert.ok(Math.max(...held) <= 2, `${Math.max(...held)} partitions at a time`);
});

test("tasks submitted later for values that are begun run before further sources", () => {
  const cluster = new SimulatedCluster();
  cluster.start(1);
  cluster.submit(task("f0"), task("f1"), task("f2"));
  cluster.submit(task("g0", "f0"), task("g1", "f1"), task("g2", "f2"));
  cluster.finish(10);
  assert.deepEqual(cluster.begun, ["f0", "g0", "f1", "g1", "f2", "g2"]);
});

test("a tree of sums is summed up as it is read", () => {
  const cluster = new SimulatedCluster();
  cluster.start(1);
  const leaves = Array.from({ length: 4 }, (_, i) => task(`leaf-${i}`));
  cluster.submit(
    ...leaves,
    task("left", "leaf-0", "leaf-1"),
    task("right", "leaf-2", "leaf-3"),
    task("root", "left", "right"),
  );
  cluster.finish(10);
  assert.deepEqual(cluster.begun, ["leaf-0", "leaf-1", "left", "leaf-2", "leaf-3", "right", "root"]);
});

test("a lower priority number runs first, and equal ones in the order submitted", () => {
  const cluster = new SimulatedCluster();
  cluster.submit({ ...task("late"), priority: 1 }, task("first"), task("second"), { ...task("urgent"), priority: -1 });
  cluster.start(1);
  cluster.finish(10);
  assert.deepEqual(cluster.begun, ["urgent", "first", "second", "late"]);
});

test("tasks that take long are not sent ahead, tasks that take microseconds are", () => {
  const cluster = new SimulatedCluster();
  cluster.start(1);
  cluster.submit(...Array.from({ length: 50 }, (_, i) => task(`t${i}`)));
  assert.equal(cluster.workers.get(1)?.held.length, 1);
  cluster.end(1, undefined, 100);
  assert.equal(cluster.workers.get(1)?.held.length, 1);
  for (let i = 0; i < 16; i++) cluster.end(1, undefined, 0.01);
  assert.ok((cluster.workers.get(1)?.held.length ?? 0) > 10);
});

test("that tasks of one kind take microseconds says nothing of those of another", () => {
  const cluster = new SimulatedCluster();
  cluster.start(2);
  cluster.submit(...Array.from({ length: 300 }, (_, i) => ({ ...task(`t${i}`), kind: "short" })));
  cluster.finish(0.01);
  cluster.submit(...Array.from({ length: 300 }, (_, i) => ({ ...task(`s${i}`), kind: "short" })));
  cluster.submit(...Array.from({ length: 20 }, (_, i) => ({ ...task(`l${i}`), kind: "long", priority: -1 })));
  const ahead = [...cluster.workers.values()].map(({ held }) => held.filter((key) => key.startsWith("l")));
  for (const held of ahead) assert.ok(held.length <= 1, String(held));
});

test("a worker with nothing to do gets tasks that another one holds ahead", () => {
  const cluster = new SimulatedCluster();
  cluster.start(1);
  cluster.submit(task("warm"));
  cluster.end(1, undefined, 0.01);
  cluster.submit(...Array.from({ length: 40 }, (_, i) => task(`t${i}`)));
  assert.equal(cluster.workers.get(1)?.held.length, 40);
  cluster.dispatch({ type: "scale", workers: 2 });
  cluster.ready(2);
  assert.equal(cluster.workers.get(1)?.held.length, 20);
  assert.equal(cluster.workers.get(2)?.held.length, 20);
});

test("who waits for an outcome is told it though the value has left memory, and others waited for that in vain", () => {
  const cluster = new SimulatedCluster(3, 10);
  cluster.start(1);
  cluster.submit(task("a-8"), task("b-1"));
  cluster.dispatch({ type: "await", key: "a-8", what: "value" });
  cluster.dispatch({ type: "forgo", key: "a-8" });
  cluster.finish();
  assert.deepEqual([...cluster.values], ["b-1"]);
  cluster.dispatch({ type: "await", key: "a-8", what: "outcome" });
  assert.equal(cluster.told.get("a-8"), "finished");
});

test("a value goes to a worker once, and is forgotten there when it is released", () => {
  const cluster = new SimulatedCluster();
  cluster.start(1);
  cluster.values.add("a");
  cluster.dispatch({ type: "put", key: "a", bytes: 1, spillable: true });
  cluster.submit(task("plain-b", "a"), task("plain-c", "a"));
  cluster.finish();
  assert.deepEqual([...(cluster.workers.get(1)?.values ?? [])], ["a"]);
  cluster.dispatch({ type: "release", keys: ["a"] });
  assert.deepEqual([...(cluster.workers.get(1)?.values ?? [])], []);
});

test("bytes stay with the worker that made them until they are released, and what takes them runs there", () => {
  const cluster = new SimulatedCluster();
  cluster.start(2);
  cluster.submit(task("a"), task("b"), task("plain-c"));
  cluster.finish();
  assert.deepEqual(
    [...cluster.workers.values()].map(({ values }) => [...values]),
    [["a"], ["b"]],
  );
  cluster.submit(task("plain-of-b", "b"));
  assert.deepEqual(cluster.workers.get(2)?.held, ["plain-of-b"]);
  cluster.finish();
  cluster.dispatch({ type: "release", keys: ["a", "b"] });
  assert.deepEqual(
    [...cluster.workers.values()].map(({ values }) => [...values]),
    [[], []],
  );
});

test("a released value stays as long as a waiting task needs it", () => {
  const cluster = new SimulatedCluster();
  cluster.start(1);
  cluster.submit(task("a"), task("b", "a"));
  cluster.dispatch({ type: "release", keys: ["a"] });
  cluster.end(1);
  assert.ok(cluster.values.has("a"));
  cluster.end(1);
  assert.deepEqual([...cluster.values], ["b"]);
});

test("what is released before it ran is not computed, and neither is what only that needed", () => {
  const cluster = new SimulatedCluster();
  cluster.submit(task("a"), task("b", "a"));
  cluster.dispatch({ type: "release", keys: ["a", "b"] });
  cluster.start(1);
  cluster.finish();
  assert.deepEqual(cluster.begun, []);
  assert.equal(cluster.state.graph.tasks.size, 0);
});

test("a value that somebody waits for is computed even though it was released", () => {
  const cluster = new SimulatedCluster();
  cluster.start(1);
  cluster.submit(task("a"));
  cluster.dispatch({ type: "await", key: "a", what: "value" });
  cluster.dispatch({ type: "release", keys: ["a"] });
  cluster.finish();
  assert.equal(cluster.told.get("a"), "finished");
  assert.equal(cluster.state.graph.tasks.size, 0);
});

test("what nobody waits for any more, and nobody keeps, is not computed", () => {
  const cluster = new SimulatedCluster();
  cluster.start(1);
  cluster.submit(task("a"), task("b"), task("c", "b"));
  cluster.dispatch({ type: "await", key: "c", what: "outcome" });
  cluster.dispatch({ type: "release", keys: ["a", "b", "c"] });
  assert.equal(stateOf(cluster, "c"), "waiting");
  cluster.dispatch({ type: "forgo", key: "c" });
  cluster.finish();
  assert.deepEqual(cluster.begun, ["a"]);
  assert.equal(cluster.state.graph.tasks.size, 0);
});

test("an error reaches all that depends on the task, now and later", () => {
  const cluster = new SimulatedCluster();
  cluster.start(1);
  cluster.submit(task("a"), task("b", "a"), task("c", "b"));
  const error = new Error("broken");
  cluster.end(1, error);
  cluster.submit(task("d", "c"));
  for (const key of ["a", "b", "c", "d"]) assert.equal(cluster.state.graph.tasks.get(key)?.error, error);
});

test("cancelling withdraws what depends on a task, stops it where it runs and leaves finished values", () => {
  const cluster = new SimulatedCluster();
  cluster.start(1);
  cluster.submit(task("a"), task("b", "a"), task("c", "b"), task("other"));
  cluster.end(1);
  cluster.dispatch({ type: "cancel", keys: ["a"] });
  assert.deepEqual(
    ["a", "b", "c"].map((key) => stateOf(cluster, key)),
    ["finished", "cancelled", "cancelled"],
  );
  cluster.finish();
  assert.equal(stateOf(cluster, "other"), "finished");
});

test("a task whose worker is lost runs again, and fails after as many losses as it may have", () => {
  const cluster = new SimulatedCluster(2);
  cluster.start(1);
  cluster.submit(task("a"), task("b", "a"));
  for (let i = 0; i < 3; i++) {
    assert.equal(stateOf(cluster, "a"), "running");
    cluster.lose(1, "It ran out of memory.");
    cluster.ready(1);
  }
  const error = cluster.state.graph.tasks.get("b")?.error;
  assert.ok(error instanceof WorkerLostError);
  assert.match(
    error.message,
    /"test" lost the worker it ran on 3 times, and is not tried again\. It ran out of memory/,
  );
  assert.deepEqual(error.where, {
    task: "test",
    cause: "It ran out of memory.",
    exitCode: 1,
    attempts: 3,
    memory: undefined,
    output: undefined,
  });
});

test("tasks that were only held by a lost worker do not pay for it", () => {
  const cluster = new SimulatedCluster(0);
  cluster.start(1);
  cluster.submit(task("warm"));
  cluster.end(1, undefined, 0.01);
  cluster.submit(task("a"), task("b"), task("c"));
  cluster.lose(1);
  assert.deepEqual(
    ["a", "b", "c"].map((key) => stateOf(cluster, key)),
    ["error", "queued", "queued"],
  );
  cluster.finish();
});

test("when no worker can be started, tasks fail instead of waiting for ever, and the next submission tries again", () => {
  const cluster = new SimulatedCluster();
  cluster.dispatch({ type: "scale", workers: 2 });
  cluster.submit(task("a"));
  for (let i = 0; i < startsAllowed + 1; i++) cluster.lose([...cluster.workers.keys()][0], "Cannot find worker.js.");
  assert.match(String(cluster.state.graph.tasks.get("a")?.error), /No worker can be started\. Cannot find worker\.js/);
  assert.equal(cluster.workers.size, 0);
  cluster.submit(task("b"));
  cluster.finish();
  assert.equal(stateOf(cluster, "b"), "finished");
});

test("a cluster that shrinks lets busy workers finish", () => {
  const cluster = new SimulatedCluster();
  cluster.start(3);
  cluster.submit(task("a"), task("b"), task("c"));
  cluster.dispatch({ type: "scale", workers: 1 });
  assert.equal(cluster.workers.size, 3);
  cluster.finish();
  assert.equal(cluster.workers.size, 1);
  assert.equal(cluster.state.graph.counts.finished, 3);
});

test("a reset cancels every task, frees every value and replaces every worker", () => {
  const cluster = new SimulatedCluster();
  cluster.start(2);
  cluster.submit(task("a"), task("b", "a"), task("c"));
  cluster.end(1);
  cluster.dispatch({ type: "await", key: "b", what: "value" });
  cluster.dispatch({ type: "reset", reason: "the cluster was restarted.", workers: 2 });
  assert.equal(cluster.values.size, 0);
  assert.equal(cluster.told.get("b"), "cancelled");
  assert.equal(cluster.state.graph.counts.cancelled, 3);
  assert.match(String(cluster.state.graph.tasks.get("a")?.error), /is gone: the cluster was restarted/);
  cluster.submit(task("d"));
  cluster.finish();
  assert.equal(stateOf(cluster, "d"), "finished");
});

test("submit() refuses what makes no graph, and takes none of it in", () => {
  const cluster = new SimulatedCluster();
  cluster.submit(task("a"));
  const refused = (pattern: RegExp, ...tasks: Task[]) => assert.throws(() => cluster.submit(...tasks), pattern);
  refused(/there is a task with this key already/, task("b"), task("a"));
  refused(/takes the value of "nothing", which was never submitted/, task("b"), task("c", "nothing"));
  refused(/depends on its own value/, task("b"), task("c", "d"), task("d", "c"));
  refused(/depends on its own value/, task("b", "b"));
  refused(/depends on its own value/, task("c", "d"), task("d", "c"), task("e", "d"));
  assert.deepEqual([...cluster.state.graph.tasks.keys()], ["a"]);
});

test("long chains and wide fans need no stack", () => {
  const state = new SchedulerState(3, 1e9);
  const length = 100_000;
  const chain = Array.from({ length }, (_, i) => (i === 0 ? task("0") : task(`${i}`, `${i - 1}`)));
  state.handle({ type: "submit", tasks: chain });
  state.handle({ type: "cancel", keys: ["0"] });
  assert.equal(state.graph.counts.cancelled, length);
  state.handle({ type: "release", keys: chain.map(({ key }) => key) });
  const fan = Array.from({ length }, (_, i) => task(`fan-${i}`));
  const all = { key: "all", name: "test", args: fan.map(({ key }) => ({ ref: key })) };
  state.handle({ type: "submit", tasks: [...fan, all] });
  state.handle({ type: "release", keys: [...fan.map(({ key }) => key), "all"] });
  assert.equal(state.graph.tasks.size, 0);
});

/** One random thing that happens; numbers are taken modulo what there is. */
const happening = fc.oneof(
  {
    weight: 15,
    arbitrary: fc.record({
      type: fc.constant("submit" as const),
      refs: fc.array(fc.array(fc.nat(40), { maxLength: 3 }), { minLength: 1, maxLength: 12 }),
      bytes: fc.integer({ min: 1, max: 40 }),
      kind: fc.constantFrom("plain", "bytes", "bytes"),
    }),
  },
  {
    weight: 40,
    arbitrary: fc.record({
      type: fc.constant("end" as const),
      worker: fc.nat(5),
      duration: fc.constantFrom(0.001, 0.01, 1, 100),
    }),
  },
  { weight: 15, arbitrary: fc.record({ type: fc.constant("ready" as const), worker: fc.nat(5) }) },
  {
    weight: 10,
    arbitrary: fc.record({
      type: fc.constant("await" as const),
      task: fc.nat(200),
      what: fc.constantFrom("outcome" as const, "value" as const),
    }),
  },
  {
    weight: 10,
    arbitrary: fc.record({ type: fc.constantFrom("release" as const, "forgo" as const), task: fc.nat(200) }),
  },
  { weight: 5, arbitrary: fc.record({ type: fc.constantFrom("fail" as const, "lose" as const), worker: fc.nat(5) }) },
  { weight: 5, arbitrary: fc.record({ type: fc.constant("cancel" as const), task: fc.nat(200) }) },
  { weight: 5, arbitrary: fc.record({ type: fc.constant("scale" as const), workers: fc.integer({ min: 1, max: 5 }) }) },
  {
    weight: 20,
    arbitrary: fc.record({ type: fc.constant("file" as const), succeeds: fc.integer({ min: 0, max: 9 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ type: "reset" as const }) },
);

test("whatever happens, no task is lost, no worker holds too much and everything comes to an end", () => {
  const limit = fc.constantFrom(30, 100, 1e9);
  const play = (happenings: (typeof happening extends fc.Arbitrary<infer T> ? T : never)[], limit: number): void => {
    const cluster = new SimulatedCluster(1, limit);
    const keys: string[] = [];
    const awaited = new Set<string>();
    cluster.dispatch({ type: "scale", workers: 2 });
    const nth = <T>(items: Iterable<T>, n: number): T | undefined => {
      const all = [...items];
      return all.length === 0 ? undefined : all[n % all.length];
    };
    for (const what of happenings) {
      switch (what.type) {
        case "submit": {
          const known = [...cluster.state.graph.tasks.keys()];
          const tasks: Task[] = [];
          for (const refs of what.refs) {
            const key = `${what.kind}${keys.length}-${what.bytes}`;
            tasks.push(task(key, ...refs.flatMap((ref) => nth(known, ref) ?? [])));
            keys.push(key);
            known.push(key);
          }
          cluster.submit(...tasks);
          break;
        }
        case "await": {
          const key = nth(cluster.state.graph.tasks.keys(), what.task);
          if (key === undefined) break;
          awaited.add(key);
          cluster.dispatch({ type: "await", key, what: what.what });
          break;
        }
        case "forgo": {
          const key = nth(awaited, what.task);
          if (key === undefined) break;
          awaited.delete(key);
          cluster.dispatch({ type: "forgo", key });
          break;
        }
        case "file":
          cluster.endFileWork(what.succeeds > 0);
          break;
        case "release":
        case "cancel": {
          const key = nth(cluster.state.graph.tasks.keys(), what.task);
          if (key !== undefined) cluster.dispatch({ type: what.type, keys: [key] });
          break;
        }
        case "scale":
          cluster.dispatch(what);
          break;
        case "reset":
          cluster.dispatch({ type: "reset", reason: "the cluster was restarted.", workers: 2 });
          break;
        default: {
          const worker = nth(cluster.workers.keys(), what.worker);
          if (worker === undefined) break;
          if (what.type === "ready") cluster.ready(worker);
          else if (what.type === "lose") cluster.lose(worker);
          else cluster.end(worker, what.type === "fail" ? new Error("broken") : undefined);
        }
      }
    }
    cluster.finish();
    for (const key of awaited) assert.ok(cluster.told.has(key), `nobody was told of ${key}`);
    cluster.dispatch({ type: "release", keys });
    assert.equal(cluster.state.graph.tasks.size, 0);
    assert.equal(cluster.values.size + cluster.files.size, 0);
    assert.deepEqual([cluster.state.graph.memory.used, cluster.state.graph.memory.spilled], [0, 0]);
  };
  for (const [numRuns, minLength, maxLength] of [
    [20_000, 2, 20],
    [600, 20, 120],
  ]) {
    const property = fc.property(fc.array(happening, { minLength, maxLength }), limit, play);
    fc.assert(property, { numRuns, includeErrorInReport: true });
  }
});
