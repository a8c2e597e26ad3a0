import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import test from "node:test";
import { Client, getClient } from "../src/client.js";
import { currentEngine } from "../src/engine/current-engine.js";
import { LocalCluster } from "../src/engine/local/local-cluster.js";
import { fromRecords } from "../src/frame/from-records.js";

/** Runs a program that has `Client`, `getClient`, `wait` and `asCompleted`, and gives what it printed; fails unless it ends by itself. */
function program(code: string): string {
  const start = `const { Client, getClient } = require(${JSON.stringify(resolve(__dirname, "../src/client.js"))});
    const { asCompleted, wait } = require(${JSON.stringify(resolve(__dirname, "../src/client/wait.js"))});`;
  const { stdout, stderr, status, signal } = spawnSync(process.execPath, ["-e", start + code], {
    encoding: "utf8",
    timeout: 20_000,
  });
  assert.equal(signal, null, "the program did not end by itself");
  assert.equal(status, 0, stderr);
  return stdout.trim();
}

test("a client starts as many workers as there are processors, and says what it has", async () => {
  const client = new Client();
  const { kind, state, workers, memoryUsed, memoryLimit } = client.info();
  assert.equal(kind, "worker threads");
  assert.equal(state, "running");
  assert.equal(workers.length, availableParallelism());
  assert.equal(memoryUsed, 0);
  assert.ok(memoryLimit > 0);
  await client.close();
  await client.close();
  assert.equal(client.info().state, "closed");
});

test("options are taken, and wrong ones refused at once in a sentence", async () => {
  const client = new Client({ nWorkers: 1, memoryLimit: "512MiB" });
  assert.equal(client.info().workers.length, 1);
  assert.equal(client.info().memoryLimit, 512 * 2 ** 20);
  await client.close();
  assert.throws(() => new Client({ nWorkers: 0 }), {
    name: "OptionError",
    message: 'Client: option "nWorkers" must be a whole number from 1 to 1024, but it is 0.',
  });
  assert.throws(() => new Client({ nWorkers: 100_000 }), /from 1 to 1024, but it is 100000\./);
  assert.throws(() => new Client({ memoryLimit: "much" }), /must be a number of bytes, or a size such as "4GiB"/);
  assert.throws(() => new Client({ taskTimeout: 0 }), /"taskTimeout" must be a number of seconds, more than 0/);
  assert.throws(() => new Client({ workers: 2 } as object), /has no option "workers"/);
  assert.throws(() => new LocalCluster({ nWorkers: 1.5 }), /^OptionError: LocalCluster: option "nWorkers"/);
});

test("an address of a Dask scheduler is refused with what to use instead", () => {
  assert.throws(() => new Client("tcp://10.0.0.1:8786"), /a Dask scheduler is not available.*new Client\(\)/s);
});

test("collections compute on the client made last, and on one started for them if there is none", async () => {
  const first = new Client({ nWorkers: 1 });
  assert.equal(getClient(), first);
  assert.equal(currentEngine(), first.engine);
  await first.close();
  const started = currentEngine();
  assert.equal(getClient().engine, started);
  await getClient().close();
});

test("a further client takes the place of the one before, whose workers are closed", async () => {
  const first = new Client({ nWorkers: 1 });
  const second = new Client({ nWorkers: 1 });
  assert.equal(first.info().state, "closed");
  assert.equal(getClient(), second);
  await first.close();
  assert.equal(getClient(), second);
  await second.close();
});

test("a client before that cannot be closed is a warning, and no error of the program", async () => {
  const first = new Client({ nWorkers: 1 });
  const { cluster } = first;
  cluster.close = async () => {
    throw new Error("its folder is busy.");
  };
  const warned = once(process, "warning");
  const second = new Client({ nWorkers: 1 });
  const [{ message }] = await warned;
  assert.equal(message, "The client before this one could not be closed: its folder is busy.");
  await assert.rejects(first.close(), /its folder is busy/);
  Reflect.deleteProperty(cluster, "close");
  await cluster.close();
  await second.close();
});

test("a cluster that was handed over stays when its client is closed, and can be scaled", async () => {
  const cluster = new LocalCluster({ nWorkers: 1 });
  const client = new Client(cluster);
  await client.cluster.scale(2);
  assert.equal(client.info().workers.length, 2);
  await client.close();
  assert.equal(cluster.info().state, "running");
  await assert.rejects(cluster.scale(0), /"nWorkers" must be a whole number from 1 to 1024/);
  await cluster.close();
});

test("a client made on the cluster of the one before takes it over, and closes it", async () => {
  const first = new Client({ nWorkers: 1 });
  const second = new Client(first.cluster);
  assert.equal(await second.submit(() => 5).result(), 5);
  await second.close();
  assert.equal(second.info().state, "closed");
});

test("restart() gives fresh workers", async () => {
  const client = new Client({ nWorkers: 1 });
  await client.restart();
  assert.equal(client.info().workers.length, 1);
  await client.close();
});

test("close() leaves no thread and no handle", () => {
  const printed = program(`(async () => {
    const client = new Client({ nWorkers: 2 });
    await client.cluster.scale(3);
    await client.close();
    const { workers } = process.report.getReport();
    console.log(workers.length, process.getActiveResourcesInfo().filter((name) => name !== "PipeWrap").join());
  })();`);
  assert.equal(printed, "0");
});

test("a program that forgets close() ends by itself", () => {
  assert.equal(program(`new Client(); console.log("end");`), "end");
  assert.equal(
    program(`(async () => { await new Client({ nWorkers: 1 }).cluster.scale(2); console.log("end"); })();`),
    "end",
  );
});

test("a program that waits for a task no longer, or for no further one, ends by itself", () => {
  const endless = "client.map((x) => { while (x === 1); return x; }, [0, 1])";
  assert.equal(
    program(`(async () => {
      const client = new Client({ nWorkers: 2 });
      const { done, notDone } = await wait(${endless}, { timeout: 0.5 });
      for await (const future of asCompleted([...done, ...notDone])) {
        console.log(await future.result());
        break;
      }
    })();`),
    "0",
  );
});

test("making a client again and again does not pile up threads", () => {
  const printed = program(`(async () => {
    for (let i = 0; i < 5; i++) await new Client({ nWorkers: 2 }).cluster.scale(2);
    await new Promise((resolve) => setTimeout(resolve, 500));
    console.log(process.report.getReport().workers.length, getClient().info().workers.length);
  })();`);
  assert.equal(printed, "2 2");
});

test("persist() holds what a collection computes, and gives a collection of it", async () => {
  const client = new Client({ nWorkers: 2 });
  const frame = client.persist(fromRecords([{ a: 1 }, { a: 2 }, { a: 4 }], { npartitions: 2 }));
  assert.deepEqual((await frame.sum()).values, [[7]]);
  assert.ok(client.info().memoryUsed > 0);
  await client.close();
});

test("values whose futures nothing refers to any more make room, however small the futures are", async () => {
  const client = new Client({ nWorkers: 1, memoryLimit: "32MiB" });
  for (let i = 0; i < 200; i++) await client.submit(() => new Uint8Array(2 ** 20)).result();
  const { memoryUsed, memorySpilled } = client.info();
  assert.ok(memoryUsed + memorySpilled < 64 * 2 ** 20, `${memoryUsed} bytes in memory, ${memorySpilled} in files`);
  await client.close();
});
