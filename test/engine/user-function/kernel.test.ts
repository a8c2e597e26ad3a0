import assert from "node:assert/strict";
import { sep } from "node:path";
import test from "node:test";
import { runNotebook } from "../../notebook/jupyter.js";

const load = (file: string): string => `require(${JSON.stringify(require.resolve(file))})`;

const cells = [
  `const { packFunction } = ${load("../../../src/engine/user-function/pack-function.js")};
   const { TestWorker } = ${load("./worker.js")};
   const worker = new TestWorker();
   async function show(title: string, f: (...args: any[]) => unknown, ...args: unknown[]) {
     let result: unknown;
     try { result = await worker.run(packFunction(f), ...args); } catch (error: any) { result = error.message; }
     console.log(JSON.stringify({ title: title, result: result, source: f.toString() }));
   }`,

  // Within one cell: values, functions, classes and imports of every kind.
  `import { tokenizer, version as acornVersion } from "acorn";
   import * as path from "node:path";
   import fs, { existsSync as exists } from "node:fs";
   import Papa from "papaparse";
   let factor = 3;
   const table = { a: [1, 2], b: new Map([["x", 4]]) };
   enum Level { low = 1, high = 5 }
   function scale(x: number): number { return x * factor; }
   class Point {
     #hidden = factor;
     constructor(public x: number, public y = Level.high) {}
     static origin() { return new Point(0); }
     sum() { return this.x + this.y + this.#hidden; }
   }
   class Plain { constructor(public n: number) {} twice() { return this.n * 2; } }
   const plain = new Plain(4);
   const { a: [, second], ...rest } = table;
   await show("value", (x: number) => x * factor, 2);
   await show("function", (x: number) => scale(x), 2);
   await show("data", () => [table.b.get("x"), second, Object.keys(rest), Level.high, Level[1]]);
   await show("class", () => Point.origin().sum());
   await show("instance", () => [plain.twice(), plain instanceof Plain]);
   await show("named import", () => [typeof tokenizer("1", { ecmaVersion: 2022 }), acornVersion.length > 0, exists("/")]);
   await show("namespace import", () => path.join("a", "b"));
   await show("default import", () => [typeof fs.readFileSync, Papa.parse("a,b").data]);
   await show("dynamic import", async () => (await import("node:path")).sep);
   for (const i of [7]) await show("local", () => i + factor);
   const make = (factor: number) => () => factor;
   await show("shadow", make(8));`,

  // Across cells.
  `await show("value across", (x: number) => x * factor, 2);
   await show("function across", (x: number) => scale(x), 2);
   await show("class across", () => Point.origin().sum());
   await show("instance across", () => [plain.twice(), plain instanceof Plain]);
   await show("imports across", () => [path.sep, typeof fs.readFileSync, exists("/"), typeof tokenizer, Papa.parse("a,b").data]);
   class Point3 extends Point { z = factor; sum() { return super.sum() + this.z; } }
   await show("subclass across", () => new Point3(1).sum());
   await show("methods", { m(x: number) { return x + factor; } }.m, 1);
   await show("generator", function* () { for (let i = 0; i < factor; i++) yield scale(i); });
   await show("shadow across", make(9));`,

  `factor = 10;
   await show("changed", (x: number) => scale(x), 2);
   await show("assigned", () => { factor += 1; });
   const later = Promise.resolve(1);
   await show("promise", async () => await later);
   await show("client", () => worker);
   await show("throws", function thrower() { throw new Error("from a worker " + new Error().stack!.includes("notebook#thrower:1")); });
   await worker.close();`,
];

test("functions of tslab's cells run in a worker with what they use, in the three forms of a name", async () => {
  const { outputs, failure } = await runNotebook(cells);
  assert.equal(failure, undefined);
  const text = outputs.flat().map(({ text }) => text ?? "");
  assert.deepEqual(
    outputs.flat().filter(({ name }) => name === "stderr"),
    [],
  );
  const lines = text.join("").trim().split("\n");
  const shown = new Map(lines.map((line) => JSON.parse(line)).map((line) => [line.title, line]));
  const results = Object.fromEntries([...shown].map(([title, { result }]) => [title, result]));
  const { client, ...rest } = results;
  assert.deepEqual(rest, {
    value: 6,
    function: 6,
    data: [4, 2, ["b"], 5, "low"],
    class: 8,
    instance: [8, true],
    "named import": ["object", true, true],
    "namespace import": `a${sep}b`,
    "default import": ["function", [["a", "b"]]],
    "dynamic import": sep,
    local: 10,
    shadow: 8,
    "value across": 6,
    "function across": 6,
    "class across": 8,
    "instance across": [8, true],
    "imports across": [sep, "function", true, "function", [["a", "b"]]],
    "subclass across": 12,
    methods: 4,
    generator: [0, 3, 6],
    "shadow across": 9,
    changed: 6,
    assigned:
      'The function uses "factor", which it gives a new value: a worker has a copy of its own, so the change would be ' +
      "lost. Return the value instead.",
    promise:
      'The function uses "later", which is a promise, which cannot be sent to a worker. Await it first, and use its result.',
    throws: "from a worker true",
  });
  assert.match(client, /"worker\.thread", which is an instance of Worker/);

  const source = (title: string): string => shown.get(title).source;
  assert.match(source("value"), /x \* factor$/);
  assert.match(source("named import"), /acorn_1\.tokenizer\)\(/);
  assert.match(source("default import"), /node_fs_1\.default\.readFileSync/);
  assert.match(source("value across"), /x \* exports\.factor$/);
  assert.match(source("imports across"), /exports\.path\.sep.*exports\.exists\(/);
});
