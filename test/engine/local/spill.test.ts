import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test, { after } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Task, TaskArg } from "../../../src/engine/engine.js";
import { LocalEngine } from "../../../src/engine/local/local-engine.js";
import { removeLeftovers } from "../../../src/engine/local/spill-folder.js";
import { newKey } from "../../../src/engine/run-tasks.js";
import { MemoryLimitError } from "../../../src/errors.js";

const base = mkdtempSync(join(tmpdir(), "spill-test-"));
after(() => rmSync(base, { recursive: true }));

const megabyte = 2 ** 20;
const taskModules = [resolve(__dirname, "task-functions.js")];
const task = (verb: string, ...args: TaskArg[]): Task => ({ key: newKey(verb), name: `test.${verb}`, args });
const folders = (): string[] => readdirSync(base).map((name) => join(base, name));

function start(memoryLimit: number, localDirectory = base): LocalEngine {
  return new LocalEngine({ nWorkers: 2, memoryLimit, retries: 0, taskModules, localDirectory });
}

/** Resolves when so many megabytes have left memory. */
async function spilled(engine: LocalEngine, megabytes: number): Promise<void> {
  while (engine.info().memorySpilled < megabytes * megabyte) await sleep(1);
}

/** A program that spills 8 MiB of 16 into the folder and prints the folder's name. */
const spilling = `
  const { LocalEngine } = require(${JSON.stringify(resolve(__dirname, "../../../src/engine/local/local-engine.js"))});
  const options = { nWorkers: 1, memoryLimit: 16 * 2 ** 20, retries: 0, localDirectory: ${JSON.stringify(base)} };
  const engine = new LocalEngine({ ...options, taskModules: ${JSON.stringify(taskModules)} });
  const keys = Array.from({ length: 16 }, (_, i) => "bytes" + i);
  engine.submit(keys.map((key) => ({ key, name: "test.bytes", args: [2 ** 20] })));
  (async () => {
    for (const key of keys) await engine.settled(key);
    while (engine.info().memorySpilled < 2 ** 20) await new Promise((resolve) => setTimeout(resolve, 5));
    console.log(require("node:fs").readdirSync(${JSON.stringify(base)}).join());`;

test("values past the limit are spilled to private files, come back when they are needed, and are gone after close", async () => {
  const engine = start(16 * megabyte);
  const parts = Array.from({ length: 48 }, () => task("bytes", megabyte));
  const sums = parts.map(({ key }, i) => task("sum", { ref: key }, { ref: parts[(i + 20) % 48].key }));
  engine.submit(parts);
  for (const { key } of parts) await engine.settled(key);
  await spilled(engine, 39);
  assert.ok(engine.info().memoryUsed <= 0.6 * 16 * megabyte);
  const [folder] = folders();
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  const file = join(folder, readdirSync(folder)[0]);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.deepEqual(new Set(readFileSync(file)), new Set([7]));
  engine.submit(sums);
  for (const { key } of sums) assert.equal(await engine.fetch(key), 2 * 7 * megabyte);
  assert.deepEqual(await engine.fetch(parts[0].key), new Uint8Array(megabyte).fill(7));
  engine.release([...parts, ...sums].map(({ key }) => key));
  assert.equal(engine.info().memoryUsed + engine.info().memorySpilled, 0);
  await engine.close();
  assert.deepEqual(folders(), []);
});

test("a restart forgets spilled values, and the cluster goes on spilling", async () => {
  const engine = start(4 * megabyte);
  for (let round = 0; round < 2; round++) {
    const parts = Array.from({ length: 8 }, () => task("bytes", megabyte));
    engine.submit(parts);
    await spilled(engine, 5);
    await engine.restart();
    assert.equal(engine.info().memorySpilled, 0);
  }
  await engine.close();
  assert.deepEqual(folders(), []);
});

test("a value that is too great fails its task, or its scatter, and the cluster goes on", async () => {
  const engine = start(megabyte);
  const big = { ...task("bytes", 2 * megabyte), label: "the whole file" };
  engine.submit([big]);
  await assert.rejects(engine.fetch(big.key), (error: MemoryLimitError) => {
    assert.ok(error instanceof MemoryLimitError);
    assert.match(error.message, /^The value of "the whole file" takes 2\.0 MiB, but .* may take 1\.0 MiB\./);
    return true;
  });
  assert.throws(() => engine.put("scatter-1", new Uint8Array(2 * megabyte)), /"scatter-1" takes 2\.0 MiB/);
  const small = task("bytes", 10);
  engine.submit([small]);
  assert.equal(((await engine.fetch(small.key)) as Uint8Array).length, 10);
  await engine.close();
});

test("where nothing can be written values stay in memory, which is said once", async () => {
  const file = join(base, "no-folder");
  writeFileSync(file, "");
  const warning = once(process, "warning");
  const engine = start(2 * megabyte, file);
  const parts = Array.from({ length: 6 }, () => task("bytes", megabyte));
  engine.submit(parts);
  for (const { key } of parts) assert.equal(((await engine.fetch(key)) as Uint8Array).length, megabyte);
  assert.match((await warning)[0].message, /cannot be written to .*no-folder.* another localDirectory/);
  await engine.close();
  rmSync(file);
});

test("a spilled value whose file somebody removed is an error that says so", async () => {
  const engine = start(4 * megabyte);
  const parts = Array.from({ length: 8 }, () => task("bytes", megabyte));
  engine.submit(parts);
  await spilled(engine, 5);
  renameSync(folders()[0], join(base, "moved"));
  const sum = task("sum", ...parts.slice(0, 2).map(({ key }) => ({ ref: key })));
  engine.submit([sum]);
  await assert.rejects(engine.fetch(sum.key), /The value of "test\.bytes" had left memory for a file/);
  await engine.close();
  rmSync(join(base, "moved"), { recursive: true });
});

test("a folder for spilled values that was named from the working directory stays where it was when that changes", async () => {
  const before = process.cwd();
  process.chdir(base);
  const engine = start(16 * megabyte, "spilled");
  process.chdir(before);
  const parts = Array.from({ length: 48 }, () => task("bytes", megabyte));
  engine.submit(parts);
  await spilled(engine, 39);
  assert.equal(readdirSync(join(base, "spilled")).length, 1);
  await engine.close();
  assert.deepEqual(readdirSync(join(base, "spilled")), []);
  rmSync(join(base, "spilled"), { recursive: true });
});

test("a process that is told to end by SIGTERM leaves no files behind", async () => {
  const child = spawn(process.execPath, ["-e", `${spilling} setInterval(() => {}, 1000); })();`]);
  const [printed] = await once(child.stdout, "data");
  assert.match(String(printed), /^danfo-distributed-/);
  child.kill("SIGTERM");
  const [, signal] = await once(child, "exit");
  assert.equal(signal, "SIGTERM");
  assert.deepEqual(folders(), []);
});

test("a process that ends without close() leaves no files behind", () => {
  const { status, stdout } = spawnSync(process.execPath, ["-e", `${spilling} })();`], { encoding: "utf8" });
  assert.equal(status, 0);
  assert.match(stdout, /^danfo-distributed-/);
  assert.deepEqual(folders(), []);
});

test("what a crashed process left is removed when the next cluster starts, what others use is not", async () => {
  const crashed = spawnSync(process.execPath, ["-e", `${spilling} process.kill(process.pid, "SIGKILL"); })();`]);
  assert.equal(crashed.signal, "SIGKILL");
  const [left] = folders();
  assert.ok(existsSync(left));
  const used = left.replace(/-\d+-(\d+)-/, `-${process.ppid}-$1-`);
  const elsewhere = left.replace(/^(.*danfo-distributed-)[0-9a-f]{8}/, "$100000000");
  for (const folder of [used, elsewhere]) mkdirSync(folder);
  await removeLeftovers(base);
  assert.deepEqual(folders().sort(), [used, elsewhere].sort());
  for (const folder of [used, elsewhere]) rmSync(folder, { recursive: true });
});

test("memory that values have left is given back to the machine, by every thread", () => {
  const many = spilling.replace("length: 16 ", "length: 400 ");
  const code = `${many} console.log(process.resourceUsage().maxRSS); })();`;
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", code], { encoding: "utf8" });
  const megabytes = Number(stdout.trim().split("\n")[1]) / 1024;
  assert.ok(megabytes > 0 && megabytes < 300, `${megabytes} MiB ${stderr}`);
});
