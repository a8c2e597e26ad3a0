import assert from "node:assert/strict";
import { Socket } from "node:net";
import { basename } from "node:path";
import test, { after } from "node:test";
import { inspect } from "node:util";
import type { Future } from "../../src/client/future.js";
import { progress } from "../../src/client/progress.js";
import { asCompleted, wait } from "../../src/client/wait.js";
import { Client } from "../../src/index.js";

const client = new Client({ nWorkers: 2 });
after(() => client.close());

const pause = async (milliseconds: number): Promise<number> => {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  return milliseconds;
};
const spin = (): never => {
  for (;;);
};

test("submit() calls a function on a worker, and its future gives the value", async () => {
  const future = client.submit((a: number, b: number) => a + b, 1, 2);
  assert.equal(future.status, "pending");
  assert.equal(await future.result(), 3);
  assert.equal(future.status, "finished");
  assert.equal(await future.exception(), undefined);
});

test("futures as arguments, also in an array, stand for their values", async () => {
  const two = client.submit(() => 2);
  const product: Future<number> = client.submit((a: number, b: number) => a * b, two, 21);
  assert.equal(await product.result(), 42);
  const sum = client.submit((all: number[]) => all.reduce((a, b) => a + b), [product, two, 1]);
  assert.equal(await sum.result(), 45);
});

test("map() calls a function with each item and its place, gather() gives the values in their order", async () => {
  const futures = client.map((name: string, i) => `${i} ${name}`, ["a", "b", "c"]);
  assert.deepEqual(await client.gather(futures), ["0 a", "1 b", "2 c"]);
  const lengths = client.map((text: string) => text.length, futures);
  assert.deepEqual(await client.gather(lengths), [3, 3, 3]);
  assert.deepEqual(client.map(pause, []), []);
});

test("async functions, methods and functions with names are called too, with what every program has", async () => {
  const scorer = {
    async score(x: number) {
      return Math.max(await Promise.resolve(x), 1);
    },
  };
  assert.equal(await client.submit(scorer.score, 5).result(), 5);
  assert.equal(
    await client.submit((path: string) => require("node:path").basename(path), "a/b.csv").result(),
    basename("a/b.csv"),
  );
  assert.equal(
    await client.submit(async (path: string) => (await import("node:path")).basename(path), "a/b").result(),
    "b",
  );
});

test("generators give an array of all that they yield", async () => {
  const squares = client.submit(function* (n: number) {
    for (let i = 1; i <= n; i++) yield i * i;
  }, 3);
  const values: number[] = await squares.result();
  assert.deepEqual(values, [1, 4, 9]);
  const later = client.submit(
    async function* (...letters: string[]) {
      for (const letter of letters) yield await Promise.resolve(letter);
    },
    "a",
    "b",
  );
  assert.deepEqual(await later.result(), ["a", "b"]);
});

test("arguments are as they were when the task was submitted, whatever happens to them afterwards", async () => {
  const row = { values: new Float64Array(3), tags: [] as string[] };
  const futures = [1, 2, 3].map((x) => {
    row.values[0] = x;
    row.tags.push(`${x}`);
    return client.submit((r: typeof row) => `${r.values[0]} of ${r.tags.join("")}`, row);
  });
  row.values[0] = 99;
  assert.deepEqual(await client.gather(futures), ["1 of 1", "2 of 12", "3 of 123"]);
});

test("part of a typed array goes without the rest, shared bytes stay shared", async () => {
  const whole = new Float64Array(1000).map((_, i) => i);
  const bufferOf = (part: Float64Array): number[] => [part[0], part.buffer.byteLength];
  assert.deepEqual(await client.submit(bufferOf, whole.subarray(5, 7)).result(), [5, 16]);
  const shared = new Int32Array(new SharedArrayBuffer(4));
  await client.submit((counter: Int32Array) => Atomics.add(counter, 0, 7), shared).result();
  assert.equal(shared[0], 7);
});

test("functions, classes and instances are arguments like any other", async () => {
  class Range {
    constructor(
      readonly from: number,
      readonly to: number,
    ) {}
    get length(): number {
      return this.to - this.from;
    }
  }
  const apply = (f: (x: number) => number, x: number): number => f(x);
  assert.equal(await client.submit(apply, (x: number) => 2 * x, 21).result(), 42);
  const lengths = client.map((range: Range) => range.length, [new Range(1, 3), new Range(2, 9)]);
  assert.deepEqual(await client.gather(lengths), [2, 7]);
  const isOne = (type: typeof Range, value: Range): boolean => value instanceof type;
  assert.equal(await client.submit(isOne, Range, new Range(0, 1)).result(), true);
  const text = client.submit(
    (bytes: Buffer, error: Error) => `${bytes.toString()} ${error.message}`,
    Buffer.from("a"),
    new Error("b"),
  );
  assert.equal(await text.result(), "a b");
});

test("functions, classes and instances are results like any other, here and for further tasks", async () => {
  const adder = client.submit((n: number) => (x: number) => x + n, 10);
  assert.equal((await adder.result())(5), 15);
  assert.equal(await client.submit((add: (x: number) => number) => add(1), adder).result(), 11);
  class Shape {
    constructor(readonly side: number) {}
    area(): number {
      return this.side ** 2;
    }
  }
  class Cube extends Shape {
    override area(): number {
      return 6 * super.area();
    }
  }
  const cubes = client.submit((type: typeof Cube) => [new type(1), new type(2)], Cube);
  const all = await cubes.result();
  assert.deepEqual(
    all.map((cube) => cube.area()),
    [6, 24],
  );
  assert.equal(await client.submit(([, second]: Cube[]) => second.area(), cubes).result(), 24);
  const kept = await client.submit(() => Object.assign(new RangeError("kept"), { rows: new Set([1]) })).result();
  assert.ok(kept instanceof RangeError);
  assert.deepEqual(kept.rows, new Set([1]));
});

test("a result that cannot leave the worker is an error that names it, and the worker goes on", async () => {
  const open = client.submit(function open() {
    return { name: "a", socket: new (require("node:net").Socket)() };
  });
  await assert.rejects(open.result(), {
    name: "UserFunctionError",
    message:
      'The result of "open" holds "socket", which is an instance of Socket (node:net), which cannot be sent to another thread. Take what is needed of it as plain data.',
  });
  const counter = client.submit(function counter() {
    let count = 0;
    return () => ++count;
  });
  await assert.rejects(counter.result(), /The result of "counter" holds "count", which it gives a new value/);
  const like = { "danfo-distributed.packed-value": { bytes: [1] } };
  assert.deepEqual(await client.submit((x: unknown) => x, like).result(), like);
});

test("an argument that no worker can be given is an error that names it, at once", () => {
  const open = { name: "a", socket: new Socket() };
  assert.throws(() => client.submit(function send(_: typeof open) {}, open), {
    name: "UserFunctionError",
    message:
      'Argument 1 of "send" holds "socket", which is an instance of Socket (node:net), which cannot be sent to another thread. Make it inside the function.',
  });
  const limit = 3;
  const choose = (items: number[], test: (x: number) => boolean): number[] => items.filter(test);
  assert.throws(() => client.submit(choose, [1, 5], (x: number) => x > limit), {
    message:
      'Argument 2 of "choose" holds "limit", which a worker does not have. Make it a parameter of the function that uses it.',
  });
  assert.throws(
    () => client.map((x: number) => x, 5 as never),
    /for each item of an array or another iterable, but it was given a number/,
  );
});

test("a call that takes much data along is warned of, once, with what to do instead", async () => {
  const warnings: string[] = [];
  const listen = ({ message }: Error): void => void warnings.push(message);
  process.on("warning", listen);
  const much = new Float64Array(2e6);
  const lengths = client.map(
    function lengthOf(x: Float64Array) {
      return x.length;
    },
    [much, much],
  );
  assert.deepEqual(await client.gather(lengths), [2e6, 2e6]);
  process.off("warning", listen);
  assert.equal(warnings.length, 1);
  assert.match(warnings[0], /^An argument of "lengthOf" is data of more than 10 MB.*client\.scatter\(…\)/);
});

test("a future in a text tells its key and status", async () => {
  const future = client.submit(function one() {
    return 1;
  });
  await future.result();
  assert.match(`${future}`, /^Future "one-\d+": finished$/);
});

test("futures that are printed take a line each", async () => {
  const futures = [client.submit(() => 1), client.submit(() => Promise.reject(new Error("no")))];
  await wait(futures);
  assert.equal(inspect(futures), "[ Future: finished, Future: error ]");
});

test("futures stand for their values also deep in arrays and objects", async () => {
  const two = client.submit(() => 2);
  const sum = (table: { rows: number[][]; scale: number }): number =>
    table.rows.flat().reduce((a, b) => a + b) * table.scale;
  assert.equal(await client.submit(sum, { rows: [[1, two], [two]], scale: two }).result(), 10);
});

test("an argument that looks like a reference to a task is handed over as it is", async () => {
  const hostile = { ref: "function-1", plain: 1, value: 0, list: [] };
  assert.deepEqual(await client.submit((x: unknown) => x, hostile).result(), hostile);
});

test("scatter() copies a value as it is now; tasks on all workers use it", async () => {
  const weights = { a: 1, b: [2, 3] };
  const scattered = await client.scatter(weights);
  weights.a = 100;
  assert.equal(scattered.status, "finished");
  assert.deepEqual(await scattered.result(), { a: 1, b: [2, 3] });
  const totals = [10, 20].map((x) => client.submit((w: typeof weights, x: number) => w.a + w.b[1] + x, scattered, x));
  assert.deepEqual(await client.gather(totals), [14, 24]);
  const scaled = await client.scatter({ scale: (x: number) => 2 * x });
  assert.equal(await client.submit((s: { scale(x: number): number }) => s.scale(4), scaled).result(), 8);
  await assert.rejects(client.scatter({ open: new Socket() }), {
    name: "UserFunctionError",
    message: /^The scattered value holds "open", which is an instance of Socket/,
  });
});

test("a function that uses a name from outside is refused with that name and how to pass it", () => {
  const threshold = 3;
  assert.throws(() => client.submit((x: number) => x > threshold, 5), {
    name: "UserFunctionError",
    message:
      'The function uses "threshold", which a worker does not have. Give it as an argument: client.submit((…, threshold) => …, …, threshold).',
  });
  assert.throws(() => client.submit("text" as never), /runs functions, but it was given a string/);
});

test("an error keeps its class and its own stack, which ends with its task; what depends on it names both", async () => {
  const failing = client.submit(function readHeader(file: string): string {
    throw new RangeError(`${file} has no header`);
  }, "a.csv");
  const dependent = client.submit(function measure(text: string) {
    return text.length;
  }, failing);
  const last = client.submit(function sum(...lengths: number[]) {
    return lengths.length;
  }, dependent);
  const [own, ...others] = await Promise.all([failing, dependent, last].map((future) => future.exception()));
  assert.match(
    own?.stack ?? "",
    /^RangeError: a\.csv has no header\n +at readHeader \(.*futures\.test\.js#readHeader:\d+:\d+\)\n +in task "readHeader"$/,
  );
  for (const [i, error] of others.entries()) {
    assert.ok(error instanceof RangeError);
    assert.equal(error.message, "a.csv has no header");
    const name = ["measure", "sum"][i];
    assert.equal(error.stack, `${own?.stack}\n    so that "${name}", which depends on it, did not run`);
  }
  const late = client.submit(function late(text: string) {
    return text;
  }, failing);
  assert.match((await late.exception())?.stack ?? "", /so that "late", which depends on it, did not run$/);
  await assert.rejects(client.gather([dependent, failing]), RangeError);
  assert.deepEqual([failing.status, dependent.status], ["error", "error"]);
});

test("an error among the tasks of map() says which item it was", async () => {
  const halves = client.map(
    function half(x: number) {
      if (x % 2 === 1) throw new RangeError(`${x} is odd`);
      return x / 2;
    },
    Array.from({ length: 2000 }, (_, i) => (i === 1234 ? 7 : 2 * i)),
  );
  await assert.rejects(client.gather(halves), (error: Error) => {
    assert.match(error.stack ?? "", /^RangeError: 7 is odd\n.*in task "half" \(item 1234\)$/s);
    return true;
  });
  assert.equal(halves.filter(({ status }) => status === "error").length, 1);
});

test("what is thrown and is no Error is told as it looks", async () => {
  const thrown = client.submit(() => {
    throw { code: 7, reason: "no" };
  });
  await assert.rejects(thrown.result(), /not an Error was thrown: \{ code: 7, reason: 'no' \}$/);
});

test("a task that tries to start a cluster fails, and the sentence says what to do instead", async () => {
  const nested = client.submit((file: string) => new (require(file).Client)(), require.resolve("../../src/client.js"));
  await assert.rejects(
    nested.result(),
    /^Error: A task runs on a worker already, and cannot start a cluster of its own/,
  );
});

test("what takes futures takes one too, and says what is no future", async () => {
  const one = client.submit(() => 1);
  assert.equal(await client.gather(one), 1);
  await client.cancel(one);
  await assert.rejects(client.gather([one, 2 as never]), {
    name: "TypeError",
    message:
      "gather() takes a future or a list of futures, but item 1 is a number. Futures come from submit(), map() and scatter().",
  });
  await assert.rejects(client.gather({ one } as never), /gather\(\) takes .*, but it was given an object\./);
  await assert.rejects(client.gather(one.result() as never), /but it was given a promise\./);
  await assert.rejects(client.cancel([one, undefined as never]), /cancel\(\) takes .*, but item 1 is undefined\./);
  await assert.rejects(client.cancel("one" as never), /cancel\(\) takes .*, but it was given a string\./);
  await assert.rejects(wait([[one] as never]), /wait\(\) takes .*, but item 0 is a list\./);
  await assert.rejects(asCompleted([null as never]).next(), /asCompleted\(\) takes .*, but item 0 is null\./);
  assert.throws(() => progress(1 as never), /progress\(\) takes .*, but it was given a number\./);
});

test("cancel() stops what runs, and its workers can be used again", async () => {
  const endless = client.map(spin, [1, 2, 3]);
  const outcomes = Promise.allSettled(endless.map((future) => future.result()));
  await client.cancel(endless);
  assert.deepEqual(
    endless.map(({ status }) => status),
    ["cancelled", "cancelled", "cancelled"],
  );
  for (const outcome of await outcomes)
    assert.equal(outcome.status === "rejected" && outcome.reason.name, "CancelledError");
  const one = client.submit(spin);
  await one.cancel();
  assert.equal(await client.submit(() => 1).result(), 1);
});

test("wait() tells what has ended, after all, the first, or a time", async () => {
  const [quick, failing] = [client.submit(pause, 1), client.submit(() => JSON.parse("{"))];
  assert.deepEqual(await wait([quick, failing]), { done: [quick, failing], notDone: [] });
  const slow = client.submit(spin);
  assert.deepEqual(await wait([slow, quick], { returnWhen: "first" }), { done: [quick], notDone: [slow] });
  assert.deepEqual(await wait([slow], { timeout: 0.01 }), { done: [], notDone: [slow] });
  await slow.cancel();
  const late = client.submit(pause, 20);
  assert.deepEqual(await wait([late], { timeout: Infinity }), { done: [late], notDone: [] });
  assert.deepEqual(await wait([]), { done: [], notDone: [] });
  await assert.rejects(wait([], { timeout: -1 }), /"timeout" must be a number of seconds/);
});

test("what result() gives is the caller's own: changing it changes nothing on the cluster", async () => {
  const letters = client.submit(() => ["b", "a"]);
  (await letters.result()).sort();
  assert.equal(await client.submit((all: string[]) => all.join(""), letters).result(), "ba");
  assert.deepEqual(await letters.result(), ["b", "a"]);
});

test("asCompleted() gives futures in the order in which they end", async () => {
  const futures = client.map(pause, [300, 1]);
  const ended: number[] = [];
  for await (const future of asCompleted(futures)) ended.push(await future.result());
  assert.deepEqual(ended, [1, 300]);
});

test("after a restart, a value that was there is lost, and a task that was pending is cancelled", async () => {
  const there = client.submit(() => 1);
  await there.result();
  const pending = client.submit(spin);
  await client.restart();
  assert.deepEqual([there.status, pending.status], ["lost", "cancelled"]);
  await assert.rejects(there.result(), /is gone: the cluster was restarted/);
});

test("a future of another client is refused", async () => {
  const elsewhere = new Client({ nWorkers: 1 });
  const future = elsewhere.submit(() => 1);
  const other = new Client({ nWorkers: 1 });
  assert.throws(() => other.submit((x: number) => x, future), /^TypeError: Future ".*" belongs to another client/);
  await other.close();
});
