import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";

const run = promisify(execFile);
const danfo = resolve(__dirname, "../../src/danfo");
const file = join(danfo, "danfo.js");
const sum = "new dfd.DataFrame([[1, 2], [3, 4]]).add(1).sum({ axis: 0 }).values";

test("a CommonJS program requires danfo, and nothing but its own output is printed", async () => {
  const { stdout, stderr } = await node("commonjs", `const { dfd } = require(${JSON.stringify(file)});`);
  assert.deepEqual([stdout, stderr], ["[6,8]\n", ""]);
});

test("an ES module imports danfo", async () => {
  const { stdout } = await node("module", `import { dfd } from ${JSON.stringify(pathToFileURL(file))};`);
  assert.equal(stdout, "[6,8]\n");
});

test("danfo is loaded when it is first used, not when it is imported", async () => {
  const program = `
    const { dfd } = require(${JSON.stringify(file)});
    const loaded = () => Object.keys(require.cache).some((file) => file.endsWith("danfojs.js"));
    const before = loaded();
    dfd.DataFrame;
    console.log(before, loaded(), "merge" in dfd, Object.keys(dfd).includes("Series"));`;
  const { stdout } = await run(process.execPath, ["-e", program]);
  assert.equal(stdout, "false true true true\n");
});

test("a worker thread loads danfo", async () => {
  const program = `
    const { dfd } = require(${JSON.stringify(file)});
    require("node:worker_threads").parentPort.postMessage(${sum});`;
  const worker = new Worker(program, { eval: true });
  const message = await new Promise((done, failed) => worker.once("message", done).once("error", failed));
  await worker.terminate();
  assert.deepEqual(message, [6, 8]);
});

test("the bundle works in a folder without any package", async () => {
  const folder = mkdtempSync(join(tmpdir(), "danfo-"));
  try {
    copyFileSync(join(danfo, "generated/danfojs.js"), join(folder, "danfojs.cjs"));
    const program = `
      const dfd = require("./danfojs.cjs");
      console.log(JSON.stringify(${sum}), String(new dfd.DataFrame([[1]], { columns: ["a"] })).includes("a"));`;
    const { stdout } = await run(process.execPath, ["-e", program], { cwd: folder });
    assert.equal(stdout, "[6,8] true\n");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the types import nothing but each other and Node's", () => {
  const types = join(danfo, "generated/types");
  for (const name of readdirSync(types, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".d.ts")) continue;
    const text = readFileSync(join(types, name), "utf8").replaceAll(/\/\*.*?\*\//gs, "");
    for (const [, from] of text.matchAll(/\bfrom ["']([^"']+)["']/g)) {
      if (from === "stream") continue;
      const target = resolve(types, name, "..", from);
      assert.ok(from.startsWith(".") && [`${target}.d.ts`, join(target, "index.d.ts")].some(existsSync), from);
    }
  }
});

test("the licences of what is in the bundle are shipped with it", () => {
  const notices = readFileSync(join(danfo, "THIRD-PARTY-NOTICES"), "utf8");
  for (const part of [
    "danfojs-node 1.2.0 (MIT)\n\nCopyright 2022 JsData.",
    "@tensorflow/tfjs-core 4.22.0 (Apache-2.0)\n\nCopyright 2020 Google LLC.",
    "papaparse 5",
    "Permission is hereby granted, free of charge",
    "TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION",
  ]) {
    assert.ok(notices.includes(part), part);
  }
});

function node(type: "commonjs" | "module", start: string): Promise<{ stdout: string; stderr: string }> {
  const program = `${start}\nconsole.log(JSON.stringify(${sum}));`;
  return run(process.execPath, [`--input-type=${type}`, "-e", program]);
}
