import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import test from "node:test";
import { setTimeout as after, setImmediate as turn } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { ThreadGarbage } from "../../../src/engine/local/collect-garbage.js";

const file = resolve(__dirname, "../../../src/engine/local/collect-garbage.js");
const megabyte = 2 ** 20;

/** An object that nothing refers to, and how to see whether V8 has collected it. */
async function litter(): Promise<() => boolean> {
  const left = new WeakRef({});
  // What a weak reference was made for stays until this turn of the event loop has ended.
  await turn();
  return () => left.deref() === undefined;
}

test("what a thread has dropped is collected when it is more than allowed, and not before", async () => {
  const garbage = new ThreadGarbage(8 * megabyte);
  const isCollected = await litter();
  garbage.drop(8 * megabyte);
  await turn();
  assert.equal(isCollected(), false);
  garbage.drop(1);
  await turn();
  assert.equal(isCollected(), true);
  const isNextCollected = await litter();
  garbage.drop(8 * megabyte);
  await turn();
  assert.equal(isNextCollected(), false, "it counts from the start again");
});

test("a thread that has no time between its tasks collects at once what is due", async () => {
  const garbage = new ThreadGarbage(megabyte);
  const isCollected = await litter();
  garbage.collect();
  assert.equal(isCollected(), false, "nothing was dropped");
  await turn();
  garbage.drop(2 * megabyte);
  garbage.collect();
  await turn();
  assert.equal(isCollected(), true);
});

test("arrays that a task has left are given back before V8 would, if they are many", async () => {
  const heldArrays = () => process.memoryUsage().arrayBuffers;
  const leave = (bytes: number) => {
    for (let left = 0; left < bytes; left += megabyte / 4) new Uint8Array(megabyte / 4).fill(1);
  };
  const garbage = new ThreadGarbage(megabyte);
  garbage.collectYoung();
  const before = heldArrays();
  leave(4 * megabyte);
  garbage.collectYoung();
  assert.ok(heldArrays() >= before + 4 * megabyte, "few are left to V8");
  leave(6 * megabyte);
  assert.ok(heldArrays() >= before + 10 * megabyte, "V8 has not collected them");
  garbage.collectYoung();
  // V8 frees what it has collected in a thread of its own.
  for (let i = 0; i < 100 && heldArrays() > before + 4 * megabyte; i++) await after(20);
  assert.ok(heldArrays() < before + 4 * megabyte);
});

test("threads that look for V8's collector at the same time all find it", async () => {
  const nThreads = 4;
  const rounds = 20;
  const program = `
    const { workerData: { file, gate } } = require("node:worker_threads");
    const { setImmediate: turn } = require("node:timers/promises");
    (async () => {
      for (let i = 1; i <= ${rounds}; i++) {
        delete require.cache[file];
        const garbage = new (require(file).ThreadGarbage)(0);
        const left = new WeakRef({});
        await turn();
        garbage.request();
        Atomics.add(gate, 0, 1);
        while (Atomics.load(gate, 0) < i * ${nThreads});
        garbage.collect();
        await turn();
        if (left.deref() === undefined) Atomics.add(gate, 1, 1);
      }
    })();`;
  const gate = new Int32Array(new SharedArrayBuffer(8));
  const threads = Array.from(
    { length: nThreads },
    () => new Worker(program, { eval: true, workerData: { file, gate } }),
  );
  await Promise.all(threads.map((thread) => once(thread, "exit")));
  assert.equal(gate[1], nThreads * rounds, "all have collected each time");
  assert.equal("gc" in globalThis, false);
});

test("where V8's collector cannot be had, garbage is left to V8", () => {
  const program = `
    require("node:v8").setFlagsFromString = () => {};
    const { ThreadGarbage } = require(${JSON.stringify(file)});
    const garbage = new ThreadGarbage(0);
    garbage.request();
    garbage.collect();
    console.log("went on");`;
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", program], { encoding: "utf8", timeout: 20_000 });
  assert.equal(stdout.trim(), "went on", stderr);
});
