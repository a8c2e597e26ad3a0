import assert from "node:assert/strict";
import { resolve } from "node:path";
import test, { after } from "node:test";
import worker_threads from "node:worker_threads";
import type { EngineEvent, Task, TaskArg, TaskEvent } from "../../../src/engine/engine.js";
import { LocalEngine, type LocalEngineOptions } from "../../../src/engine/local/local-engine.js";
import { newKey } from "../../../src/engine/run-tasks.js";
import { CSVParseError, WorkerLostError } from "../../../src/errors.js";
import { memoryOf } from "../../../src/shared-bytes.js";

const engines: LocalEngine[] = [];
after(() => Promise.all(engines.map((engine) => engine.close())));

function start(options: Partial<LocalEngineOptions> = {}): LocalEngine {
  const taskModules = [resolve(__dirname, "task-functions.js")];
  const engine = new LocalEngine({ nWorkers: 1, memoryLimit: 2 ** 30, retries: 3, taskModules, ...options });
  engines.push(engine);
  return engine;
}

function task(verb: string, ...args: TaskArg[]): Task {
  return { key: newKey(verb), name: `test.${verb}`, args };
}

/** Submits one task and gives its value. */
function run(engine: LocalEngine, verb: string, ...args: TaskArg[]): Promise<unknown> {
  const submitted = task(verb, ...args);
  engine.submit([submitted]);
  return engine.fetch(submitted.key);
}

/** Resolves when the engine has told of an event that passes. */
function event(engine: LocalEngine, test: (event: EngineEvent) => boolean): Promise<EngineEvent> {
  return new Promise((resolve) => {
    const unsubscribe = engine.subscribe((event) => {
      if (!test(event)) return;
      unsubscribe();
      resolve(event);
    });
  });
}

test("a task's value is there when it is fetched, before it is done and after", async () => {
  const engine = start();
  const submitted = task("identity", { deep: [1, "two", new Date(3)] });
  engine.submit([submitted]);
  const [early, again] = await Promise.all([engine.fetch(submitted.key), engine.fetch(submitted.key)]);
  assert.deepEqual(early, { deep: [1, "two", new Date(3)] });
  assert.equal(again, early);
  assert.equal(await engine.fetch(submitted.key), early);
});

test("a task takes the values of others, wherever they were made", async () => {
  const engine = start({ nWorkers: 2 });
  const parts = Array.from({ length: 100 }, (_, i) => task("identity", i));
  const total = task("add", 50, ...parts.map(({ key }) => ({ ref: key })));
  engine.submit([total, ...parts]);
  assert.equal(await engine.fetch(total.key), 5000);
});

test("thousands of small tasks all come back, each with its own value", async () => {
  const engine = start({ nWorkers: 2 });
  const small = Array.from({ length: 3000 }, (_, i) => task("identity", i));
  engine.submit(small);
  const values = await Promise.all(small.map(({ key }) => engine.fetch(key)));
  assert.deepEqual(
    values,
    small.map((_, i) => i),
  );
  assert.equal(engine.info().tasks.finished, 3000);
  engine.release(small.map(({ key }) => key));
  assert.deepEqual(engine.info().tasks, { waiting: 0, queued: 0, running: 0, finished: 0, error: 0, cancelled: 0 });
});

test("bytes are shared: every task sees the same memory, and so does the one who fetches", async () => {
  const engine = start({ nWorkers: 2 });
  const bytes = task("bytes", 10);
  engine.submit([bytes]);
  assert.equal(await run(engine, "isShared", { ref: bytes.key }), true);
  assert.equal(await run(engine, "write", { ref: bytes.key }), 8);
  assert.deepEqual(((await engine.fetch(bytes.key)) as Uint8Array).slice(0, 2), new Uint8Array([8, 7]));
});

test("bytes in a memory of kernels bring it along to every thread", async () => {
  const engine = start({ nWorkers: 2 });
  const bytes = task("kernelBytes", 10);
  engine.submit([bytes]);
  const pages = await Promise.all([1, 2, 3, 4].map(() => run(engine, "growMemory", { ref: bytes.key })));
  assert.deepEqual((pages as number[]).sort(), [1, 2, 3, 4]);
  const fetched = (await engine.fetch(bytes.key)) as Uint8Array;
  assert.equal(memoryOf(fetched)?.grow(0), 5);
});

test("the memory of values is counted until they are released", async () => {
  const engine = start();
  const bytes = task("bytes", 1_000_000);
  engine.submit([bytes]);
  await engine.fetch(bytes.key);
  const { memoryUsed, memoryLimit } = engine.info();
  assert.ok(memoryUsed >= 1_000_000 && memoryUsed < 1_001_000, `${memoryUsed}`);
  assert.equal(memoryLimit, 2 ** 30);
  engine.release([bytes.key]);
  assert.equal(engine.info().memoryUsed, 0);
  await assert.rejects(engine.fetch(bytes.key), /was never submitted, or has been released/);
});

test("context.cached() makes something once per value, name and worker; context.call() runs another task function", async () => {
  const engine = start();
  const source = task("bytes", 3);
  engine.submit([source]);
  const first = await run(engine, "made", { ref: source.key }, "a");
  assert.deepEqual(await run(engine, "made", { ref: source.key }, "a"), first);
  assert.notDeepEqual(await run(engine, "made", { ref: source.key }, "b"), first);
  assert.equal(await run(engine, "twice", 21), 42);
});

test("an error of the library keeps its class, its sentence and its fields", async () => {
  const engine = start();
  const failing = { ...task("throw"), label: "part 3 of penguins.csv" };
  engine.submit([failing]);
  const error = await engine.fetch(failing.key).catch((error) => error);
  assert.ok(error instanceof CSVParseError && error instanceof Error);
  assert.equal(error.name, "CSVParseError");
  assert.equal(error.message, "penguins.csv, line 3: 4 fields where 3 are named.");
  assert.deepEqual(error.where, { file: "penguins.csv", line: 3 });
  assert.match(error.stack ?? "", /readBadly.*in task "part 3 of penguins\.csv"$/s);
});

test("any other error keeps its built-in class, and tasks that depend on it fail with the same one", async () => {
  const engine = start();
  const failing = task("typeError");
  const dependent = task("identity", { ref: failing.key });
  engine.submit([failing, dependent]);
  const error = await engine.fetch(dependent.key).catch((error) => error);
  assert.ok(error instanceof TypeError);
  assert.match(error.message, /Cannot read properties of undefined/);
  assert.match(
    error.stack ?? "",
    /task-functions\.js.*in task "test\.typeError"\n {4}so that "test\.identity", which/s,
  );
  await assert.rejects(run(engine, "throwText"), /Something that is not an Error was thrown: just text/);
  await assert.rejects(run(engine, "unknown"), /no task function named "test\.unknown"/);
  assert.equal(await run(engine, "identity", 1), 1, "the engine goes on");
});

test("what cannot cross threads is an error of its task alone", async () => {
  const engine = start();
  const bad = task("identity", () => 1);
  const good = task("identity", 2);
  engine.submit([bad, good]);
  await assert.rejects(engine.fetch(bad.key), /The arguments of "test\.identity" cannot be sent to a worker/);
  assert.equal(await engine.fetch(good.key), 2);
  await assert.rejects(run(engine, "function"), /The result of the task cannot be sent to another thread/);
});

test("a worker that exits is reported and replaced, and its task runs again", async () => {
  const engine = start();
  const lost = event(engine, ({ type, state }) => type === "worker" && state === "lost");
  const runs = new Int32Array(new SharedArrayBuffer(4));
  assert.equal(await run(engine, "exitOnce", runs), "done");
  assert.equal(runs[0], 2);
  assert.deepEqual(await lost, { type: "worker", worker: 1, state: "lost", reason: "Worker 1 exited with code 9." });
});

test("a task that keeps losing its worker fails with the cause, the exit code, memory and the last lines printed", async () => {
  const engine = start({ retries: 1 });
  const fatal = { ...task("exit", 3, "about to go"), label: "tree 12 of 100" };
  engine.submit([fatal]);
  const error = await engine.fetch(fatal.key).catch((error) => error);
  assert.ok(error instanceof WorkerLostError);
  assert.match(
    error.message,
    /^"tree 12 of 100" lost the worker it ran on 2 times.*exited with code 3\..*about to go/s,
  );
  const { memory, ...where } = (error as WorkerLostError).where;
  assert.deepEqual(where, {
    task: "tree 12 of 100",
    cause: "Worker 1 exited with code 3.",
    exitCode: 3,
    attempts: 2,
    output: "about to go",
  });
  assert.equal(memory?.heapLimit, 2 ** 30);
  assert.ok(Number(memory?.processPeak) > 2 ** 20);
  assert.equal(await run(engine, "identity", 1), 1);
});

test("a task that fills the heap loses its worker, not the program", async () => {
  const engine = start({ memoryLimit: 64 * 2 ** 20, retries: 0 });
  await assert.rejects(run(engine, "fillHeap"), (error: WorkerLostError) => {
    assert.match(error.where.cause, /Worker 1 ran out of memory: its heap may take 64\.0 MiB\..*memoryLimit/);
    return error instanceof WorkerLostError;
  });
  assert.equal(await run(engine, "identity", 1), 1);
});

test("a graph of a thousand tasks comes out right while its workers keep dying, and leaves nothing behind", async () => {
  const engine = start({ nWorkers: 4, retries: 20 });
  let lost = 0;
  engine.subscribe(({ type, state }) => {
    if (type === "worker" && state === "lost") lost += 1;
  });
  const runs = new Int32Array(new SharedArrayBuffer(4));
  const add = (...values: TaskArg[]) => task("addMortal", runs, 40, ...values);
  let level = Array.from({ length: 512 }, (_, i) => add(i));
  const all = [...level];
  while (level.length > 1) {
    const pairs = Array.from({ length: level.length / 2 }, (_, i) => [level[2 * i], level[2 * i + 1]]);
    level = pairs.map(([left, right]) => add({ ref: left.key }, { ref: right.key }));
    all.push(...level);
  }
  engine.submit(all);
  assert.equal(await engine.fetch(level[0].key), (511 * 512) / 2);
  assert.ok(lost >= 25, `${lost} workers were lost`);
  engine.release(all.map(({ key }) => key));
  assert.deepEqual(Object.values(engine.info().tasks), [0, 0, 0, 0, 0, 0]);
  assert.equal(engine.info().memoryUsed, 0);
});

test("a task that hangs is stopped after the time it may take, tried again, and then fails", async () => {
  const engine = start({ nWorkers: 1, retries: 1, taskTimeout: 200 });
  const runs = new Int32Array(new SharedArrayBuffer(4));
  assert.equal(await run(engine, "hangOnce", runs), "done");
  await assert.rejects(run(engine, "spin"), (error: WorkerLostError) => {
    assert.match(
      error.where.cause,
      /"test\.spin" hung: it ran for longer than 0\.2 s, which is the client's taskTimeout/,
    );
    assert.equal(error.where.attempts, 2);
    return error instanceof WorkerLostError;
  });
  assert.equal(await run(engine, "identity", 1), 1);
});

test("an error outside of a task ends the worker, and its message is the cause", async () => {
  const engine = start({ retries: 0 });
  await assert.rejects(run(engine, "throwOutside"), /ended with an error outside of a task: from a timer/);
});

test("cancelling stops an endless loop, and its worker can be used again", async () => {
  const engine = start();
  const endless = task("spin");
  const dependent = task("identity", { ref: endless.key });
  const other = task("identity", "other");
  const running = event(engine, (event) => event.type === "task" && event.state === "running");
  engine.submit([endless, dependent, other]);
  const outcome = assert.rejects(engine.fetch(dependent.key), {
    name: "CancelledError",
    message: '"test.spin" was cancelled before it was done.',
  });
  await running;
  await new Promise((resolve) => setTimeout(resolve, 100));
  await engine.cancel([endless.key]);
  await outcome;
  assert.equal(await engine.fetch(other.key), "other");
});

test("a thousand tasks are cancelled at once", async () => {
  const engine = start({ nWorkers: 2 });
  const endless = Array.from({ length: 1000 }, () => task("spin"));
  const keys = endless.map(({ key }) => key);
  engine.submit(endless);
  const outcomes = Promise.allSettled(keys.map((key) => engine.fetch(key)));
  await engine.cancel(keys);
  assert.ok((await outcomes).every(({ status }) => status === "rejected"));
  assert.equal(engine.info().tasks.cancelled, 1000);
  assert.equal(await run(engine, "identity", 1), 1);
});

test("events tell of a task's way, in order, before its value is there", async () => {
  const engine = start();
  const told: string[] = [];
  engine.subscribe((event) => {
    if (event.type === "task") told.push(`${event.label} ${event.state} ${event.worker ?? "-"}`);
  });
  const first = { ...task("identity", 1), label: "first" };
  const second = { ...task("add", { ref: first.key }), label: "second" };
  engine.submit([first, second]);
  await engine.fetch(second.key);
  assert.deepEqual(told, [
    "first queued -",
    "second waiting -",
    "first running 1",
    "first finished 1",
    "second queued -",
    "second running 1",
    "second finished 1",
  ]);
});

test("events tell when a finished task ran and what its value takes", async () => {
  const engine = start();
  const finished = event(engine, (event) => event.type === "task" && event.state === "finished");
  const before = Date.now();
  await run(engine, "later", 20, new Uint8Array(1000));
  const told = (await finished) as TaskEvent;
  assert.ok(told.start !== undefined && told.stop !== undefined && told.bytes !== undefined);
  assert.ok(told.start >= before - 5 && told.stop - told.start >= 19 && told.stop <= Date.now() + 5);
  assert.ok(told.bytes >= 1000 && told.bytes < 1100);
});

test("restart() cancels tasks, forgets values and goes on with fresh workers", async () => {
  const engine = start({ nWorkers: 2 });
  const value = task("bytes", 100);
  const endless = task("spin");
  engine.submit([value, endless]);
  await engine.fetch(value.key);
  const outcome = assert.rejects(engine.fetch(endless.key), /was cancelled: the cluster was restarted/);
  await engine.restart();
  await outcome;
  await assert.rejects(engine.fetch(value.key), /is gone: the cluster was restarted/);
  assert.equal(engine.info().memoryUsed, 0);
  assert.equal(await run(engine, "identity", 1), 1);
  assert.equal(engine.info().workers.length, 2);
});

test("scale() resolves when there are as many workers as asked for, all ready", async () => {
  const engine = start();
  await engine.scale(3);
  assert.deepEqual(
    engine.info().workers.map(({ id, state }) => `${id} ${state}`),
    ["1 idle", "2 idle", "3 idle"],
  );
  await engine.scale(1);
  assert.equal(engine.info().workers.length, 1);
  assert.equal(await run(engine, "identity", 1), 1);
});

test("where no thread can be started, tasks fail with the reason, and run once there can be one", async (context) => {
  const refused = context.mock.method(worker_threads, "Worker", function refuse() {
    throw new Error("EAGAIN");
  } as never);
  const engine = start();
  await assert.rejects(run(engine, "identity", 1), {
    name: "WorkerLostError",
    message: /No worker can be started\. Worker 1 could not be started: EAGAIN\./,
  });
  refused.mock.restore();
  assert.equal(await run(engine, "identity", 2), 2);
});

test("close() ends everything, may be called again, and what is asked afterwards is refused in a sentence", async () => {
  const engine = start({ nWorkers: 2 });
  const endless = task("spin");
  engine.submit([endless]);
  const outcome = assert.rejects(engine.fetch(endless.key), /was cancelled: the cluster was closed/);
  await Promise.all([engine.close(), engine.close()]);
  await outcome;
  assert.equal(engine.info().state, "closed");
  assert.deepEqual(engine.info().workers, []);
  assert.throws(() => engine.submit([task("identity", 1)]), /This cluster has been closed/);
  await engine.cancel([endless.key]);
  engine.release([endless.key]);
});
