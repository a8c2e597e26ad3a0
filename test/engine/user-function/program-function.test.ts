import assert from "node:assert/strict";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { parse } from "acorn";
import { packFunction } from "../../../src/engine/user-function/pack-function.js";
import { TestWorker } from "./worker.js";

let worker: TestWorker;
before(() => {
  worker = new TestWorker();
});
after(() => worker.close());

const factor = 3;
let total = 0;

test("a function of a program runs in a worker on its arguments and what is global", async () => {
  const norm = packFunction((x: number, y: number) => Math.sqrt(x * x + y * y));
  assert.equal(norm.name, "anonymous");
  assert.equal(await worker.run(norm, 3, 4), 5);
  async function later(list: number[]): Promise<number> {
    await new Promise((resolve) => setTimeout(resolve, 1));
    return structuredClone(list).length;
  }
  assert.equal(await worker.run(packFunction(later), [1, 2]), 2);
});

test("a name that a worker does not have is an error that shows how to pass it", () => {
  assert.throws(() => packFunction((x: number) => x * factor), {
    name: "UserFunctionError",
    message:
      'The function uses "factor", which a worker does not have. Give it as an argument: ' +
      "client.submit((…, factor) => …, …, factor).",
    where: { function: "", path: "factor" },
  });
  const scaled = (): number => factor + total;
  assert.throws(() => packFunction(scaled), {
    message:
      'The function "scaled" uses "factor" and "total", which a worker does not have. Give them as arguments: ' +
      "client.submit((factor, total) => …, factor, total).",
  });
});

test("an imported name is an error that shows how to load it", () => {
  assert.throws(() => packFunction(() => join("a", "b")), {
    message:
      'The function uses "node_path_1", which a worker does not have. Load it inside the function: ' +
      'const { join } = await import("node:path").',
  });
  const read = parse;
  assert.throws(() => packFunction(() => read("1", { ecmaVersion: 2022 })), {
    message: /const \{ parse: read \} = await import\("acorn"\)\.$/,
  });
});

test("a new value for an outer name is an error", () => {
  const add = (x: number): void => {
    total += x;
  };
  assert.throws(() => packFunction(add), /The function "add" uses "total", which it gives a new value/);
});

test("a variable that hides a global name is an error, and so is a global of this thread alone", () => {
  const fetch = (): number => 1;
  assert.throws(() => packFunction(() => fetch()), /"fetch", which a worker does not have/);
  const globals = globalThis as Record<string, unknown>;
  globals.mine = 1;
  try {
    assert.throws(() => packFunction(new Function("return mine") as () => unknown), /"mine", which a worker does not/);
  } finally {
    delete globals.mine;
  }
});

test("what it loads inside, by require or by import, is found from the program's folder", async () => {
  assert.equal(await worker.run(packFunction(() => typeof require("acorn").parse)), "function");
  assert.equal(await worker.run(packFunction(async () => typeof (await import("acorn")).parse)), "function");
  assert.throws(() => packFunction(() => import("./worker.js")), /The function imports "\.\/worker\.js".*full path/);
});

test("a function of the language, of Node or of a package is found by the worker itself", async () => {
  assert.equal(await worker.run(packFunction(Math.max), 1, 5), 5);
  assert.equal(await worker.run(packFunction(join), "a", "b"), join("a", "b"));
  assert.equal(
    ((await worker.run(packFunction(parse), "1", { ecmaVersion: 2022 })) as { type: string }).type,
    "Program",
  );
});

test("a native function of its own is an error", () => {
  assert.throws(() => packFunction(((x: number) => x).bind(null, 1)), /is a native function .* Wrap it/);
  assert.throws(() => packFunction(3 as never), /A worker runs functions, but it was given a number\./);
});

test("an error inside tells where: the function, and the program that handed it over", async () => {
  const packed = packFunction(function fails() {
    throw new Error("no");
  });
  await assert.rejects(worker.run(packed), (error: Error) => {
    assert.ok(error.stack?.includes(`at fails (${encodeURI(__filename)}#fails:2:`), error.stack);
    return true;
  });
});

test("a module that a worker cannot load is named", async () => {
  const packed = packFunction(() => require("acorn-that-is-not-there"));
  await assert.rejects(worker.run(packed), /Cannot find module 'acorn-that-is-not-there'/);
});

test("much data that goes along is warned of, once", async () => {
  const { promise, resolve } = withResolver<Error>();
  process.once("warning", resolve);
  packFunction(Object.assign((x: number) => x, { table: new Float64Array(2_000_000) }));
  assert.match((await promise).message, /takes 16 MB of data along\. Sent once with client\.scatter/);
});

function withResolver<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
