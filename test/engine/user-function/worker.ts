import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { PackedFunction } from "../../../src/engine/user-function/packed-function.js";

/** A thread that unpacks functions and calls them; what it answers has been copied between threads twice. */
export class TestWorker {
  private readonly thread = new Worker(
    `const { parentPort } = require("node:worker_threads");
     const { unpackFunction } = require(${JSON.stringify(require.resolve("../../../src/engine/user-function/unpack-function.js"))});
     parentPort.on("message", async ({ packed, args }) => {
       try {
         let value = await unpackFunction(packed)(...args);
         if (typeof value?.[Symbol.asyncIterator] === "function") {
           const items = [];
           for await (const item of value) items.push(item);
           value = items;
         } else if (typeof value?.next === "function") value = [...value];
         parentPort.postMessage({ value });
       } catch (error) {
         parentPort.postMessage({ error: error.message, stack: error.stack });
       }
     });`,
    { eval: true },
  );

  /** The function's result; of a generator, all that it yields. */
  async run(packed: PackedFunction, ...args: unknown[]): Promise<unknown> {
    this.thread.postMessage({ packed, args });
    const [{ value, error, stack }] = await once(this.thread, "message");
    if (error !== undefined) throw Object.assign(new Error(error), { stack });
    return value;
  }

  async close(): Promise<void> {
    await this.thread.terminate();
  }
}
