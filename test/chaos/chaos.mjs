/**
 * A cluster whose workers keep dying: a graph of thousands of dependent tasks is computed again and again, on little
 * memory, while workers exit, fill their heap, hang or are terminated at random, after 2 seconds on average. In the end
 * every result must have been exact, no future pending, and no thread, handle or file left. Then a storm: 1,000 running
 * and queued tasks are cancelled, and the workers must be free again.
 *
 *     npm run chaos -- [SECONDS [SEED]]     (60 seconds; the seed is printed)
 */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const seconds = Number(process.argv[2] ?? 60);
const seed = Number(process.argv[3] ?? Date.now() % 2 ** 31);
const nWorkers = 4;
const meanLife = 2000;
const random = mulberry32(seed);
console.log(`seed ${seed}: ${seconds} s, ${nWorkers} workers, each living ${meanLife / 1000} s on average`);

/** All threads that were ever started; those that have ended have no number any more. */
const threads = new Set();
const workerThreads = createRequire(import.meta.url)("node:worker_threads");
workerThreads.Worker = class extends workerThreads.Worker {
  constructor(...args) {
    super(...args);
    threads.add(this);
    this.once("exit", () => threads.delete(this));
  }
};
const { Client } = await import("../../dist/src/index.js");

const localDirectory = mkdtempSync(join(tmpdir(), "chaos-"));
const before = openHandles();
const client = new Client({ nWorkers, memoryLimit: "8MiB", retries: 1000, taskTimeout: 0.5, localDirectory });
const fates = ["exit", "heap", "hang"];
/** What the thread with this number is to do when its next task begins: a place in `fates`, from 1. */
const fate = new Int32Array(new SharedArrayBuffer(4 * 2 ** 16));
const kills = { exit: 0, heap: 0, hang: 0, terminate: 0 };
let lost = 0;
client.engine.subscribe(({ type, state }) => {
  if (type === "worker" && state === "lost") lost += 1;
});

const end = Date.now() + 1000 * seconds;
const killing = killAtRandom();
let rounds = 0;
let tasks = 0;
let spilled = 0;
while (Date.now() < end) {
  const round = await within(120, "a round", computeGraph());
  rounds += 1;
  tasks += round;
  spilled = Math.max(spilled, client.info().memorySpilled);
}
await killing;
console.log(`${rounds} rounds, ${tasks} tasks, every result exact; ${Math.round(spilled / 2 ** 20)} MiB in files`);
console.log(
  `${lost} workers lost: ${Object.entries(kills)
    .map(([kind, times]) => `${times} × ${kind}`)
    .join(", ")}`,
);
assert.ok(rounds > 0 && lost > 0);

await cancelStorm();
await within(20, "close()", client.close());
// Streams of threads that have ended close in the turns that follow.
for (let turn = 0; turn < 100 && openHandles() !== before; turn++) await sleep(10);
assert.equal(threads.size, 0, "threads are left");
assert.equal(process.report.getReport().workers.length, 0, "threads are left");
assert.equal(openHandles(), before, "handles are left");
assert.deepEqual(readdirSync(localDirectory), [], "files are left");
rmSync(localDirectory, { recursive: true });
console.log("no thread, handle or file left");

/** Computes a graph of some thousand tasks, in which most take the values of two others, and checks each result. */
async function computeGraph() {
  const futures = [];
  const expected = [];
  const size = 2000 + Math.floor(random() * 2000);
  for (let id = 0; id < size; id++) {
    if (id < 200) {
      // Bytes, as partitions are: these spill.
      futures.push(client.submit(step, fate, id));
      expected.push(undefined);
      continue;
    }
    const recent = id < 400 ? 200 : 600;
    const [a, b] = [id - 1 - Math.floor(random() * recent), id - 1 - Math.floor(random() * recent)].map((i) =>
      Math.max(0, i),
    );
    futures.push(client.submit(step, fate, id, futures[a], futures[b]));
    expected.push((numberAt(a) + 3 * numberAt(b) + id) % 1_000_003);
  }
  const values = await client.gather(futures.slice(200));
  assert.deepEqual(values, expected.slice(200));
  assert.ok(
    futures.every(({ status }) => status === "finished"),
    "a future is pending",
  );
  return size;

  function numberAt(id) {
    return expected[id] ?? 50_000 * (id % 251);
  }
}

/**
 * First whatever fate has in store for the thread it runs on; then, of the values of two tasks, each bytes or a number,
 * a number, or without such values a partition's worth of bytes.
 */
function step(fate, id, a, b) {
  const { threadId } = require("node:worker_threads");
  const what = Atomics.exchange(fate, threadId % fate.length, 0);
  if (what === 1) process.exit(7);
  for (const all = []; what === 2; ) all.push(new Array(10_000).fill(all.length));
  while (what === 3);
  if (a === undefined) return new Uint8Array(50_000).fill(id % 251);
  for (const start = performance.now(); performance.now() - start < (id % 7) / 4; );
  const numberOf = (value) => (typeof value === "number" ? value : value.reduce((sum, byte) => sum + byte, 0));
  return (numberOf(a) + 3 * numberOf(b) + id) % 1_000_003;
}

/** Until the end, has some worker die now and then: as often as each lives for the mean life on average. */
async function killAtRandom() {
  while (Date.now() < end) {
    await sleep((-Math.log(1 - random()) * meanLife) / nWorkers);
    const alive = [...threads];
    const thread = alive[Math.floor(random() * alive.length)];
    const kind = Math.floor(random() * 4);
    if (thread === undefined || thread.threadId < 0) continue;
    if (kind === 3) {
      kills.terminate += 1;
      void thread.terminate();
    } else {
      kills[fates[kind]] += 1;
      fate[thread.threadId % fate.length] = kind + 1;
    }
  }
}

/** Cancels 1,000 endless tasks, of which some run, and says how soon the workers are free again. */
async function cancelStorm() {
  await client.restart();
  fate.fill(0);
  const begun = new Int32Array(new SharedArrayBuffer(4));
  const endless = client.map(
    (counter) => {
      for (Atomics.add(counter, 0, 1); ; );
    },
    Array.from({ length: 1000 }, () => begun),
  );
  while (begun[0] < nWorkers) await sleep(5);
  const began = performance.now();
  await within(20, "cancelling", client.cancel(endless));
  const cancelled = performance.now();
  await within(20, "a task after cancelling", client.gather(client.map((x) => x, Array.from({ length: nWorkers }))));
  assert.ok(endless.every(({ status }) => status === "cancelled"));
  const [toCancel, toRun] = [cancelled - began, performance.now() - began].map((ms) => `${ms.toFixed(0)} ms`);
  console.log(`1,000 tasks cancelled in ${toCancel}; the next results after ${toRun}`);
}

/** What is waited for, or an error when it takes too long. */
async function within(seconds, what, promise) {
  const timer = new AbortController();
  const late = sleep(1000 * seconds, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`${what} took more than ${seconds} s: ${JSON.stringify(client.info())}`);
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([promise, late]);
  } finally {
    timer.abort();
  }
}

/** What keeps the program alive or could, apart from its standard streams. */
function openHandles() {
  const names = process
    .getActiveResourcesInfo()
    .filter((name) => !/^(PipeWrap|TTYWrap|CloseReq|FSReqPromise|Immediate)$/.test(name));
  return names.sort().join();
}

function mulberry32(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
