import assert from "node:assert/strict";
import test from "node:test";
import { runNotebook } from "../notebook/jupyter.js";

const cells = [
  `import * as dd from "../../dist/src/index.js";
   const client = new dd.Client({ nWorkers: 2 });
   let factor = 3;
   class Point { constructor(public x: number) {} scaled() { return this.x * factor; } }
   async function show(title: string, value: () => unknown) {
     let shown: unknown;
     try { shown = await value(); } catch (error: any) { shown = error.stack; }
     console.log(JSON.stringify({ title: title, shown: shown }));
   }`,

  `const points = client.map((x: number) => new Point(x), [1, 2]);
   await show("instances of a cell's class", async () => (await client.gather(points)).map((point) => point.scaled()));
   await show("given to further tasks", () => client.gather(client.map((point: Point) => point.scaled() + factor, points)));
   await show("instances as arguments", () => client.submit((p: Point) => p instanceof Point && p.scaled(), new Point(5)).result());
   await show("a generator", () => client.submit(function* (n: number) { for (let i = 0; i < n; i++) yield i * factor; }, 3).result());
   await show("a function as result", async () => (await client.submit((n: number) => (x: number) => x * n * factor, 2).result())(7));`,

  `const row = { values: [1] };
   const early = client.submit((r: typeof row) => r.values.length, row);
   row.values.push(2);
   await show("arguments as they were", () => early.result());
   await show("what Node offers", () => client.submit(async () => {
     const fs = await import("node:fs/promises");
     await new Promise((resolve) => setTimeout(resolve, 1));
     return [await (await fetch("data:text/plain,fetched")).text(), (await fs.stat(".")).isDirectory()];
   }).result());
   const failing = client.submit(function readHeader(name: string): string { throw new RangeError(name + " has no header"); }, "a.csv");
   const dependent = client.submit(function measure(text: string) { return text.length; }, failing);`,

  `await show("an error", () => failing.result());
   await show("its dependent", () => dependent.result());
   await show("a cluster inside", () => client.submit(() => new dd.Client().info().state).result());
   failing`,

  `await client.close();`,
];

test("in tslab, tasks take and give what cells make, and an error says which cell its task came from", async () => {
  const { outputs, failure } = await runNotebook(cells);
  assert.equal(failure, undefined);
  const printed = outputs.flat().flatMap(({ name, text = "" }) => (name === "stdout" ? text.trim().split("\n") : []));
  const shown = new Map(printed.map((line) => JSON.parse(line)).map(({ title, shown }) => [title, shown]));
  const errors = ["an error", "its dependent", "a cluster inside"].map((title) => String(shown.get(title)));
  for (const title of ["an error", "its dependent", "a cluster inside"]) shown.delete(title);
  assert.deepEqual(Object.fromEntries(shown), {
    "instances of a cell's class": [3, 6],
    "given to further tasks": [6, 9],
    "instances as arguments": 15,
    "a generator": [0, 3, 6],
    "a function as result": 42,
    "arguments as they were": 1,
    "what Node offers": ["fetched", true],
  });
  const stack =
    /^RangeError: a\.csv has no header\n {4}at readHeader \(cell-3#readHeader:1:\d+\)\n {4}in task "readHeader"/;
  assert.match(errors[0], stack);
  assert.match(errors[1], stack);
  assert.match(errors[1], /so that "measure", which depends on it, did not run$/);
  assert.match(errors[2], /^Error: A task runs on a worker already/);
  assert.match(outputs[3].at(-1)?.data?.["text/plain"] ?? "", /^Future: error/);
});
