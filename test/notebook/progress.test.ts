import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import type { Engine, EngineEvent, TaskState } from "../../src/engine/engine.js";
import { setFollower } from "../../src/engine/follow-tasks.js";
import { runTasks } from "../../src/engine/run-tasks.js";
import { followTasks } from "../../src/notebook/progress.js";
import { runNotebook } from "./jupyter.js";

const keys = Array.from({ length: 10 }, (_, i) => `tree-${i}`);

let listeners: Set<(event: EngineEvent) => void>;
let written: string[];
let isTTY: boolean | undefined;

const engine = {
  subscribe(listener: (event: EngineEvent) => void) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

function say(key: string, state: TaskState): void {
  for (const listener of listeners) listener({ type: "task", key, name: "forest.tree", label: key, state });
}

beforeEach(() => {
  listeners = new Set();
  written = [];
  isTTY = process.stderr.isTTY;
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  mock.method(process.stderr, "write", (text: string) => written.push(text) > 0);
});

afterEach(() => {
  process.stderr.isTTY = isTTY as boolean;
  mock.timers.reset();
  mock.restoreAll();
});

test("a terminal sees at most five updates a second of work that lasts, and then a last line", () => {
  process.stderr.isTTY = true;
  followTasks(engine, keys, { title: "trees" });
  for (const key of keys) {
    say(key, "running");
    mock.timers.tick(100);
    say(key, "finished");
    mock.timers.tick(150);
  }
  assert.deepEqual(written, [
    "\r\u001b[K████████░░░░░░░░░░░░ trees: 4 of 10",
    "\r\u001b[K██████████░░░░░░░░░░ trees: 5 of 10",
    "\r\u001b[K████████████░░░░░░░░ trees: 6 of 10",
    "\r\u001b[K██████████████░░░░░░ trees: 7 of 10",
    "\r\u001b[K████████████████░░░░ trees: 8 of 10",
    "\r\u001b[K██████████████████░░ trees: 9 of 10",
    "\r\u001b[Ktrees: 10, finished\n",
  ]);
});

test("tasks that were done before are counted, and what is all done is said at once", () => {
  process.stderr.isTTY = false;
  followTasks(engine, keys.slice(0, 2), { title: "trees", done: 8 });
  mock.timers.tick(2000);
  for (const key of keys.slice(0, 2)) say(key, "finished");
  assert.deepEqual(written, ["trees: 10, finished\n"]);
  followTasks(engine, [], { title: "trees", done: 10 });
  assert.equal(listeners.size, 0);
});

test("tasks that make several things count as so many", () => {
  process.stderr.isTTY = true;
  followTasks(engine, keys.slice(0, 2), { title: "trees", counts: [24, 16] });
  mock.timers.tick(2000);
  say(keys[0], "finished");
  mock.timers.tick(200);
  say(keys[1], "finished");
  assert.deepEqual(written, ["\r\u001b[K████████████░░░░░░░░ trees: 24 of 40", "\r\u001b[Ktrees: 40, finished\n"]);
});

test("a file sees the last line alone", () => {
  process.stderr.isTTY = false;
  followTasks(engine, keys, { title: "trees" });
  mock.timers.tick(2000);
  for (const key of keys) say(key, "finished");
  assert.deepEqual(written, ["trees: 10, finished\n"]);
});

test("the bar has a colour where the terminal has any", (context) => {
  const { stderr } = process;
  stderr.isTTY = true;
  const { hasColors } = stderr;
  context.after(() => Object.assign(stderr, { hasColors }));
  Object.assign(stderr, { hasColors: () => true });
  followTasks(engine, keys, { title: "trees" });
  mock.timers.tick(2000);
  for (const key of keys.slice(0, 5)) say(key, "finished");
  mock.timers.tick(200);
  assert.deepEqual(written, [`\r\u001b[K\u001b[34m${"█".repeat(10)}\u001b[39m${"░".repeat(10)} trees: 5 of 10`]);
});

test("a terminal sees how many rows are worked through each second, until the end", () => {
  process.stderr.isTTY = true;
  const { showErrors } = followTasks(engine, keys.slice(0, 2), { title: "trees", rows: 123_456 });
  assert.equal(showErrors, undefined, "a line has no room for errors");
  mock.timers.tick(2000);
  say(keys[0], "finished");
  mock.timers.tick(200);
  say(keys[1], "finished");
  assert.deepEqual(written, [
    "\r\u001b[K██████████░░░░░░░░░░ trees: 1 of 2, 56 thousand rows a second",
    "\r\u001b[Ktrees: 2, finished\n",
  ]);
});

test("work that is done within a second says nothing in a terminal", () => {
  process.stderr.isTTY = true;
  followTasks(engine, keys, { title: "trees" });
  for (const key of keys) say(key, "finished");
  mock.timers.tick(5000);
  assert.deepEqual(written, []);
  assert.equal(listeners.size, 0, "no listener is left");
});

for (const [state, ending] of [
  ["error", "then one failed"],
  ["cancelled", "then cancelled"],
] as const) {
  test(`a task with state "${state}" ends the progress, and it says so`, () => {
    process.stderr.isTTY = false;
    followTasks(engine, keys, { title: "trees" });
    mock.timers.tick(2000);
    say(keys[0], "finished");
    say("another", "error");
    say(keys[1], state);
    say(keys[2], "finished");
    assert.deepEqual(written, [`trees: 1 of 10, ${ending}\n`]);
    assert.equal(listeners.size, 0);
  });
}

test("progress that is told to stop says once that it ended, and none is shown of no tasks", () => {
  process.stderr.isTTY = true;
  followTasks(engine, [], { title: "trees" }).stop();
  const following = followTasks(engine, keys, { title: "trees" });
  mock.timers.tick(2000);
  say(keys[0], "finished");
  following.stop();
  following.stop();
  mock.timers.tick(2000);
  assert.deepEqual(written, ["\r\u001b[Ktrees: 1 of 10, then cancelled\n"]);
  assert.equal(listeners.size, 0);
});

test("progress ends where its tasks cannot be submitted", async () => {
  process.stderr.isTTY = true;
  setFollower(followTasks);
  const closed = {
    ...engine,
    submit: () => {
      mock.timers.tick(2000);
      throw new Error("closed");
    },
  } as unknown as Engine;
  const tasks = [{ key: "tree-0", name: "forest.tree", args: [] }];
  await assert.rejects(runTasks(closed, tasks, { title: "trees" }), /closed/);
  assert.deepEqual(written, ["\r\u001b[Ktrees: 0 of 1, then cancelled\n"]);
  assert.equal(listeners.size, 0);
});

test("a notebook keeps the last state of a progress, the same in each run", async () => {
  mock.timers.reset();
  const { outputs, failure } = await runNotebook([
    `import { followTasks } from "../../dist/src/notebook/progress.js";
const listeners: any[] = [];
const engine = { subscribe: (listener: any) => { listeners.push(listener); return () => {}; } };
const following = followTasks(engine, ["a", "b"], { title: "trees <b>", rows: 1000 });
following.showErrors([0.5, 0.25]);
const say = (key: string) => listeners.forEach((listener) => listener({ type: "task", key: key, state: "finished" }));`,
    `say("a"); await new Promise((done) => setTimeout(done, 500)); say("b"); "done"`,
  ]);
  assert.equal(failure, undefined);
  assert.deepEqual(
    outputs[0].map((output) => output.data),
    [
      {
        "text/html": '<div style="margin:4px 0"><span>trees &lt;b&gt;: 2, finished</span></div>',
        "text/latex": "\\noindent trees \\textless{}b\\textgreater{}: 2, finished",
        "text/plain": "trees <b>: 2, finished",
      },
    ],
  );
  assert.deepEqual(
    outputs[1].map((output) => output.text),
    ["done\n"],
  );
});
